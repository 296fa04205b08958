import type { Language } from '../customer/customer.js';
import { layOut, type MessageWords, type RenderedMessage } from './layout.js';

export type { RenderedMessage } from './layout.js';

/** What the account e-mail says; every value is plain text. */
export interface AccountCreatedFacts {
  readonly firstName: string;
  readonly company: string;
  readonly accountName: string;
  readonly loginName: string;
  readonly link: string;
  readonly linkHours: number;
  readonly reseller: string;
  readonly supportEmail: string;
}

const english = (f: AccountCreatedFacts): MessageWords => ({
  subject: `Your ${f.reseller} account for ${f.company} is ready`,
  greeting: `Hello ${f.firstName},`,
  paragraphs: [
    `${f.reseller} has created an account for ${f.company}. You are its administrator: choose a password to sign in, invite colleagues and manage your licences.`,
  ],
  facts: [
    ['Account name', f.accountName],
    ['Login name', f.loginName],
  ],
  button: { label: 'Choose a password', link: f.link },
  notes: [`The link works once and for ${String(f.linkHours)} hours.`, `Questions? Write to ${f.supportEmail}.`],
});

const italian = (f: AccountCreatedFacts): MessageWords => ({
  subject: `L'account ${f.reseller} di ${f.company} è pronto`,
  greeting: `Buongiorno ${f.firstName},`,
  paragraphs: [
    `${f.reseller} ha creato un account per ${f.company}. Lei ne è l'amministratore: scelga una password per accedere, invitare i colleghi e gestire le licenze.`,
  ],
  facts: [
    ['Nome account', f.accountName],
    ['Nome utente', f.loginName],
  ],
  button: { label: 'Scegliere una password', link: f.link },
  notes: [`Il link funziona una sola volta e per ${String(f.linkHours)} ore.`, `Domande? Scriva a ${f.supportEmail}.`],
});

/** Renders the account e-mail in a language, as text and HTML. */
export const renderAccountCreated = (facts: AccountCreatedFacts, language: Language): RenderedMessage =>
  layOut(language === 'it' ? italian(facts) : english(facts), language);
