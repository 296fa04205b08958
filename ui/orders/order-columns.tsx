import { orderEnds } from '../../domain/order/order.js';
import type { Column } from '../components/data-list.js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { formatMoney } from '../format/money.js';
import { formatNumber } from '../format/numbers.js';
import { formatDay } from '../format/times.js';
import { named } from '../format/named.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import { orderTones } from '../state-tones.js';
import { standText, standWord } from '../timeline/told.js';
import type { OrderRow } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');
const timeline = messages('timeline');

const over: readonly string[] = orderEnds;

/** "Microsoft 365 Business Standard and 2 more". */
const services = (row: OrderRow): string => orders().services(named(row.firstEn, row.firstIt), row.lines - 1);

const stepOf = (row: OrderRow): string => {
  if (row.step === null || over.includes(row.state)) return '';
  const step = standText(row.step, 'order', row.state);
  const attempt =
    row.retryAttempt === null ? '' : `${standWord('retrying')}, ${timeline().standBrief.retrying(formatNumber(row.retryAttempt))} · `;
  return `${attempt}${step}`;
};

/** The order's own word, but where its process is far beyond the usual time. */
const chipOf = (row: OrderRow) =>
  row.stuckSince === null
    ? { tone: orderTones[row.state], label: shell().states.order[row.state] }
    : { tone: 'needs-you' as const, label: standWord('needs_attention') };

/** What a phone shows of an order beside its number and state. */
export const orderBrief = (row: OrderRow): string =>
  [services(row), me()?.customer ? '' : row.customerName, formatMoney(row.totalMinor, row.currency), formatDay(row.placedAt)]
    .filter(Boolean)
    .join(' · ');

/** The columns of the list; the customer's name only for those who see more than one. */
export const orderColumns = (): Column<OrderRow>[] => {
  const words = orders().columns;
  const columns: Column<OrderRow>[] = [
    { id: 'number', title: words.number, priority: 1, width: 'narrow', cell: (row) => <span class="mono">{row.number}</span> },
    {
      id: 'services',
      title: words.services,
      priority: 2,
      width: 'lead',
      cell: (row) => <span title={services(row)}>{services(row)}</span>,
    },
    {
      id: 'state',
      title: words.state,
      priority: 1,
      width: 'medium',
      cell: (row) => (
        <span class="thread-brief">
          <StateChip {...chipOf(row)} />
          <span class="clip soft thread-brief-step" title={stepOf(row)}>
            {stepOf(row)}
          </span>
        </span>
      ),
    },
    { id: 'customer', title: words.customer, priority: 2, cell: (row) => row.customerName },
    {
      id: 'total',
      title: words.total,
      priority: 2,
      number: true,
      width: 'narrow',
      cell: (row) => formatMoney(row.totalMinor, row.currency),
    },
    {
      id: 'placed',
      title: words.placed,
      priority: 2,
      width: 'moment',
      cell: (row) => <Moment at={row.placedAt} show="absolute" brief past />,
    },
  ];
  return me()?.customer ? columns.filter(({ id }) => id !== 'customer') : columns;
};
