import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/overview.js';

export const messages: typeof english = {
  title: 'Pannello di controllo',
  greeting: (name) => `Accesso come ${name}`,
  counts: { label: 'Processi per stato', customers: 'Clienti attivi', newCustomers: 'Nuovi in 7 giorni', users: 'Utenti' },
  attention: {
    title: 'Richiede intervento',
    none: 'Nulla richiede intervento.',
    noneText: 'Qui compare tutto ciò che è fermo in attesa di una decisione.',
    all: 'Tutto ciò che richiede intervento',
    since: (span) => `da ${span}`,
  },
  upcoming: {
    title: 'In arrivo',
    none: 'Nulla in programma.',
    all: 'Tutto ciò che è in attesa',
    kinds: {
      account_email: 'E-mail di creazione account',
      licence_start: 'Inizio licenza',
      activation_expires: 'Scade l’invito',
      payment_confirmation_expires: 'Scade la conferma della banca',
      order_undone_by_itself: 'L’acquisto viene annullato automaticamente',
      retry: 'Prossimo tentativo',
    },
  },
  services: {
    title: 'Servizi',
    none: 'Ancora nessun servizio',
    noneAdmin: 'Il rivenditore può assegnare piani a questo account.',
    noneUser: 'L’amministratore può assegnare servizi a questo utente.',
    used: (used, units) => `${used} di ${units} in uso`,
    starts: (date) => `Inizia il ${date}`,
  },
  users: {
    title: 'Utenti',
    count: (count) => plural(count, { one: '1 utente', other: `${formatNumber(count)} utenti` }),
    open: 'Mostra utenti',
    add: 'Aggiungi nuovi utenti',
  },
};
