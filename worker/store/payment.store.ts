import { ApplicationFailure } from '@temporalio/common';
import { paymentStates, paymentTransitions, type PaymentState } from '../../domain/order/order.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { OrderRead, PaymentRead } from './read-order.js';

/** What a step changes of a payment; amounts in minor units. */
export interface PaymentChanges {
  readonly state: PaymentState;
  readonly processorRef?: string | null;
  readonly actionUrl?: string | null;
  readonly failureCode?: string;
  readonly capturedMinor?: number;
  readonly refundedMinor?: number;
}

const COLUMNS: Readonly<Record<keyof PaymentChanges, string>> = {
  state: 'state',
  processorRef: 'processor_ref',
  actionUrl: 'action_url',
  failureCode: 'failure_code',
  capturedMinor: 'captured_minor',
  refundedMinor: 'refunded_minor',
};

/** States from which the table lets a payment come to `to`, and that one itself: repeating a write is harmless. */
const statesBefore = (to: PaymentState): PaymentState[] =>
  paymentStates.filter((from) => from === to || paymentTransitions[from].includes(to));

/**
 * Compare-and-set: a payment only comes to a state from one that the table names. One that has gone another way meanwhile, by another
 * try, is an error that the engine tries again: the next try reads it anew.
 */
export const setPayment = async (database: Database, id: string, changes: PaymentChanges): Promise<void> => {
  const changed = Object.entries(changes) as [keyof PaymentChanges, unknown][];
  const columns = changed.map(([name], index) => `${COLUMNS[name]} = $${String(index + 3)}`).join(', ');
  const values = [id, statesBefore(changes.state), ...changed.map(([, value]) => value)];
  const sql = `UPDATE payment SET ${columns}, updated_at = now() WHERE id = $1 AND state = ANY ($2) RETURNING id`;
  const kept = await database.run(platformScope, sql, values);
  if (kept.length === 0)
    throw ApplicationFailure.create({ message: `the payment can't become ${changes.state} any more`, type: 'internal' });
};

// A second one that is alive is refused by the table.
const CREATE = `
  INSERT INTO payment (id, tier1_id, channel_id, customer_id, order_id, method, state, currency, authorised_minor, idempotency_key)
  SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, 'card', 'pending', currency, total_minor, $2 FROM customer_order WHERE id = $1
  RETURNING id, method, state, currency, authorised_minor AS "authorisedMinor", captured_minor AS "capturedMinor", processor_ref AS "processorRef",
            idempotency_key AS "idempotencyKey"`;

/** The payment by the card that an order names, before the processor is asked. */
export const createCardPayment = async (database: Database, order: OrderRead, key: string): Promise<PaymentRead> => {
  const [payment] = await database.run<PaymentRead>(platformScope, CREATE, [order.id, key]);
  if (!payment) throw new Error(`there is no order ${order.id}`);
  return payment;
};
