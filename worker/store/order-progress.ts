import { orderSteps } from '../../domain/order/order.js';
import type { OrderProgress } from '../../workflows/contracts/purchase.js';
import { statesBefore } from './order-rows.js';
import { besideParameter, whenMoved, type Beside } from './record-progress.js';

const [ORDER, STATE, BEFORE, UNDO, POSITION] = [
  besideParameter(1),
  besideParameter(2),
  besideParameter(3),
  besideParameter(4),
  besideParameter(5),
];

// Compare-and-set: a state that the table doesn't allow changes nothing.
const moved = (onlyIf: string): string => `
  ordered AS (
    UPDATE customer_order SET state = ${STATE}::text, version = version + 1
     WHERE id = ${ORDER}::uuid AND state = ANY (${BEFORE}::text[]) AND ${onlyIf})`;

const entered = (onlyIf: string): string => `
  entered AS (
    INSERT INTO undo_entry (id, tier1_id, channel_id, customer_id, process_id, step, position, state)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, $1::uuid, ${UNDO}::text, ${POSITION}::int, 'registered'
      FROM customer_order WHERE id = ${ORDER}::uuid AND ${onlyIf}
    ON CONFLICT (process_id, position) DO NOTHING)`;

const NEEDS = `
  SELECT CASE o.payment_method WHEN 'card' THEN 'card' ELSE 'account' END AS method,
         t.id IS NOT NULL AND t.state <> 'ready' AS tenant, t.id IS NOT NULL AND t.agreed_at IS NULL AS agreement
    FROM customer_order o LEFT JOIN vendor_tenant t ON t.id = o.vendor_tenant_id WHERE o.id = ${ORDER}::uuid`;

const valuesOf = ({ orderId, orderState, undo }: OrderProgress): unknown[] => [
  orderId,
  orderState ?? null,
  orderState ? statesBefore(orderState) : [],
  undo?.by ?? null,
  undo?.position ?? null,
];

/** Says of which type parameters are that perhaps no part has. */
const GIVEN = `
  given_of_order AS (SELECT ${ORDER}::uuid, ${STATE}::text, ${BEFORE}::text[], ${UNDO}::text, ${POSITION}::int)`;

const partsOf = (progress: OrderProgress, onlyIf = whenMoved(progress)): string[] => [
  ...(progress.orderState ? [moved(onlyIf)] : []),
  ...(progress.undo ? [entered(whenMoved(progress))] : []),
];

/** An order's state and its ledger, written in one statement with its process. */
export const besideOrder = (progress: OrderProgress): Beside => ({ parts: [GIVEN], then: partsOf(progress), values: valuesOf(progress) });

const BEFORE_IT = besideParameter(6);
const NOT_PAST_IT = `EXISTS (
  SELECT 1 FROM process b WHERE b.id = $1::uuid AND b.state <> 'needs_attention' AND b.step = ANY (${BEFORE_IT}::text[]))`;

/**
 * A step as its first call writes it, answered with what `answer` selects of the order, given the parameter that has its id, as it was
 * before. The engine may try that call again, and the earlier try may write late: its fence decides. Calls from before there were
 * fences go by the step: where the order is past it, or stands still at it, nothing is written.
 */
export const besideBeginning = (progress: OrderProgress, answer: (order: string) => string): Beside => {
  const steps: readonly string[] = orderSteps;
  // The bank is awaited inside these two, so there it's no step before them.
  const awaits = progress.step === 'authorising_payment' || progress.step === 'charging';
  const upToIt = ['queued', 'opening', ...(awaits ? [] : ['awaiting_payment']), ...steps.slice(0, steps.indexOf(progress.step) + 1)];
  const onlyIf = progress.fence ? 'true' : NOT_PAST_IT;
  return {
    parts: [GIVEN, `given_before AS (SELECT ${BEFORE_IT}::text[])`],
    then: partsOf(progress, progress.fence ? whenMoved(progress) : NOT_PAST_IT),
    values: [...valuesOf(progress), upToIt],
    onlyIf,
    isMoving: true,
    answer: answer(ORDER),
  };
};

/** The same, answered with what the order needs. */
export const besideOpening = (progress: OrderProgress): Beside => ({ ...besideOrder(progress), answer: NEEDS });
