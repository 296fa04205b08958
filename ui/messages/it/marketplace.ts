import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/marketplace.js';

export const messages: typeof english = {
  title: 'Marketplace',
  below: 'Servizi da acquistare qui, che si attivano automaticamente.',
  search: 'Cerca servizi',
  categories: 'Categorie',
  all: 'Tutti i servizi',
  results: 'Servizi',
  from: 'da',
  plans: (count) => plural(count, { one: '1 piano', other: `${formatNumber(count)} piani` }),
  empty: 'Qui non è ancora in vendita nulla',
  nothing: (q) => `Nessun risultato per «${q}»`,
  nothingHint: 'Cercare un prodotto, un piano o lo scopo. Si trovano anche le parole scritte male.',
  showAll: 'Mostra tutti i servizi',
  plan: 'Piano',
  option: 'Durata e fatturazione',
  choice: 'La scelta',
  quantity: (units) => `Numero di ${units}`,
  range: (min, max) => `da ${min} a ${max}`,
  add: 'Aggiungi al carrello',
  today: (amount) => `Per ora non si addebita nulla. L’acquisto ammonta a ${amount}.`,
  added: (units, title) => `${title}: ${units} nel carrello`,
  openCart: 'Apri carrello',
  customersBuy: 'Lo acquista un amministratore del cliente.',
};
