import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/services.js';

export const messages: typeof english = {
  title: 'Servizi',
  titleOf: (company) => `Servizi di ${company}`,
  columns: { service: 'Servizio', state: 'Stato', used: 'In uso', free: 'Libere' },
  used: (used, units) => `${formatNumber(used)} di ${units}`,
  exhausted: 'Tutte in uso',
  empty: 'Ancora nessun servizio',
  emptyText: 'Qui compare ciò che questo account acquista, insieme ai piani assegnati.',
  holders: 'Utenti che lo hanno',
  noHolders: 'Non lo ha ancora nessuno.',
  assign: 'Assegna a utenti',
  withdraw: 'Ritira',
  withdrawFrom: (name) => `Ritira da ${name}`,
  withdrawn: 'Ritirato; l’unità è di nuovo libera',
  assigned: (count) => plural(count, { one: 'Assegnato a 1 utente', other: `Assegnato a ${formatNumber(count)} utenti` }),
  free: (free, units) => `${formatNumber(free)} libere di ${units}`,
  full: (units) => `${units}: tutte in uso. Ritirarne una a qualcuno, o acquistarne altre.`,
  dialog: {
    title: (service) => `Assegna ${service}`,
    search: 'Trova utenti',
    list: 'Utenti senza questo servizio',
    nobody: 'Nessun altro può averlo.',
    noMatch: 'Nessuna corrispondenza.',
    more: 'Altri corrispondono: cercare un nome per restringere.',
    chosen: (count, free) => `${formatNumber(count)} scelti, ${formatNumber(free)} libere`,
    tooMany: (over) => plural(over, { one: '1 in più delle unità libere', other: `${formatNumber(over)} in più delle unità libere` }),
    save: (count) =>
      count === 0 ? 'Assegna' : plural(count, { one: 'Assegna a 1 utente', other: `Assegna a ${formatNumber(count)} utenti` }),
  },
  own: {
    yours: 'Assegnato',
    text: 'Questo servizio si può usare. Per l’accesso o per aiuto, scrivere all’assistenza.',
    none: 'Questo servizio non è assegnato',
    noneText: 'Può assegnarlo l’amministratore.',
  },
};
