import { Failure } from '../../domain/failure/failure-code.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import { platformScope } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { FieldFailure } from '../errors/issues-of.js';
import type { UserContext } from '../trpc.js';
import { findCandidate, recordRefusal, type Candidate } from '../user/sign-in-attempts.js';
import { takeCode } from './take-code.js';
import { tellFactorChange } from './tell-factor-change.js';

/** A recovery code that is used is told of by mail: whoever finds the list would be noticed. */
const noteRecovery = (ctx: Context, userId: string): Promise<void> =>
  ctx.database.write(platformScope, async (tx) => {
    const user = await tx.appUser.findUniqueOrThrow({ where: { id: userId } });
    const { tier1Id, channelId, customerId, firstName, lastName } = user;
    await tx.auditEntry.create({
      data: {
        tier1Id,
        channelId,
        customerId,
        actorId: userId,
        actorName: `${firstName} ${lastName}`,
        action: 'user.use_recovery_code',
        subjectType: 'user',
        subjectId: userId,
        after: { left: await tx.recoveryCode.count({ where: { userId, usedAt: null } }) },
        address: ctx.address,
        requestId: ctx.requestId,
      },
    });
    await tellFactorChange(tx, ctx, user, 'recovery_used');
  });

/**
 * Looks at a code of a user's and uses it up. A wrong one counts as a wrong password does: it is in the login history, and too many
 * lock the user. Fault at `field`: code_wrong; rate_limited.
 */
export const checkCode = async (ctx: Context, candidate: Candidate, code: string, field: string): Promise<void> => {
  const { id } = candidate;
  await ctx.codeLimiter.attempt(id).catch(async (error: unknown) => {
    await recordRefusal(ctx, candidate, 'not_taken');
    throw error;
  });
  const kind = await takeCode(ctx.database, ctx.settings, id, code);
  if (!kind) {
    await recordRefusal(ctx, candidate, 'wrong_code');
    throw new FieldFailure([{ path: [field], code: 'code_wrong' }]);
  }
  await ctx.codeLimiter.succeeded(id);
  if (kind === 'recovery') await noteRecovery(ctx, id);
};

/** Asks somebody who is signed in, the actor of one who acts as another, for a code. Errors as of {@link checkCode}. */
export const checkOwnCode = async (ctx: UserContext, code: string, field: string): Promise<void> => {
  const { identity } = ctx.user;
  const candidate = identity && (await findCandidate(ctx, loginNameKey(identity.loginName)));
  if (!candidate) throw new Failure('not_signed_in');
  await checkCode(ctx, candidate, code, field);
};
