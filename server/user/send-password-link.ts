import { resetTtlHours } from '../../domain/user/user.js';
import type { Tx } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { armLink } from './arm-link.js';
import type { UserRow } from './find-user.js';
import { writeUserMessage } from './user-message.js';

const HOUR_MS = 3_600_000;

/** A link that has been asked for is sent again until half of its time is over: asking often neither kills it nor prolongs it. */
const livingReset = async (tx: Tx, user: UserRow): Promise<string | undefined> => {
  const until = new Date(Date.now() + (resetTtlHours * HOUR_MS) / 2);
  const link = await tx.userToken.findFirst({
    where: { userId: user.id, purpose: 'reset', usedAt: null, revokedAt: null, expiresAt: { gt: until } },
    orderBy: { createdAt: 'desc' },
  });
  return (link?.detail as { messageId?: string } | null)?.messageId;
};

/** Sends a link to choose a password: the one that is living, or a new one. Returns the message's id. */
export const sendPasswordLink = async (tx: Tx, ctx: Pick<Context, 'settings'>, user: UserRow): Promise<string> => {
  const linkOf = await livingReset(tx, user);
  const params = linkOf ? { linkOf } : undefined;
  const messageId = await writeUserMessage(tx, ctx, { user, template: 'password_reset', params, send: true });
  if (!linkOf) await armLink(tx, ctx, { messageId, purpose: 'reset', user, hours: resetTtlHours, detail: { messageId } });
  return messageId;
};
