import { Failure } from '../../domain/failure/failure-code.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import { FieldFailure } from '../errors/issues-of.js';
import { verifyPassword } from '../security/password.js';
import type { UserContext } from '../trpc.js';
import { findCandidate, recordRefusal } from './sign-in-attempts.js';

/**
 * Asks whoever sits there for the password again: the actor of one who acts as another. A wrong one counts as at signing in: it is in the login history, too many lock the
 * user, and then none is looked at. Faults at `field`: password_wrong; rate_limited.
 */
export const checkOwnPassword = async (ctx: UserContext, password: string, field: string): Promise<void> => {
  const key = loginNameKey(ctx.user.identity?.loginName ?? ctx.user.loginName);
  await ctx.signInLimiter.attempt(key, ctx.address);
  const candidate = await findCandidate(ctx, key);
  if (!(await ctx.guesses.admit(key))) {
    await recordRefusal(ctx, candidate, 'not_taken');
    throw new Failure('rate_limited');
  }
  if (!(await verifyPassword(candidate?.password_hash, password))) {
    await recordRefusal(ctx, candidate, 'wrong');
    throw new FieldFailure([{ path: [field], code: 'password_wrong' }]);
  }
  await Promise.all([ctx.signInLimiter.succeeded(key, ctx.address), ctx.guesses.right(key)]);
};
