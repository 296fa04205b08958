import type { CardProcessor } from '../../adapters/card-processor/card-processor.js';
import { comparePayment, type OurPayment, type ProcessorPayment } from '../../domain/reconcile/compare-payment.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import {
  found,
  inStages,
  placeByPlace,
  stopOf,
  tenantColumns,
  tenantOf,
  unnamed,
  type Bounds,
  type Comparison,
  type Found,
  type Slice,
} from './comparison.js';
import type { Turn } from './compare-vendor.js';

type Row = OurPayment & CustomerTenant & { readonly processorRef: string; readonly key: string };

/** Holds end after a week, and what is given back is seldom given back later than this. */
const DAYS_BACK = 60;
const DAY_MS = 86_400_000;

const ROW = `
  SELECT t.id, t.order_id AS "orderId", o.state AS "orderState", t.state, t.captured_minor AS "capturedMinor", t.refunded_minor AS "refundedMinor",
         t.processor_ref AS "processorRef", t.idempotency_key AS key, o.version || '/' || t.state || '/' || t.updated_at AS version, ${tenantColumns}
    FROM payment t JOIN customer_order o ON o.id = t.order_id`;
const SETTLED_FOR = "t.updated_at < now() - $2 * interval '1 millisecond'";
const BY_KEY = `${ROW} WHERE t.idempotency_key = ANY ($1)`;
const OPEN = `
  ${ROW} WHERE t.method = 'card' AND t.state IN ('pending', 'requires_action', 'authorised') AND t.processor_ref IS NOT NULL AND t.id > $1::uuid AND ${SETTLED_FOR}
   ORDER BY t.id LIMIT $3`;
const SETTLED = `SELECT t.id FROM payment t WHERE t.id = ANY ($1::uuid[]) AND ${SETTLED_FOR}`;

const LEAST = '00000000-0000-0000-0000-000000000000';

const compareOne = (place: string, row: Row, there: ProcessorPayment | undefined): Found[] =>
  comparePayment(row, there).map((each) => found(place, tenantOf(row), each));

/** Payments of orders by card and the processor's, both ways. Ours are found there by the key in what we said when they were made. */
export const compareCards = (database: Database, cards: CardProcessor, turn: Turn): Comparison => {
  const ofPayment = ({ id }: Row): string => `payment:${id}`;

  /** What we have as open: the processor is asked about each. */
  const compareOpen = async (after: string | undefined, bounds: Bounds): Promise<Slice> => {
    const rows = await database.read<Row>(platformScope, OPEN, [after ?? LEAST, bounds.settledForMs, bounds.rows]);
    const look = async (row: Row) => {
      await turn();
      return { compared: 1, found: compareOne(ofPayment(row), row, await cards.look(row.processorRef)) };
    };
    return placeByPlace(rows, bounds, { keyOf: ({ id }) => id, nameOf: ofPayment, look });
  };

  /** What the processor has, of ours and of others. */
  const compareListed = async (after: string | undefined, { settledForMs, passOver }: Bounds): Promise<Slice> => {
    const [since = '', from] = after?.split(',') ?? [new Date(Date.now() - DAYS_BACK * DAY_MS).toISOString()];
    let page: Awaited<ReturnType<CardProcessor['list']>>;
    try {
      await turn();
      page = await cards.list({ since, after: from });
    } catch (error) {
      const end = { compared: 0, places: [], unread: [], found: [] };
      return passOver ? { ...end, unread: ['payments'], next: undefined } : { ...end, next: after, stopped: stopOf(error) };
    }
    const rows = await database.read<Row>(platformScope, BY_KEY, [page.payments.flatMap(({ key }) => key ?? [])]);
    const settled = new Set(
      (await database.read<{ id: string }>(platformScope, SETTLED, [rows.map(({ id }) => id), settledForMs])).map(({ id }) => id),
    );
    const all = page.payments.flatMap((there): Found[] => {
      // What others have the processor do isn't ours to look at.
      if (there.key === undefined) return [];
      const row = rows.find(({ key }) => key === there.key);
      if (row) return settled.has(row.id) ? compareOne(ofPayment(row), row, there) : [];
      const detail = { state: there.state, capturedMinor: there.capturedMinor, refundedMinor: there.refundedMinor };
      return there.state === 'held' || there.state === 'captured'
        ? [unnamed(`there:${there.ref}`, { cause: 'unknown_payment', object: there.ref, detail })]
        : [];
    });
    const places = [...rows.map(ofPayment), ...page.payments.map(({ ref }) => `there:${ref}`)];
    return {
      compared: page.payments.length,
      places,
      unread: [],
      found: all,
      next: page.next === undefined ? undefined : `${since},${page.next}`,
    };
  };

  return inStages('card', [
    { name: 'open', compare: compareOpen },
    { name: 'listed', compare: compareListed },
  ]);
};
