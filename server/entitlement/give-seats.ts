import { Failure } from '../../domain/failure/failure-code.js';
import { takesSeats, usableUnits, type SubscriptionState } from '../../domain/subscription/subscription.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { violates } from '../errors/violates.js';

interface Locked {
  readonly units: number;
  readonly targetUnits: number;
  readonly state: SubscriptionState;
  readonly customerId: string;
}

/**
 * Gives seats of a subscription to users of its customer (requirement B14); whoever has one keeps it. Never more than there are and will
 * be: the row is locked first, so whoever gives the last seat at the same moment, or asks for fewer units, waits. Errors: not_found,
 * state_conflict, units_exhausted.
 */
export const giveSeats = async (tx: Tx, tenant: CustomerTenant, subscriptionId: string, userIds: readonly string[]): Promise<void> => {
  const [locked] = await tx.$queryRaw<Locked[]>`
    SELECT units, target_units AS "targetUnits", state, customer_id AS "customerId" FROM subscription WHERE id = ${subscriptionId}::uuid FOR NO KEY UPDATE`;
  if (!locked || locked.customerId !== tenant.customerId) throw new Failure('not_found');
  if (!takesSeats(locked.state)) throw new Failure('state_conflict', { state: locked.state });
  const held = await tx.entitlement.findMany({ where: { subscriptionId }, select: { userId: true } });
  const holders = new Set(held.map(({ userId }) => userId));
  const fresh = [...new Set(userIds)].filter((userId) => !holders.has(userId));
  const usable = usableUnits(locked);
  if (fresh.length > 0 && holders.size + fresh.length > usable) throw new Failure('units_exhausted', { units: usable });
  try {
    await tx.entitlement.createMany({ data: fresh.map((userId) => ({ ...tenant, userId, subscriptionId })) });
  } catch (error) {
    // A user who is deleted in the same moment: its row said so only now.
    if (violates(error, 'entitlement_of_present')) throw new Failure('not_found');
    throw error;
  }
};
