import type { OrderNeeds } from '../../domain/order/order.js';
import type { Tx } from '../../prisma/client.js';

/** What an order needs before its vendors can be asked. */
export const needsOf = async (
  tx: Tx,
  order: { readonly vendorTenantId: string | null; readonly paymentMethod: string },
): Promise<OrderNeeds> => {
  const tenant = order.vendorTenantId ? await tx.vendorTenant.findUniqueOrThrow({ where: { id: order.vendorTenantId } }) : undefined;
  return {
    method: order.paymentMethod === 'card' ? 'card' : 'account',
    tenant: tenant !== undefined && tenant.state !== 'ready',
    agreement: tenant !== undefined && tenant.agreedAt === null,
  };
};
