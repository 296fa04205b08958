import { ApplicationFailure } from '@temporalio/common';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { tenantRowOf } from '../../prisma/tenant-row.js';
import type { Prisma } from '../../prisma/generated/client.js';
import type { Tx } from '../../prisma/client.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import { tenantOf, type OrderRow } from './order-rows.js';

/** What a person left in the order's row to be put right, by its id. */
interface OrderInput {
  readonly corrections?: Readonly<Record<string, { readonly change: unknown; readonly reason: string; readonly actorName: string }>>;
  readonly applied?: readonly string[];
}

/** Carries a correction that was left in the order's row into the order, once, and keeps the difference in the audit log. */
export const correctOrderInput = async (tx: Tx, order: OrderRow, correctionId: string, actor: Actor): Promise<void> => {
  const input = order.input as OrderInput;
  if (input.applied?.includes(correctionId)) return;
  const left = input.corrections?.[correctionId];
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
      input: { ...input, applied: [...(input.applied ?? []), correctionId] } as Prisma.InputJsonObject,
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
    },
  });
};
