import type { Language } from '../customer/customer.js';
import { renderAccountCreated, type AccountCreatedFacts } from './account-created.js';
import { layOut, type MessageWords, type RenderedMessage } from './layout.js';
import type { FactorChange, MessageTemplate } from './message.js';

/** What messages to users name. `address` is a new e-mail address, where one is being changed. */
export interface MessageFacts extends AccountCreatedFacts {
  readonly address: string;
  /** What was bought, where a message is about a purchase. */
  readonly service?: string;
  readonly units?: string;
  readonly order?: string;
  /** New administrators, and who made them so. */
  readonly names?: string;
  readonly by?: string;
  /** What became of a second factor. */
  readonly change?: string;
}

const factorWords = {
  en: {
    begun: 'From now on a code of your app is asked for when you sign in.',
    removed: 'No code is asked for any more when you sign in.',
    reset:
      'Your second factor was taken away by somebody who may do so, and every session of yours was ended. Set up a new one at your next sign-in.',
    codes_renewed: 'There are new recovery codes; the older ones are void.',
    recovery_used: 'A recovery code was used in place of the app.',
  },
  it: {
    begun: "D'ora in poi all'accesso viene chiesto un codice della sua app.",
    removed: "All'accesso non viene più chiesto alcun codice.",
    reset:
      'Il suo secondo fattore è stato rimosso da chi ne ha il diritto e ogni sua sessione è stata chiusa. Ne configuri uno nuovo al prossimo accesso.',
    codes_renewed: 'Ci sono nuovi codici di recupero; i precedenti non valgono più.',
    recovery_used: "È stato usato un codice di recupero al posto dell'app.",
  },
} as const satisfies Record<Language, Record<FactorChange, string>>;

const changeOf = ({ change }: MessageFacts): FactorChange => (change && change in factorWords.en ? (change as FactorChange) : 'begun');

type UserTemplate = Exclude<MessageTemplate, 'account_created'>;

const english: Readonly<
  Record<UserTemplate, (f: MessageFacts) => Pick<MessageWords, 'subject' | 'paragraphs' | 'facts' | 'button' | 'notes'>>
> = {
  invitation: (f) => ({
    subject: `Your sign-in for ${f.company}`,
    paragraphs: [`You have been invited to the control panel of ${f.company}. Choose a password to sign in.`],
    button: { label: 'Choose a password', link: f.link },
    notes: [`The link works once and for ${String(f.linkHours)} hours. A newer invitation replaces it.`],
  }),
  activation_reminder: (f) => ({
    subject: `Your invitation to ${f.company} expires soon`,
    paragraphs: [
      `You haven't chosen a password for the control panel of ${f.company} yet. The link expires in ${String(f.linkHours)} hours.`,
    ],
    button: { label: 'Choose a password', link: f.link },
    notes: ['If the link has expired, its page lets you ask for a new one.'],
  }),
  invitation_expired: (f) => ({
    subject: `The invitation of ${f.names ?? ''} has expired`,
    paragraphs: [`${f.names ?? ''} didn't choose a password within the time of the invitation that you sent.`],
    button: { label: 'Invite again', link: f.link },
    notes: ['Until then nobody can sign in with that login name.'],
  }),
  password_reset: (f) => ({
    subject: 'Choose a new password',
    paragraphs: [`Somebody, probably you, asked for a new password for ${f.loginName}.`],
    button: { label: 'Choose a new password', link: f.link },
    notes: [`The link works once and for ${String(f.linkHours)} hour. If it wasn't you, nothing has changed and nothing needs to be done.`],
  }),
  password_changed: (f) => ({
    subject: 'Your password was changed',
    paragraphs: [`The password of ${f.loginName} was changed, and every other session was ended.`],
    notes: ["If it wasn't you, choose a new password at once and tell your administrator."],
  }),
  address_confirm: (f) => ({
    subject: 'Confirm your new e-mail address',
    paragraphs: [`Confirm that ${f.address} is the new e-mail address of ${f.loginName}.`],
    button: { label: 'Confirm the address', link: f.link },
    notes: [`The link works once and for ${String(f.linkHours)} hours. Until then the old address stays.`],
  }),
  address_changed: (f) => ({
    subject: 'A new e-mail address was given for your account',
    paragraphs: [`The e-mail address of ${f.loginName} is being changed to ${f.address}.`],
    notes: ["If it wasn't you, tell your administrator."],
  }),
  administrator_added: (f) => ({
    subject: `New administrator of ${f.company}`,
    paragraphs: [`${f.by ?? ''} gave the rights of an administrator of ${f.company} to: ${f.names ?? ''}.`],
    button: { label: 'Look at the users', link: f.link },
    notes: ["If you don't know of it, take the rights away and tell us at once."],
  }),
  domain_confirm: (f) => ({
    subject: `${f.company} wants to buy licences for ${f.address}`,
    paragraphs: [
      `${f.company} wants to buy Microsoft licences through us for the account with the domain ${f.address}. You get this mail because the domain's administrator reads this mailbox.`,
    ],
    button: { label: 'Look at it', link: f.link },
    notes: [`The link works once and for ${String(f.linkHours)} hours. If you don't want it, nothing needs to be done.`],
  }),
  service_ready: (f) => ({
    subject: `${f.service ?? ''} is ready`,
    paragraphs: [`${f.service ?? ''} has been provisioned for ${f.company} and can be used.`],
    facts: [
      ['Order', f.order ?? ''],
      ['Units', f.units ?? ''],
    ],
    button: { label: 'Open the order', link: f.link },
    notes: [],
  }),
  factor_changed: (f) => ({
    subject: 'Your second factor was changed',
    paragraphs: [`This is about the sign-in of ${f.loginName}.`, factorWords.en[changeOf(f)]],
    button: { label: 'Look at your profile', link: f.link },
    notes: ["If it wasn't you, change your password at once and tell your administrator or us."],
  }),
};

