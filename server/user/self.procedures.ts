import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { passwordLength } from '../../domain/user/user.js';
import { platformScope } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { FieldFailure } from '../errors/issues-of.js';
import { hashPassword, verifyPassword } from '../security/password.js';
import { hashSessionId } from '../session/session-store.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { newPassword } from './new-password.js';
import { recordOwnDeed } from './find-user.js';
import { renewSession } from './renew-session.js';
import { writeUserMessage } from './user-message.js';

/** One's own affairs are not another's to do in one's name. */
const notImpersonated = (ctx: UserContext): void => {
  if (ctx.user.impersonated) throw new Failure('forbidden');
};

/** Changes one's own password, with the old one (B18); every other session ends. Faults at `oldPassword`; rate_limited after too many. */
export const changeOwnPassword = procedureFor('self')
  .input(
    z.strictObject({
      oldPassword: z.string({ error: 'required' }).min(1, { error: 'required' }).max(passwordLength.max, { error: 'too_long' }),
      newPassword,
    }),
  )
  .mutation(async ({ ctx, input }) => {
    notImpersonated(ctx);
    const { user, database, address } = ctx;
    await ctx.signInLimiter.attempt(user.loginName.toLowerCase(), address);
    const [row] = await database.read<{ password_hash: string | null }>(platformScope, 'SELECT password_hash FROM app_user WHERE id = $1', [
      user.id,
    ]);
    if (!(await verifyPassword(row?.password_hash, input.oldPassword))) {
      throw new FieldFailure([{ path: ['oldPassword'], code: 'password_wrong' }]);
    }
    await ctx.signInLimiter.succeeded(user.loginName.toLowerCase(), address);
    const passwordHash = await hashPassword(input.newPassword);
    await database.write(platformScope, async (tx) => {
      const changed = await tx.appUser.update({
        where: { id: user.id },
        data: { passwordHash, version: { increment: 1 }, updatedAt: new Date() },
      });
      await tx.session.deleteMany({ where: { userId: user.id } });
      const { tier1Id, channelId, customerId } = changed;
      const tenant = tier1Id && channelId && customerId ? { tier1Id, channelId, customerId } : undefined;
      await writeAudit(tx, ctx, [{ action: 'user.change_own_password', subjectType: 'user', subjectId: user.id, tenant }]);
      if (!tenant) return;
      await recordOwnDeed(tx, tenant, changed, 'user_change_own_password');
      await writeUserMessage(tx, ctx, { tenant, user: changed, template: 'password_changed', send: true });
    });
    await renewSession(ctx.request, user.id, address);
    return { ok: true };
  });

/** The caller's open sessions, newest first; `current` is the one that asks. */
export const ownSessions = procedureFor('self').query(async ({ ctx }) => {
  notImpersonated(ctx);
  const rows = await ctx.database.read<{
    id: string;
    createdAt: string;
    lastSeenAt: string;
    address: string | null;
    browser: string | null;
    current: boolean;
  }>(
    platformScope,
    `
    SELECT encode(id_hash, 'hex') AS id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", address, browser, id_hash = $2 AS current
      FROM session WHERE user_id = $1 AND expires_at > now() ORDER BY last_seen_at DESC LIMIT 100`,
    [ctx.user.id, Buffer.from(hashSessionId(ctx.request.sessionID))],
  );
  return rows;
});

/** Ends one of the caller's other sessions, or all of them ("sign out everywhere else"). */
export const endOwnSessions = procedureFor('self')
  .input(
    z.strictObject({
      id: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    notImpersonated(ctx);
    const current = Buffer.from(hashSessionId(ctx.request.sessionID));
    const rows = await ctx.database.read<{ id_hash: Buffer }>(
      platformScope,
      `DELETE FROM session WHERE user_id = $1 AND id_hash <> $2 AND ($3::text IS NULL OR id_hash = decode($3, 'hex')) RETURNING id_hash`,
      [ctx.user.id, current, input.id ?? null],
    );
    return { ended: rows.length };
  });
