import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { deriveLinkToken, hashToken } from '../../runtime/link-token.js';
import type { Context } from '../context.js';
import type { UserRow } from './find-user.js';

const HOUR_MS = 3_600_000;

/** The customer of a user; undefined for staff. */
export const tenantOf = (user: UserRow): CustomerTenant | undefined =>
  user.tier1Id && user.channelId && user.customerId
    ? { tier1Id: user.tier1Id, channelId: user.channelId, customerId: user.customerId }
    : undefined;

/** Writes a token for a message's link; older ones of the same purpose are dead. */
export const armLink = async (
  tx: Tx,
  ctx: Pick<Context, 'settings'>,
  link: { messageId: string; purpose: 'reset' | 'address' | 'domain'; user: UserRow; hours: number; detail?: object },
): Promise<void> => {
  const now = new Date();
  const { purpose, user } = link;
  await tx.userToken.updateMany({ where: { userId: user.id, purpose, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
  await tx.userToken.create({
    data: {
      tokenHash: hashToken(deriveLinkToken(ctx.settings.TOKEN_SECRET, purpose, link.messageId)),
      purpose,
      userId: user.id,
      tier1Id: user.tier1Id,
      channelId: user.channelId,
      customerId: user.customerId,
      detail: link.detail,
      expiresAt: new Date(now.getTime() + link.hours * HOUR_MS),
    },
  });
};
