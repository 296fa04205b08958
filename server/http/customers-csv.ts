import { listCustomers, type CustomerRow } from '../customer/customers.read-model.js';
import { customerFilters } from '../customer/list-customers.procedure.js';
import { listed, listExport } from './csv-export.js';

const HEADERS = {
  en: ['Company', 'Account name', 'City', 'Contact', 'E-mail', 'State', 'Channel', 'Services', 'Created'],
  it: ['Azienda', 'Nome account', 'Città', 'Referente', 'E-mail', 'Stato', 'Canale', 'Servizi', 'Creato'],
} as const;

/** GET /export/customers.csv: the customer list. */
export const customersCsv = listExport({
  permission: 'customer.read',
  filtersOf: (query) => customerFilters.safeParse({ channelId: query.channel, ...query, state: listed(query.state) }).data,
  fileName: { en: 'customers.csv', it: 'clienti.csv' },
  head: HEADERS,
  cells: (row: CustomerRow, { states, date }) => [
    row.company,
    row.accountName,
    row.city,
    row.contactName,
    row.contactEmail,
    states.customer[row.state],
    row.channelName,
    String(row.licenceCount),
    date(row.createdAt),
  ],
  page: (database, scope, filters, at) => listCustomers(database, scope, { ...filters, ...at }),
});
