import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/cart.js';

export const messages: typeof english = {
  title: 'Carrello',
  count: (lines) => plural(lines, { one: '1 servizio', other: `${formatNumber(lines)} servizi` }),
  summary: 'Importi',
  today: 'Addebito di oggi',
  then: { monthly: 'Ogni mese del periodo', annual: 'Ogni anno del periodo' },
  option: 'Durata e fatturazione',
  quantity: 'Quantità',
  remove: (title) => `Rimuovi ${title}`,
  removed: (title) => `${title}: rimosso`,
  putBack: 'Rimetti',
  removeIt: 'Rimuovi',
  priceChanged: (before, after) => `Da quando è stato mostrato, il prezzo è passato da ${before} a ${after}.`,
  accept: (price) => `Accetta ${price}`,
  unsold: 'Questa offerta non è più in vendita. Sceglierne un’altra nel marketplace.',
  solveFirst: 'Prima di acquistare, risolvere quanto segnalato.',
  checkout: 'Procedi all’acquisto',
  goOn: 'Aggiungi altri servizi',
  empty: 'Il carrello è vuoto',
  emptyText: 'Scegliere un servizio: resta qui finché non si acquista o si rimuove, anche dopo essere usciti.',
  toMarketplace: 'Apri marketplace',
};
