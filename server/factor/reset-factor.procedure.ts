import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { Tx } from '../../prisma/client.js';
import { dearProcedureFor } from '../trpc.js';
import { findCustomerUser, recordUserDeed, type UserRow } from '../user/find-user.js';
import { tellFactorChange } from './tell-factor-change.js';

const CONFIRM_WITHIN_MS = 2_000;

/**
 * Takes a lost factor away: its secrets go and every session ends, by the database's own rule, and where one is required, nothing but
 * another one is allowed at the next sign-in. Throws state_conflict when there is none.
 */
export const dropFactor = async (tx: Tx, user: UserRow, now: Date): Promise<void> => {
  const { count } = await tx.appUser.updateMany({
    where: { id: user.id, factorSince: { not: null }, deletedAt: null },
    data: { factorSince: null, factorDueAt: now, version: { increment: 1 }, updatedAt: now },
  });
  if (count === 0) throw new Failure('state_conflict', { state: user.state });
};

/** Takes the lost second factor of a customer's user away, who is told by mail (requirement C18). Errors: forbidden for oneself, state_conflict. */
export const resetFactor = dearProcedureFor('factor.reset', 'mail')
  .input(z.strictObject({ id: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input: { id, reason } }) => {
    if (id === ctx.user.id) throw new Failure('forbidden'); // one's own is removed with a code
    const messageId = await ctx.database.write(ctx.scope, async (tx) => {
      const found = await findCustomerUser(tx, id);
      await dropFactor(tx, found.user, new Date());
      await recordUserDeed(tx, ctx, found, { action: 'user.reset_factor', reason });
      return tellFactorChange(tx, ctx, found.user, 'reset');
    });
    await ctx.outbox.dispatchNow([`message/${messageId}`], CONFIRM_WITHIN_MS);
    return { ok: true };
  });
