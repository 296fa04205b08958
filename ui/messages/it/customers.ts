import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/customers.js';

export const messages: typeof english = {
  title: 'Clienti',
  count: (count, capped) =>
    capped ? `più di ${formatNumber(count)} clienti` : plural(count, { one: '1 cliente', other: `${formatNumber(count)} clienti` }),
  create: 'Crea cliente',
  importing: 'Importa',
  search: 'Azienda, nome account, e-mail, città',
  state: 'Stato',
  channel: 'Rivenditore',
  columns: {
    company: 'Azienda',
    thread: 'Andamento',
    accountName: 'Nome account',
    state: 'Stato',
    licences: 'Servizi',
    city: 'Città',
    contact: 'Referente',
    channel: 'Rivenditore',
    created: 'Creato',
  },
  atRest: 'In regola',
  empty: 'Ancora nessun cliente',
  emptyText: 'Creare il primo, o importarne molti da un file CSV.',
  emptyForReader: 'Non ne è stato ancora creato nessuno.',
};
