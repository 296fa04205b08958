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
  /** The user has been activated meanwhile: there is nothing to choose any more, and the link leads to the sign-in. */
  readonly activated?: boolean;
  readonly reseller: string;
  readonly supportEmail: string;
}

const english = (f: AccountCreatedFacts): MessageWords => ({
  subject: `Your ${f.reseller} account for ${f.company} is ready`,
  greeting: `Hello ${f.firstName},`,
  paragraphs: [
    `${f.reseller} has created an account for ${f.company}. You are its administrator: ${f.activated ? 'sign in to' : 'choose a password to sign in,'} invite colleagues and manage your licences.`,
  ],
  facts: [
    ['Account name', f.accountName],
    ['Login name', f.loginName],
  ],
  button: { label: f.activated ? 'Sign in' : 'Choose a password', link: f.link },
  notes: [
    f.activated
      ? 'If you have no password or have forgotten it, the sign-in page sends you a link to choose one.'
      : `The link works once and for ${String(f.linkHours)} hours.`,
    `Questions? Write to ${f.supportEmail}.`,
  ],
});

const italian = (f: AccountCreatedFacts): MessageWords => ({
  subject: `L'account ${f.reseller} di ${f.company} è pronto`,
  greeting: `Buongiorno ${f.firstName},`,
  paragraphs: [
    `${f.reseller} ha creato un account per ${f.company}. Lei ne è l'amministratore: ${f.activated ? 'acceda per' : 'scelga una password per accedere,'} invitare i colleghi e gestire le licenze.`,
  ],
  facts: [
    ['Nome account', f.accountName],
    ['Nome di accesso', f.loginName],
  ],
  button: { label: f.activated ? 'Accedere' : 'Scegliere una password', link: f.link },
  notes: [
    f.activated
      ? 'Se non ha una password o non la ricorda, la pagina di accesso le invia un link per sceglierne una.'
      : `Il link funziona una sola volta e per ${String(f.linkHours)} ore.`,
    `Domande? Scriva a ${f.supportEmail}.`,
  ],
});

/** Renders the account e-mail in a language, as text and HTML. */
export const renderAccountCreated = (facts: AccountCreatedFacts, language: Language): RenderedMessage =>
  layOut(language === 'it' ? italian(facts) : english(facts), language);
