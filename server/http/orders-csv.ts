import { minorDigits } from '../../domain/money/minor-units.js';
import { listOrders, orderFilters, type OrderListRow } from '../order/orders.read-model.js';
import { listed, listExport } from './csv-export.js';

const HEADERS = {
  en: ['Number', 'State', 'Customer', 'First service', 'Services', 'Total', 'Currency', 'Payment', 'Placed', 'Completed'],
  it: ['Numero', 'Stato', 'Cliente', 'Primo servizio', 'Servizi', 'Totale', 'Valuta', 'Pagamento', 'Inviato', 'Completato'],
} as const;

/** An amount as a spreadsheet of the language counts it: "1234,50" in Italian. */
const amountIn = (language: 'en' | 'it', minor: number, currency: string): string => {
  const digits = minorDigits(currency);
  const plain = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(language === 'it' ? 'it-IT' : 'en-GB', plain).format(minor / 10 ** digits);
};

/** GET /export/orders.csv: the orders in scope, newest first. */
export const ordersCsv = listExport({
  permission: 'order.read',
  filtersOf: ({ q, state, customer }) => orderFilters.safeParse({ q, state: listed(state), customerId: customer }).data,
  fileName: { en: 'orders.csv', it: 'ordini.csv' },
  head: HEADERS,
  cells: (row: OrderListRow, { language, states, date }) => [
    row.number,
    row.stuckSince === null ? states.order[row.state] : states.process.needs_attention,
    row.customerName,
    language === 'it' ? row.firstIt : row.firstEn,
    String(row.lines),
    amountIn(language, row.totalMinor, row.currency),
    row.currency,
    states.paymentMethod[row.paymentMethod],
    date(row.placedAt),
    row.completedAt === null ? '' : date(row.completedAt),
  ],
  page: (database, scope, filters, at) => listOrders(database, scope, { ...filters, ...at }),
});
