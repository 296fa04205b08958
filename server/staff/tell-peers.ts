import type { Tx } from '../../prisma/client.js';
import { actorOf } from '../context.js';
import type { UserContext } from '../trpc.js';
import type { UserRow } from '../user/find-user.js';
import { writeUserMessage } from '../user/user-message.js';

/** A mail each; more operators, or administrators of one channel, than there are. */
const MOST_TOLD = 50;

/** Tells the others of a kind, operators or the administrators of a channel, that there is a new one, and by whom. Returns the messages. */
export const tellPeers = async (tx: Tx, ctx: UserContext, added: UserRow): Promise<string[]> => {
  if (added.role === 'support') return [];
  const peers = await tx.appUser.findMany({
    where: {
      role: added.role,
      channelId: added.channelId,
      customerId: null,
      state: { in: ['ready', 'locked'] },
      passwordHash: { not: null },
      deletedAt: null,
      id: { not: added.id },
    },
    orderBy: { createdAt: 'asc' },
    take: MOST_TOLD,
  });
  const params = { names: `${added.firstName} ${added.lastName}`, by: actorOf(ctx.user).name, path: '/staff' };
  const told: string[] = [];
  for (const user of peers) told.push(await writeUserMessage(tx, ctx, { user, template: 'administrator_added', params, send: true }));
  return told;
};
