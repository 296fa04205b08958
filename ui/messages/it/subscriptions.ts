import type { messages as english } from '../en/subscriptions.js';

export const messages: typeof english = {
  title: 'Abbonamenti',
  titleOf: (company) => `Abbonamenti di ${company}`,
  columns: { service: 'Servizio', state: 'Stato', units: 'Unità', option: 'Opzione', bill: 'A ogni addebito', term: 'Periodo' },
  source: { assigned: 'Assegnato dal rivenditore', bought: 'Acquistato nel marketplace' },
  openEnded: 'senza scadenza',
  ended: (date) => `terminato il ${date}`,
  renewal: {
    renew: (date) => `si rinnova il ${date}`,
    end: (date) => `termina il ${date}`,
    extend: (date) => `prosegue di mese in mese dal ${date}`,
  },
  empty: 'Ancora nessun abbonamento',
  emptyText: 'Qui compare ciò che si acquista nel marketplace, insieme ai piani assegnati dal rivenditore.',
  dates: 'Prossime scadenze',
  noDates: 'Nessuna scadenza in vista.',
  facts: {
    title: 'Dati',
    source: 'Provenienza',
    option: 'Opzione',
    price: 'Prezzo',
    bill: 'A ogni addebito',
    charged: 'Addebitato finora',
    start: 'Inizio',
    termStart: 'Periodo dal',
    domain: 'Account presso il fornitore',
    order: 'Ordine',
    vendorRef: 'Riferimento del fornitore',
  },
};
