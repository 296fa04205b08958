import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Tx } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { procedureFor } from '../trpc.js';
import { findCustomerUser } from '../user/find-user.js';
import { customerOf } from '../user/users.procedures.js';

export interface ServiceRow {
  id: string;
  nameEn: string;
  nameIt: string;
  unitType: string;
  units: number;
  used: number;
  state: string;
}

/** The services of a customer with how many units are free (B14). */
export const services = procedureFor('user.read')
  .input(z.object({ customerId: z.uuid().optional() }))
  .query(({ ctx, input }) =>
    ctx.database.read<ServiceRow>(
      ctx.scope,
      `
      SELECT l.id, pr.name_en || ' · ' || p.name_en AS "nameEn", pr.name_it || ' · ' || p.name_it AS "nameIt", pr.unit_type AS "unitType", l.units, l.state,
             (SELECT count(*)::int FROM entitlement e WHERE e.licence_id = l.id) AS used
        FROM licence l JOIN plan p ON p.id = l.plan_id JOIN product pr ON pr.id = p.product_id
       WHERE l.customer_id = $1 AND l.state <> 'ended' ORDER BY l.created_at, l.id`,
      [customerOf(ctx, input.customerId)],
    ),
  );

const assignOne = async (tx: Tx, licenceId: string, userId: string): Promise<void> => {
  const { user, tenant } = await findCustomerUser(tx, userId);
  if (user.state === 'disabled') throw new Failure('state_conflict', { state: user.state });
  // Locked first: two administrators who assign the last unit at the same moment wait for each other.
  const [licence] = await tx.$queryRaw<
    { units: number; state: string; customer_id: string }[]
  >`SELECT units, state, customer_id FROM licence WHERE id = ${licenceId}::uuid FOR UPDATE`;
  if (!licence || licence.customer_id !== tenant.customerId) throw new Failure('not_found');
  if (licence.state === 'ended' || licence.state === 'ending') throw new Failure('state_conflict', { state: licence.state });
  const used = await tx.entitlement.count({ where: { licenceId } });
  const { count } = await tx.entitlement.createMany({ data: [{ ...tenant, userId, licenceId }], skipDuplicates: true });
  if (count > 0 && used >= licence.units) throw new Failure('units_exhausted', { units: licence.units });
};

const changes = z.strictObject({
  licenceId: z.uuid(),
  assign: z.array(z.uuid()).max(500).default([]),
  withdraw: z.array(z.uuid()).max(500).default([]),
});

/** Assigns a service to users and takes it from others in one act (B14), never beyond its units. Errors: units_exhausted, not_found, state_conflict. */
export const changeEntitlements = procedureFor('entitlement.write')
  .input(changes)
  .mutation(({ ctx, input: { licenceId, assign, withdraw } }) =>
    ctx.database.write(ctx.scope, async (tx) => {
      const licence = await tx.licence.findUnique({ where: { id: licenceId } });
      if (!licence) throw new Failure('not_found');
      const { count: withdrawn } = await tx.entitlement.deleteMany({ where: { licenceId, userId: { in: withdraw } } });
      for (const userId of assign) await assignOne(tx, licenceId, userId);
      const tenant = { tier1Id: licence.tier1Id, channelId: licence.channelId, customerId: licence.customerId };
      await writeAudit(tx, ctx, [
        { action: 'entitlement.change', subjectType: 'licence', subjectId: licenceId, tenant, after: { assign, withdraw } },
      ]);
      const used = await tx.entitlement.count({ where: { licenceId } });
      return { withdrawn, used, free: licence.units - used };
    }),
  );
