import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import type { NewUser } from '../../domain/user/user-input.js';
import { actorOf } from '../context.js';
import type { UserContext } from '../trpc.js';

/** Refuses new administrators to whoever may add users but grant no such right. Throws forbidden. */
export const checkGrants = (ctx: UserContext, users: readonly NewUser[]): void => {
  if (users.some(({ role }) => role === 'customer_admin') && !mayDo(ctx.user, 'user.grant_admin')) throw new Failure('forbidden');
};

/** Who does something about which others are told by mail. */
export const teller = (ctx: UserContext): { id: string; name: string; mailHost: string } => ({
  ...actorOf(ctx.user),
  mailHost: new URL(ctx.settings.PUBLIC_URL).hostname,
});
