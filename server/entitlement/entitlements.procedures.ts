import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { usableUnits, type SubscriptionSource, type SubscriptionState } from '../../domain/subscription/subscription.js';
import type { Tx } from '../../prisma/client.js';
import { giveSeats } from './give-seats.js';
import { writeAudit } from '../audit/write-audit.js';
import { isLivingSql, namedSubscription, seatsInUse, subscriptionNames } from '../subscription/subscription-sql.js';
import { procedureFor } from '../trpc.js';
import { customerOf } from '../user/users.procedures.js';

export interface ServiceRow {
  id: string;
  nameEn: string;
  nameIt: string;
  unitType: string;
  source: SubscriptionSource;
  units: number;
  targetUnits: number;
  used: number;
  state: SubscriptionState;
}

/** The services of a customer, assigned and bought, with how many units are free (B14). */
export const services = procedureFor('user.read')
  .input(z.object({ customerId: z.uuid().optional() }))
  .query(({ ctx, input }) =>
    ctx.database.read<ServiceRow>(
      ctx.scope,
      `
      SELECT s.id, ${subscriptionNames}, s.source, s.units, s.target_units AS "targetUnits", s.state, ${seatsInUse} AS used
        FROM ${namedSubscription} WHERE s.customer_id = $1 AND ${isLivingSql('s')} ORDER BY s.created_at, s.id`,
      [customerOf(ctx, input.customerId)],
    ),
  );

const changes = z.strictObject({
  subscriptionId: z.uuid(),
  assign: z.array(z.uuid()).max(500).default([]),
  withdraw: z.array(z.uuid()).max(500).default([]),
});

/** Users of the customer as they stay until the seats are given: whoever deletes one meanwhile waits, and frees them. Throws not_found, state_conflict. */
const holdUsers = async (tx: Tx, customerId: string, ids: readonly string[]): Promise<void> => {
  const wanted = [...new Set(ids)];
  const users = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM app_user WHERE id = ANY (${wanted}::uuid[]) AND customer_id = ${customerId}::uuid AND deleted_at IS NULL ORDER BY id FOR SHARE`;
  if (users.length < wanted.length) throw new Failure('not_found');
  if (users.some(({ state }) => state === 'disabled')) throw new Failure('state_conflict', { state: 'disabled' });
};

/** Assigns a service to users and takes it from others in one act (B14), never beyond its units. Errors: units_exhausted, not_found, state_conflict. */
export const changeEntitlements = procedureFor('entitlement.write')
  .input(changes)
  .mutation(({ ctx, input: { subscriptionId, assign, withdraw } }) =>
    ctx.database.write(ctx.scope, async (tx) => {
      const subscription = await tx.subscription.findUnique({ where: { id: subscriptionId } });
      if (!subscription) throw new Failure('not_found');
      const tenant = { tier1Id: subscription.tier1Id, channelId: subscription.channelId, customerId: subscription.customerId };
      await holdUsers(tx, tenant.customerId, assign);
      const { count: withdrawn } = await tx.entitlement.deleteMany({ where: { subscriptionId, userId: { in: withdraw } } });
      if (assign.length > 0) await giveSeats(tx, tenant, subscriptionId, assign);
      await writeAudit(tx, ctx, [
        { action: 'entitlement.change', subjectType: 'subscription', subjectId: subscriptionId, tenant, after: { assign, withdraw } },
      ]);
      const used = await tx.entitlement.count({ where: { subscriptionId } });
      return { withdrawn, used, free: Math.max(0, usableUnits(subscription) - used) };
    }),
  );