const italian: typeof english = {
  invitation: (f) => ({
    subject: `Il suo accesso per ${f.company}`,
    paragraphs: [`È stato invitato al pannello di controllo di ${f.company}. Scelga una password per accedere.`],
    button: { label: 'Scegliere una password', link: f.link },
    notes: [`Il link funziona una sola volta e per ${String(f.linkHours)} ore. Un invito più recente lo sostituisce.`],
  }),
  activation_reminder: (f) => ({
    subject: `Il suo invito a ${f.company} sta per scadere`,
    paragraphs: [
      `Non ha ancora scelto una password per il pannello di controllo di ${f.company}. Il link scade tra ${String(f.linkHours)} ore.`,
    ],
    button: { label: 'Scegliere una password', link: f.link },
    notes: ['Se il link è scaduto, la sua pagina permette di chiederne uno nuovo.'],
  }),
  invitation_expired: (f) => ({
    subject: `L'invito di ${f.names ?? ''} è scaduto`,
    paragraphs: [`${f.names ?? ''} non ha scelto una password entro la validità dell'invito che lei ha inviato.`],
    button: { label: 'Invitare di nuovo', link: f.link },
    notes: ['Fino ad allora nessuno può accedere con quel nome utente.'],
  }),
  password_reset: (f) => ({
    subject: 'Scegliere una nuova password',
    paragraphs: [`Qualcuno, probabilmente lei, ha chiesto una nuova password per ${f.loginName}.`],
    button: { label: 'Scegliere una nuova password', link: f.link },
    notes: [
      `Il link funziona una sola volta e per ${String(f.linkHours)} ora. Se non è stato lei, nulla è cambiato e non occorre fare nulla.`,
    ],
  }),
  password_changed: (f) => ({
    subject: 'La sua password è stata cambiata',
    paragraphs: [`La password di ${f.loginName} è stata cambiata e ogni altra sessione è stata chiusa.`],
    notes: ['Se non è stato lei, scelga subito una nuova password e avvisi il suo amministratore.'],
  }),
  address_confirm: (f) => ({
    subject: 'Confermare il nuovo indirizzo e-mail',
    paragraphs: [`Confermi che ${f.address} è il nuovo indirizzo e-mail di ${f.loginName}.`],
    button: { label: "Confermare l'indirizzo", link: f.link },
    notes: [`Il link funziona una sola volta e per ${String(f.linkHours)} ore. Fino ad allora resta valido il vecchio indirizzo.`],
  }),
  address_changed: (f) => ({
    subject: 'È stato indicato un nuovo indirizzo e-mail per il suo account',
    paragraphs: [`L'indirizzo e-mail di ${f.loginName} sta per diventare ${f.address}.`],
    notes: ['Se non è stato lei, avvisi il suo amministratore.'],
  }),
  administrator_added: (f) => ({
    subject: `Nuovo amministratore di ${f.company}`,
    paragraphs: [`${f.by ?? ''} ha dato i diritti di amministratore di ${f.company} a: ${f.names ?? ''}.`],
    button: { label: 'Vedere gli utenti', link: f.link },
    notes: ['Se non ne sa nulla, tolga i diritti e ci avvisi subito.'],
  }),
  domain_confirm: (f) => ({
    subject: `${f.company} vuole acquistare licenze per ${f.address}`,
    paragraphs: [
      `${f.company} vuole acquistare tramite noi licenze Microsoft per l'account con il dominio ${f.address}. Riceve questo messaggio perché questa casella è letta da chi amministra il dominio.`,
    ],
    button: { label: 'Vedere la richiesta', link: f.link },
    notes: [`Il link funziona una sola volta e per ${String(f.linkHours)} ore. Se non lo desidera, non occorre fare nulla.`],
  }),
  service_ready: (f) => ({
    subject: `${f.service ?? ''} è pronto`,
    paragraphs: [`${f.service ?? ''} è stato attivato per ${f.company} e si può usare.`],
    facts: [
      ['Ordine', f.order ?? ''],
      ['Unità', f.units ?? ''],
    ],
    button: { label: "Aprire l'ordine", link: f.link },
    notes: [],
  }),
  factor_changed: (f) => ({
    subject: 'Il suo secondo fattore è cambiato',
    paragraphs: [`Si tratta dell'accesso di ${f.loginName}.`, factorWords.it[changeOf(f)]],
    button: { label: 'Vedere il profilo', link: f.link },
    notes: ['Se non è stato lei, cambi subito la password e avvisi il suo amministratore o noi.'],
  }),
};

/** Renders any message in a language, as text and HTML. */
export const renderMessage = (template: MessageTemplate, facts: MessageFacts, language: Language): RenderedMessage => {
  if (template === 'account_created') return renderAccountCreated(facts, language);
  const italianSpoken = language === 'it';
  const words = (italianSpoken ? italian : english)[template](facts);
  const help = italianSpoken ? `Domande? Scriva a ${facts.supportEmail}.` : `Questions? Write to ${facts.supportEmail}.`;
  return layOut(
    {
      greeting: italianSpoken ? `Buongiorno ${facts.firstName},` : `Hello ${facts.firstName},`,
      facts: [[italianSpoken ? 'Nome di accesso' : 'Login name', facts.loginName]],
      ...words,
      notes: [...words.notes, help],
    },
    language,
  );
};
