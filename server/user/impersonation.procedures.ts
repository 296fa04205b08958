import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayImpersonate, type Role } from '../../domain/permission/permissions.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { impersonationMinutes } from '../../domain/user/user.js';
import { writeAudit } from '../audit/write-audit.js';
import { beginActing, endActing } from '../session/acting.js';
import { procedureFor } from '../trpc.js';
import { findCustomerUser } from './find-user.js';
import { recordImpersonation } from './sign-in-attempts.js';

/** Acts as another user for a limited time (B20). Only downward in rights and within the caller's scope. Errors: forbidden, state_conflict. */
export const startImpersonation = procedureFor('user.impersonate')
  .input(z.strictObject({ userId: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input: { userId, reason } }) => {
    const until = new Date(Date.now() + impersonationMinutes * 60_000).toISOString();
    const { user } = await ctx.database.write(ctx.scope, async (tx) => {
      const found = await findCustomerUser(tx, userId);
      if (!mayImpersonate(ctx.user.role, found.user.role as Role)) throw new Failure('forbidden');
      if (found.user.state !== 'ready') throw new Failure('state_conflict', { state: found.user.state });
      await writeAudit(tx, ctx, [
        { action: 'user.impersonate', subjectType: 'user', subjectId: userId, tenant: found.tenant, after: { until }, reason },
      ]);
      return found;
    });
    const who = { id: user.id, tier1_id: user.tier1Id, channel_id: user.channelId, customer_id: user.customerId };
    const begun = await beginActing(ctx.database, ctx.request.sessionID, { actorId: ctx.user.id, userId, until, reason });
    if (!begun) throw new Failure('state_conflict', { state: user.state });
    await recordImpersonation(ctx, who, ctx.user.id);
    return { until };
  });

/** Goes back to being oneself; nothing happens when one is. */
export const stopImpersonation = procedureFor('self').mutation(async ({ ctx }) => {
  await endActing(ctx.database, ctx.request.sessionID);
  return { ok: true };
});
