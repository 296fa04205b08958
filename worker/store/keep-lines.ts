import { ApplicationFailure } from '@temporalio/common';
import type { LineAtVendor, VendorDates } from '../../adapters/provisioning-vendor.js';
import { undoableLines, type OrderLineState } from '../../domain/order/order.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { OrderCall } from '../../workflows/contracts/purchase.js';
import type { LineRead } from './read-order.js';
import { fits, whyUnmoved } from './record-progress.js';

/** Lines that a vendor hasn't finished with, and what may become of them. */
const OPEN: readonly OrderLineState[] = ['placed', 'provisioning', 'refused'];
const STATE_OF = { provisioning: 'provisioning', active: 'provisioned', refused: 'refused' } as const;

/** A condition on the order: the call, whose fence and run these parameters have, wasn't overtaken by a later write of its process. */
const callFits = (order: string, fence: string, run: string): string => `
  (${fence}::int[] IS NULL OR EXISTS (SELECT 1 FROM process WHERE kind = 'order' AND subject_id = ${order} AND ${fits(fence, run)}))`;
const fenceOf = ({ fence }: OrderCall): unknown[] => [fence ? [fence.run, fence.length, fence.seq] : null, fence?.runId ?? null];

// Each a compare-and-set of its rows, so that two tries at once can't cross. Bought when the vendor says, or when it's first told to be there.
const KEEP = `
  UPDATE order_line l
     SET state = a.state, vendor_ref = coalesce(a."vendorRef", l.vendor_ref), failure_code = a."failureCode", failure_note = a."failureNote",
         bought_at = coalesce(a."boughtAt", l.bought_at, CASE WHEN a.state <> 'refused' THEN now() END),
         cancellable_until = coalesce(a."cancellableUntil", l.cancellable_until), term_ends_at = coalesce(a."termEndsAt", l.term_ends_at)
    FROM jsonb_to_recordset($2::jsonb) AS a ("lineId" uuid, state text, "vendorRef" text, "failureCode" text, "failureNote" text,
           "boughtAt" timestamptz, "cancellableUntil" timestamptz, "termEndsAt" timestamptz)
   WHERE l.order_id = $1 AND l.id = a."lineId" AND l.state = ANY ($3) AND ${callFits('l.order_id', '$4', '$5')}
  RETURNING l.id, l.state, l.vendor_ref AS "vendorRef", l.failure_code AS "failureCode", to_json(l.bought_at) AS "boughtAt",
            to_json(l.cancellable_until) AS "cancellableUntil"`;

const END = `UPDATE order_line SET state = 'cancelled' WHERE order_id = $1 AND id = $2 AND state = ANY ($3)`;
const END_FAILED = `UPDATE order_line SET failure_code = $4, failure_note = $5 WHERE order_id = $1 AND id = $2 AND state = ANY ($3)`;
const REMEMBER = `
  UPDATE customer_order SET basket_ref = (coalesce(basket_ref, '{}')::jsonb || jsonb_build_object($2::text, $3::text))::text
   WHERE id = $1 AND basket_ref::jsonb ->> $2 IS NOT DISTINCT FROM $4::text AND ${callFits('customer_order.id', '$5', '$6')}
  RETURNING id`;

/** Whether the call's run has just taken the process over, so that what was kept from it is written again. */
const takesOver = async (database: Database, { orderId, fence }: OrderCall): Promise<boolean> => {
  if (!fence) return false;
  const [process] = await database.read<{ id: string }>(platformScope, "SELECT id FROM process WHERE kind = 'order' AND subject_id = $1", [
    orderId,
  ]);
  const ask = (sql: string, values: readonly unknown[]) => database.run(platformScope, sql, values);
  return process !== undefined && (await whyUnmoved(ask, { processId: process.id, fence })) === 'again';
};

const shortNote = (note: string): string => note.slice(0, 300);

/** The dates that a vendor has told of a line. */
export const datesAtVendor = ({ boughtAt, cancellableUntil, termEndsAt }: VendorDates): VendorDates => ({
  ...(boughtAt ? { boughtAt } : {}),
  ...(cancellableUntil ? { cancellableUntil } : {}),
  ...(termEndsAt ? { termEndsAt } : {}),
});

/** How a line is kept. */
export type KeptLine = Pick<LineRead, 'id' | 'state' | 'vendorRef' | 'failureCode' | 'boughtAt' | 'cancellableUntil'>;

/** Keeps what a vendor said of lines. Returns how they are kept now; one that was past it isn't among them, nor is any where the call was overtaken. */
export const keepAnswers = (database: Database, call: OrderCall, answers: readonly LineAtVendor[]): Promise<KeptLine[]> => {
  const rows = answers.map((answer) => ({
    lineId: answer.lineId,
    state: STATE_OF[answer.state],
    vendorRef: answer.vendorRef,
    ...(answer.state === 'refused' ? { failureCode: answer.failure, failureNote: shortNote(answer.note) } : datesAtVendor(answer)),
  }));
  const values = [call.orderId, JSON.stringify(rows), OPEN, ...fenceOf(call)];
  const keep = () => database.run<KeptLine>(platformScope, KEEP, values);
  return keep().then(async (kept) => (kept.length < rows.length && (await takesOver(database, call)) ? keep() : kept));
};

interface EndOfLine {
  readonly orderId: string;
  readonly lineId: string;
  readonly only: 'left_out' | undefined;
  readonly failed: unknown;
}

/** A line that has ended at the vendor is cancelled at once; one that can't be ended says why. Left-out lines of an order that goes on stay so. */
export const keepEndOfLine = async (database: Database, { orderId, lineId, only, failed }: EndOfLine): Promise<void> => {
  if (only) return;
  const line = [orderId, lineId, undoableLines];
  if (failed === undefined) await database.run(platformScope, END, line);
  else if (failed instanceof ApplicationFailure)
    await database.run(platformScope, END_FAILED, [...line, failed.type ?? 'internal', shortNote(failed.message)]);
};

interface Basket {
  readonly call: OrderCall;
  readonly vendor: string;
  readonly basketRef: string;
  /** What the call has read, and decided by. */
  readonly was: string | undefined;
}

/**
 * Keeps what a next try comes back to, beside those of other vendors: a compare-and-set against what this try has read. Of two tries at
 * once the loser stops here, before it buys anything, and the next one reads anew. So does a try whose order has gone on, to another account
 * or to its undoing.
 */
export const rememberBasket = async (database: Database, { call, vendor, basketRef, was }: Basket): Promise<void> => {
  const values = [call.orderId, vendor, basketRef, was ?? null, ...fenceOf(call)];
  const remember = async (): Promise<boolean> => (await database.run(platformScope, REMEMBER, values)).length > 0;
  if (!(await remember()) && !((await takesOver(database, call)) && (await remember())))
    throw ApplicationFailure.create({ message: 'another try has left a basket meanwhile, or the order has gone on', type: 'internal' });
};
