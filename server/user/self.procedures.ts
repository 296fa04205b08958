import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { passwordLength } from '../../domain/user/user.js';
import { platformScope } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { hashPassword } from '../security/password.js';
import { hashSessionId } from '../session/session-store.js';
import { dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import { checkOwnPassword } from './check-own-password.js';
import { checkPasswordContext, newPassword } from './new-password.js';
import { recordOwnDeed } from './find-user.js';
import { renewSession } from './renew-session.js';
import { writeUserMessage } from './user-message.js';

/** One's own affairs are not another's to do in one's name. */
const notImpersonated = (ctx: UserContext): void => {
  if (ctx.user.impersonated) throw new Failure('forbidden');
};

/** Changes one's own password, with the old one (B18); every other session ends. Faults at `oldPassword`; rate_limited after too many. */
export const changeOwnPassword = dearProcedureFor('self', 'hash')
  .input(
    z.strictObject({
      oldPassword: z.string({ error: 'required' }).min(1, { error: 'required' }).max(passwordLength.max, { error: 'too_long' }),
      newPassword,
    }),
  )
  .mutation(async ({ ctx, input }) => {
    notImpersonated(ctx);
    const { user, database, address } = ctx;
    await checkOwnPassword(ctx, input.oldPassword, 'oldPassword');
    checkPasswordContext(input.newPassword, { loginName: user.loginName, firstName: user.displayName }, 'newPassword');
    const passwordHash = await hashPassword(input.newPassword);
    const epoch = await database.write(platformScope, async (tx) => {
      const changed = await tx.appUser.update({
        where: { id: user.id },
        data: { passwordHash, version: { increment: 1 }, updatedAt: new Date() },
      });
      const { tier1Id, channelId, customerId } = changed;
      const tenant = tier1Id && channelId && customerId ? { tier1Id, channelId, customerId } : undefined;
      await writeAudit(tx, ctx, [{ action: 'user.change_own_password', subjectType: 'user', subjectId: user.id, tenant }]);
      if (tenant) await recordOwnDeed(tx, tenant, changed, 'user_change_own_password');
      await writeUserMessage(tx, ctx, { user: changed, template: 'password_changed', send: true });
      return changed.sessionEpoch;
    });
    // Of whoever has a second factor the password alone proves too little: what its code was given for stays as old as it is.
    const proof = user.identity?.hasFactor ? { confirmedAt: user.identity.confirmedAt } : {};
    await renewSession(ctx.request, { userId: user.id, address, epoch, despiteLock: true, ...proof });
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
    const { id: userId } = ctx.user;
    const current = Buffer.from(hashSessionId(ctx.request.sessionID));
    if (input.id !== undefined) {
      const ended = await ctx.database.run(
        platformScope,
        `DELETE FROM session WHERE user_id = $1 AND id_hash <> $2 AND id_hash = decode($3, 'hex') RETURNING 1`,
        [userId, current, input.id],
      );
      return { ended: ended.length };
    }
    const { ended, epoch } = await ctx.database.write(platformScope, async (tx) => {
      const others = await tx.session.count({
        where: { userId, idHash: { not: hashSessionId(ctx.request.sessionID) }, expiresAt: { gt: new Date() } },
      });
      const { sessionEpoch } = await tx.appUser.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } } });
      return { ended: others, epoch: sessionEpoch };
    });
    // The new epoch has no session yet; this browser gets one, with another id.
    const confirmedAt = ctx.user.identity?.confirmedAt ?? null;
    await renewSession(ctx.request, { userId, address: ctx.address, epoch, despiteLock: true, confirmedAt });
    return { ended };
  });
