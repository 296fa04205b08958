import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/account.js';

export const messages: typeof english = {
  title: 'Il mio profilo',
  facts: {
    title: 'Dati',
    name: 'Nome',
    loginName: 'Nome di accesso',
    role: 'Ruolo',
    account: 'Account',
    language: 'Lingua',
    languageHint: 'Di queste pagine e delle e-mail.',
    timeZone: 'Fuso orario',
  },
  password: {
    title: 'Cambia password',
    old: 'Password attuale',
    fresh: 'Nuova password',
    again: 'Ripeti la nuova password',
    hint: (min) => `Almeno ${min} caratteri. Una frase si ricorda meglio dei simboli.`,
    differ: 'Le due password sono diverse',
    save: 'Cambia password',
    done: 'Password cambiata; tutte le altre sessioni sono terminate',
    note: 'Tutte le altre sessioni terminano.',
  },
  sessions: {
    title: 'Sessioni aperte',
    browser: 'Browser',
    address: 'Indirizzo',
    since: 'Dal',
    seen: 'Ultimo uso',
    current: 'Questa',
    end: 'Termina',
    endOne: (browser) => `Termina la sessione di ${browser}`,
    endOthers: 'Esci da tutte le altre',
    none: 'Nessun’altra.',
    ended: (count) => plural(count, { one: '1 sessione terminata', other: `${formatNumber(count)} sessioni terminate` }),
  },
  history: 'I miei accessi',
  acting: 'Password e sessioni sono soltanto della persona reale: non si raggiungono mentre si agisce per conto di altri.',
};
