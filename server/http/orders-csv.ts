import { minorDigits } from '../../domain/money/minor-units.js';
import type { OrderState } from '../../domain/order/order.js';
import { listOrders, orderFilters, type OrderListRow } from '../order/orders.read-model.js';
import { listed, listExport } from './csv-export.js';

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
  cells: (row: OrderListRow, { language, date }) => [
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
  page: (database, scope, filters, at) => listOrders(database, scope, { ...filters, ...at }),
});
