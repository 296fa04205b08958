import { activationReminderHours } from '../../domain/user/user.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { writeUserMessage } from '../user/user-message.js';

/** Of one look; the next one comes to the rest. */
const MOST_AT_ONCE = 50;

interface OpenLink {
  readonly id: string;
  readonly userId: string;
  /** The invitation that carries it. */
  readonly messageId: string | null;
}

// An older link is revoked by a newer one, and each by whatever changes its user: what is open here is the only one. Servers that look
// at the same time share them out.
const openLinks = (due: string, mark: string): string => `
  SELECT t.id, t.user_id AS "userId",
         (SELECT m.id FROM message m WHERE m.user_id = t.user_id AND m.template = 'invitation' ORDER BY m.created_at DESC LIMIT 1) AS "messageId"
    FROM user_token t JOIN app_user u ON u.id = t.user_id
   WHERE t.purpose = 'activation' AND t.customer_id IS NULL AND t.used_at IS NULL AND t.revoked_at IS NULL AND ${due}
     AND u.customer_id IS NULL AND u.state = 'not_activated' AND u.deleted_at IS NULL AND NOT coalesce(t.detail, '{}') ? '${mark}'
   LIMIT ${String(MOST_AT_ONCE)} FOR UPDATE OF t SKIP LOCKED`;

const ENDS_SOON = openLinks(`t.expires_at BETWEEN now() AND now() + interval '${String(activationReminderHours)} hours'`, 'reminded');
const HAS_ENDED = openLinks("t.expires_at < now() AND t.expires_at > now() - interval '7 days'", 'ended');

const marked = (tx: Tx, { id }: OpenLink, mark: string): Promise<unknown> =>
  tx.$executeRawUnsafe(
    `UPDATE user_token SET detail = coalesce(detail, '{}') || jsonb_build_object($2::text, now()) WHERE id = $1::uuid`,
    id,
    mark,
  );

/** Who invited somebody last, as the audit log has it. */
const inviterOf = async (tx: Tx, userId: string) => {
  const entry = await tx.auditEntry.findFirst({
    where: { subjectId: userId, action: { in: ['staff.invite', 'user.resend_activation'] } },
    orderBy: { at: 'desc' },
  });
  const inviter = entry?.actorId ? { id: entry.actorId, customerId: null, deletedAt: null, state: { in: ['ready', 'locked'] } } : undefined;
  return inviter && tx.appUser.findFirst({ where: inviter });
};

/** Notes that an invitation has run out, in the audit log and by mail to whoever sent it. */
const tellEnd = async (tx: Tx, ctx: Pick<Context, 'settings'>, link: OpenLink): Promise<void> => {
  const user = await tx.appUser.findUniqueOrThrow({ where: { id: link.userId } });
  const { tier1Id, channelId, id, email } = user;
  const subject = { tier1Id, channelId, subjectType: 'user', subjectId: id };
  await tx.auditEntry.create({ data: { ...subject, actorName: 'workflow', action: 'user.invitation_expired', after: { to: email } } });
  const inviter = await inviterOf(tx, id);
  const params = { names: `${user.firstName} ${user.lastName}`, path: `/staff/${id}` };
  if (inviter) await writeUserMessage(tx, ctx, { user: inviter, template: 'invitation_expired', params, send: true });
};

/**
 * Invitations of staff and resellers, who belong to no customer and so have no process: their link's time is watched here. Twelve hours
 * before its end they are reminded; at its end whoever invited them is told. Each once, however many servers look.
 */
export const watchStaffInvitations = (database: Database, ctx: Pick<Context, 'settings'>): Promise<void> =>
  database.write(platformScope, async (tx) => {
    for (const link of await tx.$queryRawUnsafe<OpenLink[]>(ENDS_SOON)) {
      await marked(tx, link, 'reminded');
      if (link.messageId === null) continue;
      const user = await tx.appUser.findUniqueOrThrow({ where: { id: link.userId } });
      await writeUserMessage(tx, ctx, { user, template: 'activation_reminder', params: { linkOf: link.messageId }, send: true });
    }
    for (const link of await tx.$queryRawUnsafe<OpenLink[]>(HAS_ENDED)) {
      await marked(tx, link, 'ended');
      await tellEnd(tx, ctx, link);
    }
  });
