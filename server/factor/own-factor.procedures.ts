import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { enrolmentMinutes, factorCode, isAppCode } from '../../domain/user/second-factor.js';
import type { FactorChange } from '../../domain/message/message.js';
import { platformScope, type Tx } from '../../prisma/client.js';
import { seal, unseal } from '../../runtime/sealed-secret.js';
import { writeAudit } from '../audit/write-audit.js';
import { FieldFailure } from '../errors/issues-of.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { recordOwnDeed, tenantPlace, type UserRow } from '../user/find-user.js';
import { renewSession } from '../user/renew-session.js';
import { enrolmentOf, newAppSecret, stepOfCode } from './app-codes.js';
import { FACTOR_PURPOSE, giveRecoveryCodes } from './take-code.js';
import { tellFactorChange } from './tell-factor-change.js';

const KINDS = { begun: 'user_begin_factor', removed: 'user_remove_factor', codes_renewed: undefined } as const;
type OwnChange = Extract<FactorChange, keyof typeof KINDS>;

const STAND = `
  SELECT u.factor_since AS "since", (SELECT count(*)::int FROM recovery_code r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodesLeft"
    FROM app_user u WHERE u.id = $1`;

/** How one's own second factor stands: since when, how many recovery codes are left, and whether one may do without. */
export const ownFactor = procedureFor('self').query(async ({ ctx: { user, database } }) => {
  if (user.impersonated) throw new Failure('forbidden');
  const [row] = await database.read<{ since: string | null; recoveryCodesLeft: number }>(platformScope, STAND, [user.id]);
  return {
    since: row?.since ?? null,
    recoveryCodesLeft: row?.recoveryCodesLeft ?? 0,
    isRequired: (user.identity?.isRequired ?? false) && user.role !== 'customer_user',
    dueAt: user.identity?.factorDueAt ?? null,
  };
});

/** Begins a second factor, or another one in place of the present: what the app reads. It counts once its first code is given. */
export const beginFactor = procedureFor('factor.own').mutation(async ({ ctx: { user, database, settings } }) => {
  const secret = newAppSecret();
  const { keyId, sealed } = seal(settings.PAYLOAD_KEYS, FACTOR_PURPOSE, user.id, secret);
  const pending = { userId: user.id, state: 'pending' };
  await database.write(platformScope, async (tx) => {
    const data = { keyId, secret: sealed, lastStep: 0n, createdAt: new Date() };
    await tx.secondFactor.upsert({ where: { userId_state: pending }, create: { ...pending, ...data }, update: data });
  });
  return enrolmentOf(secret, user.loginName);
});

const recordOwn = async (tx: Tx, ctx: UserContext, user: UserRow, change: OwnChange): Promise<void> => {
  const tenant = tenantPlace(user);
  await writeAudit(tx, ctx, [{ action: `user.factor_${change}`, subjectType: 'user', subjectId: user.id, tenant }]);
  const kind = KINDS[change];
  if (kind && tenant?.customerId) await recordOwnDeed(tx, { ...tenant, customerId: tenant.customerId }, user, kind);
  await tellFactorChange(tx, ctx, user, change);
};

/** The pending secret becomes the one that counts, if the code is its own and fresh. Returns false for a wrong code. */
const takePending = async (tx: Tx, ctx: UserContext, code: string): Promise<boolean> => {
  const { id: userId } = ctx.user;
  await tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
  const pending = await tx.secondFactor.findUnique({ where: { userId_state: { userId, state: 'pending' } } });
  if (!pending || pending.createdAt.getTime() < Date.now() - enrolmentMinutes * 60_000) throw new Failure('challenge_over');
  const secret = unseal(ctx.settings.PAYLOAD_KEYS, FACTOR_PURPOSE, userId, { keyId: pending.keyId, sealed: pending.secret });
  const step = isAppCode(code) ? stepOfCode(secret, code, Date.now()) : undefined;
  if (step === undefined) return false;
  await tx.secondFactor.deleteMany({ where: { userId, state: 'active' } });
  await tx.secondFactor.update({
    where: { userId_state: { userId, state: 'pending' } },
    data: { state: 'active', lastStep: BigInt(step) },
  });
  return true;
};

/**
 * Confirms a factor with the app's first code: from now on one is asked for, every other session ends, and the recovery codes are told
 * this once. Faults at `code`: code_wrong; challenge_over after a quarter of an hour; rate_limited.
 */
export const confirmFactor = procedureFor('factor.own')
  .input(z.strictObject({ code: factorCode }))
  .mutation(async ({ ctx, input: { code } }) => {
    const { user, database, address } = ctx;
    await ctx.codeLimiter.attempt(user.id);
    const begun = await database.write(platformScope, async (tx) => {
      if (!(await takePending(tx, ctx, code))) return undefined;
      const recoveryCodes = await giveRecoveryCodes(tx, user.id);
      const changed = await tx.appUser.update({
        where: { id: user.id },
        data: { factorSince: new Date(), factorDueAt: null, version: { increment: 1 } },
      });
      await recordOwn(tx, ctx, changed, 'begun');
      return { recoveryCodes, epoch: changed.sessionEpoch };
    });
    if (!begun) throw new FieldFailure([{ path: ['code'], code: 'code_wrong' }]);
    await ctx.codeLimiter.succeeded(user.id);
    await renewSession(ctx.request, { userId: user.id, address, epoch: begun.epoch, despiteLock: true });
    return { recoveryCodes: begun.recoveryCodes };
  });

/** Whoever has no factor can't change it. Throws state_conflict. */
const withFactor = (ctx: UserContext): void => {
  if (!ctx.user.identity?.hasFactor) throw new Failure('state_conflict', { state: 'none' });
};

/** New recovery codes; the older ones are void. Error: state_conflict without a factor. */
export const renewRecoveryCodes = procedureFor('factor.own').mutation(({ ctx }) => {
  withFactor(ctx);
  return ctx.database.write(platformScope, async (tx) => {
    const user = await tx.appUser.findUniqueOrThrow({ where: { id: ctx.user.id } });
    const recoveryCodes = await giveRecoveryCodes(tx, user.id);
    await recordOwn(tx, ctx, user, 'codes_renewed');
    return { recoveryCodes };
  });
});

/** Takes one's own factor away, where none is required; every other session ends. Errors: forbidden, state_conflict. */
export const removeFactor = procedureFor('factor.own').mutation(async ({ ctx }) => {
  const { user, database, address } = ctx;
  withFactor(ctx);
  if (user.identity?.isRequired && user.role !== 'customer_user') throw new Failure('forbidden');
  const epoch = await database.write(platformScope, async (tx) => {
    const changed = await tx.appUser.update({ where: { id: user.id }, data: { factorSince: null, version: { increment: 1 } } });
    await recordOwn(tx, ctx, changed, 'removed');
    return changed.sessionEpoch;
  });
  await renewSession(ctx.request, { userId: user.id, address, epoch, despiteLock: true });
  return { ok: true };
});
