import { ApplicationFailure } from '@temporalio/common';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { tenantRowOf } from '../../records/tenant/tenant-row.js';
import type { Tx } from '../../prisma/client.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import { tenantOf, type OrderRow } from './order-rows.js';

/** Where corrections of servers from before commands were rows are, by their ids. */
interface OrderInput {
  readonly corrections?: Readonly<Record<string, { readonly change: unknown; readonly reason: string; readonly actorName: string }>>;
}

const leftBy = async (tx: Tx, order: OrderRow, id: string) => {
  const command = await tx.command.findUnique({ where: { id } });
  if (!command) return (order.input as OrderInput).corrections?.[id];
  const { change } = command.input as { change?: unknown };
  return { change, reason: command.reason ?? '', actorName: command.actorName };
};

/** Carries a correction, which its command's row holds, into the order, and keeps the difference in the audit log. Idempotent by that entry. */
export const correctOrderInput = async (tx: Tx, order: OrderRow, correctionId: string, actor: Actor): Promise<void> => {
  const where = { subjectId: order.id, action: 'order.correct', commandId: correctionId };
  if ((await tx.auditEntry.count({ where })) > 0) return;
  const left = await leftBy(tx, order, correctionId);
  const parsed = orderCorrection.safeParse(left?.change);
  if (!left || !parsed.success) throw ApplicationFailure.nonRetryable('no such correction', 'input_invalid');
  const { tenant, payment } = parsed.data;
  const vendorTenantId = tenant ? await tenantRowOf(tx, tenantOf(order), tenant) : order.vendorTenantId;
  const paid = payment
    ? { paymentMethod: payment.method, cardRef: payment.method === 'card' ? payment.cardRef : null }
    : { paymentMethod: order.paymentMethod, cardRef: order.cardRef };
  await tx.order.update({
    where: { id: order.id },
    data: {
      vendorTenantId,
      ...paid,
      version: { increment: 1 },
    },
  });
  await tx.auditEntry.create({
    data: {
      ...tenantOf(order),
      actorId: actor.id,
      actorName: left.actorName,
      action: 'order.correct',
      subjectType: 'order',
      subjectId: order.id,
      before: { vendorTenantId: order.vendorTenantId, paymentMethod: order.paymentMethod, cardRef: order.cardRef },
      after: { vendorTenantId, ...paid },
      reason: left.reason,
      commandId: correctionId,
    },
  });
};
