import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { platformScope } from '../../prisma/client.js';
import { hashToken } from '../../runtime/link-token.js';
import { userActivated } from '../../workflows/contracts/activate-user.js';
import { enqueue } from '../engine/outbox.js';
import { hashPassword } from '../security/password.js';
import { publicProcedure } from '../trpc.js';
import { tenantPlace } from './find-user.js';
import { checkPasswordContext, newPassword } from './new-password.js';
import { renewSession } from './renew-session.js';
import { eventOf } from './sign-in-attempts.js';
import { supersedeMessages } from './supersede-messages.js';
import { checkToken, useToken } from './use-token.js';

const token = z.string().max(100);

const TOKEN = `
  SELECT t.id, t.expires_at <= now() AS expired, t.used_at IS NOT NULL AS used, t.revoked_at IS NOT NULL AS revoked, u.login_name, u.language
    FROM user_token t JOIN app_user u ON u.id = t.user_id LEFT JOIN customer c ON c.id = t.customer_id
   WHERE t.token_hash = $1 AND t.purpose = 'activation' AND (c.id IS NULL OR c.state = 'active')`;

/** What an activation link is worth. A link that was never ours is `unknown`. */
export const activation = publicProcedure.input(z.object({ token })).query(async ({ ctx, input }) => {
  const [row] = await ctx.database.read<{ expired: boolean; used: boolean; revoked: boolean; login_name: string; language: 'en' | 'it' }>(
    platformScope,
    TOKEN,
    [Buffer.from(hashToken(input.token))],
  );
  if (!row) return { state: 'unknown' as const };
  if (row.used) return { state: 'used' as const };
  if (row.revoked) return { state: 'revoked' as const };
  if (row.expired) return { state: 'expired' as const };
  return { state: 'valid' as const, loginName: row.login_name, language: row.language };
});

/** Follows an activation link: sets the password, makes the user Ready, signs in. Used once, whoever comes twice. Error: token_invalid. */
export const activate = publicProcedure.input(z.strictObject({ token, password: newPassword })).mutation(async ({ ctx, input }) => {
  checkPasswordContext(input.password, await checkToken(ctx.database, input.token, 'activation'));
  const passwordHash = await hashPassword(input.password);
  const activated = await ctx.database.write(platformScope, async (tx) => {
    const now = new Date();
    const link = await useToken(tx, input.token, 'activation');
    const changed = await tx.appUser.updateMany({
      where: { id: link.userId, state: 'not_activated' },
      data: { state: 'ready', passwordHash, version: { increment: 1 }, updatedAt: now },
    });
    if (changed.count === 0) throw new Failure('token_invalid');
    const user = await tx.appUser.findUniqueOrThrow({ where: { id: link.userId } });
    const { tenant } = link;
    const actorName = `${user.firstName} ${user.lastName}`;
    if (tenant)
      await tx.timelineEvent.create({
        data: {
          ...tenant,
          subjectId: user.id,
          kind: 'user_activated' satisfies TimelineKind,
          params: { name: actorName },
          actorId: user.id,
          actorName,
          dedupeKey: `activated:${link.id}`,
        },
      });
    await tx.auditEntry.create({
      data: {
        ...tenantPlace(user),
        actorId: user.id,
        actorName,
        action: 'user.activate',
        subjectType: 'user',
        subjectId: user.id,
        before: { state: 'not_activated' },
        after: { state: 'ready' },
        address: ctx.address,
        requestId: ctx.requestId,
      },
    });
    await supersedeMessages(tx, user.id);
    const running = await tx.process.findFirst({
      where: { kind: 'activation', subjectId: user.id, state: { in: [...activeProcessStates] } },
    });
    if (running) await enqueue(tx, [{ command: 'signal', workflowId: running.workflowId, signal: userActivated.name, args: [] }]);
    return {
      id: user.id,
      epoch: user.sessionEpoch,
      tier1_id: user.tier1Id,
      channel_id: user.channelId,
      customer_id: user.customerId,
    };
  });
  const { id: userId, epoch } = activated;
  await renewSession(ctx.request, { userId, address: ctx.address, epoch, event: eventOf(ctx, activated, 'signed_in') });
  return { ok: true };
});
