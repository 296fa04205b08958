import { initTRPC, TRPCError } from '@trpc/server';
import { Failure, failureKinds } from '../domain/failure/failure-code.js';
import { confirmation, mayDo, type Permission } from '../domain/permission/permissions.js';
import type { Scope } from '../prisma/client.js';
import { scopeOf, type Context, type SignedInUser } from './context.js';
import { failureOf } from './errors/failure-of.js';
import { issuesOf } from './errors/issues-of.js';
import type { Dear } from './security/dear-limits.js';

interface Meta {
  /** What the caller's role must allow. */
  readonly permission: Permission;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false, // no stacks in answers, whatever NODE_ENV says
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ shape, error, ctx }) => {
      const failure = failureOf(error);
      return {
        code: shape.code,
        message: failure.code,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          failure: { code: failure.code, params: failure.params },
          issues: issuesOf(error),
          errorId: ctx?.requestId,
        },
      };
    },
  });

export const router = t.router;

/** Expected failures get their tRPC code; the unexpected is logged once, with the id that the user can quote. */
const translateFailures = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const failure = failureOf(result.error);
  if (failure.code === 'internal') ctx.log.error({ err: result.error, path, requestId: ctx.requestId }, 'procedure failed');
  if (result.error.cause instanceof Failure || failure.code === 'database_unreachable' || failure.code === 'engine_unreachable') {
    throw new TRPCError({ code: failureKinds[failure.code].trpc, message: failure.code, cause: failure });
  }
  return result;
});

const assertMayDo = (user: SignedInUser | undefined, permission: Permission | undefined): void => {
  if (permission === undefined || !mayDo(user, permission))
    throw new Failure(user || permission === undefined ? (user?.factorOverdue ? 'factor_required' : 'forbidden') : 'not_signed_in');
  if (confirmation[permission] === 'asked' && !user?.identity?.isConfirmed) throw new Failure('confirm_identity');
};

/** As at a procedure's door, for what only some inputs ask for. Errors: forbidden, confirm_identity. */
export const assertMay = ({ user }: Pick<UserContext, 'user'>, permission: Permission): void => assertMayDo(user, permission);

/** Whether whoever sits there has just proved who they are, for what only some inputs ask for. Error: confirm_identity. */
export const assertConfirmed = ({ user }: Pick<UserContext, 'user'>): void => {
  if (!user.identity?.isConfirmed) throw new Failure('confirm_identity');
};

const authorise = t.middleware(({ next, ctx, meta }) => {
  assertMayDo(ctx.user, meta?.permission);
  return next();
});

// One middleware for both: each costs every request as much as the check itself.
const authoriseUser = t.middleware(({ next, ctx, meta }) => {
  assertMayDo(ctx.user, meta?.permission);
  if (!ctx.user) throw new Failure('not_signed_in');
  const user: SignedInUser = ctx.user;
  const scope: Scope = scopeOf(user);
  return next({ ctx: { user, scope } });
});

/** The only ways to make a procedure: each names its permission, so none can be without one. */
export const publicProcedure = t.procedure.meta({ permission: 'public' }).use(translateFailures).use(authorise);
export const procedureFor = (permission: Exclude<Permission, 'public'>) =>
  t.procedure.meta({ permission }).use(translateFailures).use(authoriseUser);

/** As {@link procedureFor}, for what is dear: counted against who asks and their tenant before anything is done. Error: rate_limited. */
export const dearProcedureFor = (permission: Exclude<Permission, 'public'>, costs: Dear) =>
  procedureFor(permission).use(async ({ next, ctx }) => {
    await ctx.dear.spend(ctx.user, costs);
    return next();
  });

/** The context of a procedure behind a permission. */
export type UserContext = Context & { readonly user: SignedInUser; readonly scope: Scope };
