import type { Request, Response } from 'express';
import { scopeOf, type Services } from '../context.js';
import { listCustomers, type CustomerRow } from '../customer/customers.read-model.js';
import { customerFilters } from '../customer/list-customers.procedure.js';
import { exporterOf, listed, readingOf, streamCsv } from './csv-export.js';

const HEADERS = {
  en: ['Company', 'Account name', 'City', 'Contact', 'E-mail', 'State', 'Channel', 'Services', 'Created'],
  it: ['Azienda', 'Nome account', 'Città', 'Referente', 'E-mail', 'Stato', 'Canale', 'Servizi', 'Creato'],
} as const;
const STATES = {
  en: { active: 'Active', disabled: 'Disabled', deleted: 'Deleted' },
  it: { active: 'Attivo', disabled: 'Disabilitato', deleted: 'Eliminato' },
} as const;
const PAGE = 200;

/** GET /export/customers.csv: the customer list with its filters, streamed page by page, in the user's language and time zone. */
export const customersCsv =
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = await exporterOf(services, request, response, 'customer.read');
    if (!user) return;
    const parsed = customerFilters.safeParse({ channelId: request.query.channel, ...request.query, state: listed(request.query.state) });
    if (!parsed.success) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const { language, date } = readingOf(user);
    await streamCsv<CustomerRow>(response, {
      fileName: language === 'it' ? 'clienti.csv' : 'customers.csv',
      head: HEADERS[language],
      cells: (row) => [
        row.company,
        row.accountName,
        row.city,
        row.contactName,
        row.contactEmail,
        STATES[language][row.state],
        row.channelName,
        String(row.licenceCount),
        date(row.createdAt),
      ],
      pageAfter: (cursor) => listCustomers(services.database, scopeOf(user), { ...parsed.data, cursor, limit: PAGE }),
    });
  };
