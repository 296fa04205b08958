import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { Tx } from '../../prisma/client.js';

interface Owed {
  readonly id: string;
  readonly totalMinor: bigint | number;
  readonly currency: string;
}

/**
 * Holds an order's amount on the customer's account, in one statement with the check of the limit, so that two orders at once
 * can't both pass it. False when too little is left.
 */
export const holdCredit = async (tx: Tx, tenant: CustomerTenant, order: Owed): Promise<boolean> => {
  const total = BigInt(order.totalMinor);
  const held = await tx.$executeRaw`
    UPDATE customer SET credit_used_minor = credit_used_minor + ${total}
     WHERE id = ${tenant.customerId}::uuid AND credit_currency = ${order.currency} AND credit_used_minor + ${total} <= credit_limit_minor`;
  if (held === 0) return false;
  const earlier = await tx.payment.count({ where: { orderId: order.id } });
  await tx.payment.create({
    data: {
      ...tenant,
      orderId: order.id,
      method: 'account',
      state: 'authorised',
      currency: order.currency,
      authorisedMinor: total,
      idempotencyKey: `${order.id}:account:${String(earlier)}`,
    },
  });
  return true;
};

/** Lets go of what a payment on account holds, or gives back what it took. Once, whatever is repeated. */
export const releaseCredit = async (tx: Tx, paymentId: string): Promise<void> => {
  await tx.$executeRaw`
    WITH let_go AS (
      UPDATE payment SET state = CASE state WHEN 'captured' THEN 'refunded' ELSE 'released' END,
                         refunded_minor = CASE state WHEN 'captured' THEN captured_minor ELSE 0 END, updated_at = now()
       WHERE id = ${paymentId}::uuid AND method = 'account' AND state IN ('authorised', 'captured')
      RETURNING customer_id, CASE state WHEN 'refunded' THEN captured_minor ELSE authorised_minor END AS amount)
    UPDATE customer c SET credit_used_minor = c.credit_used_minor - let_go.amount FROM let_go WHERE c.id = let_go.customer_id`;
};
