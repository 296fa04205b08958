import type { Request, Response } from 'express';
import { minorDigits } from '../../domain/money/minor-units.js';
import type { OrderState } from '../../domain/order/order.js';
import { scopeOf, type Services } from '../context.js';
import { listOrders, orderFilters, type OrderListRow } from '../order/orders.read-model.js';
import { exporterOf, listed, readingOf, streamCsv } from './csv-export.js';

const HEADERS = {
  en: ['Number', 'State', 'Customer', 'First service', 'Services', 'Total', 'Currency', 'Payment', 'Placed', 'Completed'],
  it: ['Numero', 'Stato', 'Cliente', 'Primo servizio', 'Servizi', 'Totale', 'Valuta', 'Pagamento', 'Inviato', 'Completato'],
} as const;
const STATES: Readonly<Record<'en' | 'it', Readonly<Record<OrderState, string>>>> = {
  en: {
    placed: 'Placed',
    in_progress: 'In progress',
    awaiting_payment: 'Payment to be confirmed',
    needs_attention: 'Needs attention',
    undoing: 'Being undone',
    completed: 'Completed',
    partly_completed: 'Completed in part',
    cancelled: 'Cancelled',
    given_up: 'Undone in part',
  },
  it: {
    placed: 'Inviato',
    in_progress: 'In corso',
    awaiting_payment: 'Pagamento da confermare',
    needs_attention: 'Richiede intervento',
    undoing: 'In annullamento',
    completed: 'Completato',
    partly_completed: 'Completato in parte',
    cancelled: 'Annullato',
    given_up: 'Annullato solo in parte',
  },
};
const METHODS: Readonly<Record<'en' | 'it', Readonly<Record<string, string>>>> = {
  en: { account: 'Invoice on account', card: 'Card' },
  it: { account: 'Su fattura', card: 'Carta' },
};
const PAGE = 200;

/** An amount as a spreadsheet of the language counts it: "1234,50" in Italian. */
const amountIn = (language: 'en' | 'it', minor: number, currency: string): string => {
  const digits = minorDigits(currency);
  const plain = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(language === 'it' ? 'it-IT' : 'en-GB', plain).format(minor / 10 ** digits);
};

/** GET /export/orders.csv: the orders in scope with the list's filters, newest first, in the user's language and time zone. */
export const ordersCsv =
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = await exporterOf(services, request, response, 'order.read');
    if (!user) return;
    const { q, state, customer } = request.query;
    const parsed = orderFilters.safeParse({ q, state: listed(state), customerId: customer });
    if (!parsed.success) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const { language, date } = readingOf(user);
    await streamCsv<OrderListRow>(response, {
      fileName: language === 'it' ? 'ordini.csv' : 'orders.csv',
      head: HEADERS[language],
      cells: (row) => [
        row.number,
        STATES[language][row.stuckSince === null ? row.state : 'needs_attention'],
        row.customerName,
        language === 'it' ? row.firstIt : row.firstEn,
        String(row.lines),
        amountIn(language, row.totalMinor, row.currency),
        row.currency,
        METHODS[language][row.paymentMethod] ?? row.paymentMethod,
        date(row.placedAt),
        row.completedAt === null ? '' : date(row.completedAt),
      ],
      pageAfter: (cursor) => listOrders(services.database, scopeOf(user), { ...parsed.data, cursor, limit: PAGE }),
    });
  };
