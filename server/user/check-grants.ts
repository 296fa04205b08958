import type { NewUser } from '../../domain/user/user-input.js';
import { actorOf } from '../context.js';
import { assertMay, type UserContext } from '../trpc.js';

/** Refuses new administrators to whoever may add users but grant no such right. Throws forbidden, confirm_identity. */
export const checkGrants = (ctx: UserContext, users: readonly NewUser[]): void => {
  if (users.some(({ role }) => role === 'customer_admin')) assertMay(ctx, 'user.grant_admin');
};

/** Who does something about which others are told by mail. */
export const teller = (ctx: UserContext): { id: string; name: string; mailHost: string } => ({
  ...actorOf(ctx.user),
  mailHost: new URL(ctx.settings.PUBLIC_URL).hostname,
});
