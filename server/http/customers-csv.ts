import type { Request, Response } from 'express';
import Papa from 'papaparse';
import { csvSafe } from '../../domain/customer/customer-csv.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { scopeOf, type Services } from '../context.js';
import { listCustomers, type CustomerRow } from '../customer/customers.read-model.js';
import { customerFilters } from '../customer/list-customers.procedure.js';

const HEADERS = {
  en: ['Company', 'Account name', 'City', 'Contact', 'E-mail', 'State', 'Channel', 'Licences', 'Created'],
  it: ['Azienda', 'Nome account', 'Città', 'Referente', 'E-mail', 'Stato', 'Canale', 'Licenze', 'Creato'],
} as const;
const STATES = {
  en: { active: 'Active', disabled: 'Disabled', deleted: 'Deleted' },
  it: { active: 'Attivo', disabled: 'Disabilitato', deleted: 'Eliminato' },
} as const;
const PAGE = 200;

const cells = (row: CustomerRow, language: 'en' | 'it', dates: Intl.DateTimeFormat): string[] =>
  [
    row.company,
    row.accountName,
    row.city,
    row.contactName,
    row.contactEmail,
    STATES[language][row.state],
    row.channelName,
    String(row.licenceCount),
    dates.format(new Date(row.createdAt)),
  ].map(csvSafe);

/** GET /export/customers.csv: the customer list with its filters, streamed page by page, in the user's language and time zone. */
export const customersCsv =
  ({ database }: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = request.session.user;
    if (!user || !mayDo(user, 'customer.read')) {
      response
        .status(user ? 403 : 401)
        .type('text/plain')
        .send(user ? 'forbidden' : 'not_signed_in');
      return;
    }
    const { state, ...query } = request.query;
    const parsed = customerFilters.safeParse({
      ...query,
      ...(typeof state === 'string' && state !== '' ? { state: state.split(',') } : {}),
    });
    if (!parsed.success) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const language = user.language === 'it' ? 'it' : 'en';
    const dates = new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', {
      dateStyle: 'short',
      timeStyle: 'short',
      timeZone: user.timeZone,
    });
    const pageAfter = (cursor?: [string, string]) => listCustomers(database, scopeOf(user), { ...parsed.data, cursor, limit: PAGE });
    let page = await pageAfter(); // before the first byte, so that what fails here is still answered as a failure
    response.type('text/csv; charset=utf-8').attachment(language === 'it' ? 'clienti.csv' : 'customers.csv');
    response.write(`\uFEFF${Papa.unparse([[...HEADERS[language]]])}\r\n`);
    for (;;) {
      if (page.rows.length > 0) response.write(`${Papa.unparse(page.rows.map((row) => cells(row, language, dates)))}\r\n`);
      if (!page.nextCursor || response.destroyed) break;
      page = await pageAfter(page.nextCursor);
    }
    response.end();
  };
