import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/add-users.js';

export const messages: typeof english = {
  title: 'Aggiungi nuovi utenti',
  intro: 'Uno o più alla volta. Per incollare da un foglio di calcolo, copiarne le righe e incollarle in un nome.',
  user: (number) => `Utente ${number}`,
  firstName: 'Nome',
  lastName: 'Cognome',
  email: 'E-mail',
  loginName: 'Nome di accesso',
  loginHint: 'Se è vuoto, si accede con l’indirizzo e-mail.',
  role: 'Ruolo',
  permission: 'Permesso di accesso del personale',
  assigned: 'Consenti all’utente di gestire solo i servizi assegnati',
  staff: 'Assegna ruoli di membro del personale all’utente',
  services: 'Servizi',
  freeSeats: (free) => plural(free, { one: '1 libera', other: `${formatNumber(free)} libere` }),
  sendEmail: 'Invia e-mail di attivazione',
  sendEmailOff: 'Subito Pronto, senza alcuna e-mail; dalla sua pagina si imposta una password o si invia un collegamento per sceglierla.',
  addRow: 'Aggiungi riga',
  removeRow: (number) => `Rimuovi utente ${number}`,
  most: (max) => `Al massimo ${formatNumber(max)} in un modulo. Per di più, importare un file.`,
  pasted: (count) => plural(count, { one: '1 riga incollata', other: `${formatNumber(count)} righe incollate` }),
  restored: 'I dati inseriti in precedenza sono stati ripristinati.',
  discard: 'Elimina bozza',
  finish: (count) => plural(count, { one: 'Fine: aggiungi 1 utente', other: `Fine: aggiungi ${formatNumber(count)} utenti` }),
  importInstead: 'Importa invece un file',
  promise: (invited, ready) =>
    [
      ...(invited > 0
        ? [
            plural(invited, {
              one: 'Parte 1 invito; il collegamento vale 48 ore.',
              other: `Partono ${formatNumber(invited)} inviti; i collegamenti valgono 48 ore.`,
            }),
          ]
        : []),
      ...(ready > 0
        ? [
            plural(ready, {
              one: '1 utente è subito Pronto, senza e-mail.',
              other: `${formatNumber(ready)} utenti sono subito Pronti, senza e-mail.`,
            }),
          ]
        : []),
    ].join(' '),
  done: {
    title: (count) => plural(count, { one: '1 utente aggiunto', other: `${formatNumber(count)} utenti aggiunti` }),
    invited: 'Non attivato; l’invito è in partenza',
    ready: 'Pronto; dalla sua pagina si imposta la password o si invia un collegamento',
    toList: 'Mostra utenti',
    toServices: 'Assegna servizi',
    more: 'Aggiungine altri',
  },
  import: {
    title: 'Importa utenti',
    intro: 'Molti utenti da un solo file CSV. Prima si controlla soltanto: nulla viene scritto senza conferma.',
    refusedName: 'utenti-da-correggere.csv',
    templateName: 'modello-utenti.csv',
    person: 'Nome',
    loginName: 'Nome di accesso',
    start: (count) => plural(count, { one: 'Aggiungi 1 utente', other: `Aggiungi ${formatNumber(count)} utenti` }),
    running: (done, total) => `Completati ${formatNumber(done)} di ${formatNumber(total)}`,
    leave: 'Prosegue da sola: si può lasciare questa pagina e tornare.',
    ended: 'Importazione completata',
    added: (count) => plural(count, { one: '1 utente aggiunto', other: `${formatNumber(count)} utenti aggiunti` }),
    skipped: (count) => plural(count, { one: '1 riga esclusa', other: `${formatNumber(count)} righe escluse` }),
    outcome: { added: 'Aggiunto', skipped: 'Escluso' },
    results: 'Esito di ogni riga',
    more: 'Importa un altro file',
  },
};
