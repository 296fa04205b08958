import type { OrderProgress } from '../../workflows/contracts/purchase.js';
import { statesBefore } from './order-rows.js';
import { besideParameter, type Beside } from './record-progress.js';

const [ORDER, STATE, BEFORE, UNDO, POSITION] = [
  besideParameter(1),
  besideParameter(2),
  besideParameter(3),
  besideParameter(4),
  besideParameter(5),
];

// Compare-and-set: a state that the table doesn't allow changes nothing.
const MOVED = `
  ordered AS (
    UPDATE customer_order SET state = ${STATE}::text, version = version + 1 WHERE id = ${ORDER}::uuid AND state = ANY (${BEFORE}::text[]))`;

const ENTERED = `
  entered AS (
    INSERT INTO undo_entry (id, tier1_id, channel_id, customer_id, process_id, step, position, state)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, $1::uuid, ${UNDO}::text, ${POSITION}::int, 'registered'
      FROM customer_order WHERE id = ${ORDER}::uuid AND ${UNDO}::text IS NOT NULL
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

/** An order's state and its ledger, written in one statement with its process. */
export const besideOrder = (progress: OrderProgress): Beside => ({ parts: [MOVED, ENTERED], values: valuesOf(progress) });

/** The same, answered with what the order needs. */
export const besideOpening = (progress: OrderProgress): Beside => ({ ...besideOrder(progress), answer: NEEDS });
