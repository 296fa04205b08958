import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Role } from '../../domain/permission/permissions.js';
import { mayApproveReset, mayManageStaff } from '../../domain/staff/staff.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { factorResetHours } from '../../domain/user/second-factor.js';
import { platformScope, type Tx } from '../../prisma/client.js';
import { dropFactor } from '../factor/reset-factor.procedure.js';
import { tellFactorChange } from '../factor/tell-factor-change.js';
import { dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import type { UserRow } from '../user/find-user.js';
import { findStaff, recordStaffDeed } from './find-staff.js';
import { takesTwo } from './takes-two.js';

const CONFIRM_WITHIN_MS = 2_000;
const HOUR_MS = 3_600_000;

const takeAway = async (tx: Tx, ctx: UserContext, user: UserRow, reason: string): Promise<string> => {
  await dropFactor(tx, user, new Date());
  await recordStaffDeed(tx, ctx, user, { action: 'user.reset_factor', reason });
  return tellFactorChange(tx, ctx, user, 'reset');
};

/** Notes that somebody asks for it; what was asked before and ran out makes room. Throws process_running while another one waits. */
const askFor = async (tx: Tx, ctx: UserContext, user: UserRow, reason: string): Promise<void> => {
  if (user.factorSince === null) throw new Failure('state_conflict', { state: user.state });
  const now = new Date();
  await tx.factorReset.updateMany({
    where: { userId: user.id, state: 'asked', expiresAt: { lte: now } },
    data: { state: 'called_off', settledBy: ctx.user.id, settledAt: now },
  });
  const { count } = await tx.factorReset.createMany({
    data: [
      { id: randomUUID(), userId: user.id, reason, askedBy: ctx.user.id, expiresAt: new Date(now.getTime() + factorResetHours * HOUR_MS) },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new Failure('process_running');
  await recordStaffDeed(tx, ctx, user, { action: 'user.ask_factor_reset', reason });
};

/**
 * Takes the lost second factor of somebody of the staff or of a reseller away, who is told by mail (C18). An operator's, or that
 * of one who was lately, is only asked for: another person has to approve it within a day. Errors: forbidden for oneself, and for support
 * unless it is such a one;
 * state_conflict, process_running.
 */
export const resetStaffFactor = dearProcedureFor('staff.factor', 'mail')
  .input(z.strictObject({ id: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input: { id, reason } }) => {
    if (id === ctx.user.id) throw new Failure('forbidden');
    const messageId = await ctx.database.write(platformScope, async (tx) => {
      const user = await findStaff(tx, id);
      if (await takesTwo(tx, id)) {
        await askFor(tx, ctx, user, reason);
        return undefined;
      }
      if (!mayManageStaff(ctx.user, { id, role: user.role as Role })) throw new Failure('forbidden');
      return takeAway(tx, ctx, user, reason);
    });
    if (messageId) await ctx.outbox.dispatchNow([`message/${messageId}`], CONFIRM_WITHIN_MS);
    return { state: messageId ? ('done' as const) : ('asked' as const) };
  });

/** Settles what was asked for, if it still waits: of two who do so at one moment the second comes too late. */
const settle = async (tx: Tx, ctx: UserContext, id: string, state: 'approved' | 'called_off') => {
  const asked = await tx.factorReset.findUnique({ where: { id } });
  if (!asked) throw new Failure('not_found');
  if (state === 'approved' && !mayApproveReset(ctx.user, asked)) throw new Failure('forbidden');
  const now = new Date();
  const { count } = await tx.factorReset.updateMany({
    where: { id, state: 'asked', expiresAt: { gt: now } },
    data: { state, settledBy: ctx.user.id, settledAt: now },
  });
  if (count === 0) throw new Failure('too_late');
  return { asked, user: await findStaff(tx, asked.userId) };
};

/** The second person's word: the operator's factor is taken away. Errors: forbidden for who asked and whose it is, too_late, not_found. */
export const approveFactorReset = procedureFor('staff.factor')
  .input(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx, input: { id } }) => {
    const messageId = await ctx.database.write(platformScope, async (tx) => {
      const { asked, user } = await settle(tx, ctx, id, 'approved');
      return takeAway(tx, ctx, user, asked.reason);
    });
    await ctx.outbox.dispatchNow([`message/${messageId}`], CONFIRM_WITHIN_MS);
    return { ok: true };
  });

/** Calls off what was asked for. Errors: too_late, not_found. */
export const callOffFactorReset = procedureFor('staff.factor')
  .input(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input: { id } }) =>
    ctx.database.write(platformScope, async (tx) => {
      const { user } = await settle(tx, ctx, id, 'called_off');
      await recordStaffDeed(tx, ctx, user, { action: 'user.call_off_factor_reset' });
      return { ok: true };
    }),
  );
