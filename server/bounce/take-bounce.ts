import { randomUUID } from 'node:crypto';
import type { FailedDelivery } from '../../adapters/mail/delivery-report.js';
import { followBounceType, workflowIdOf } from '../../domain/process/process.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Sending } from '../../runtime/bounce-address.js';
import { enqueue } from '../engine/outbox.js';

/** `unknown`: the message isn't there any more. */
export type TakenBounce = 'taken' | 'repeated' | 'unknown';

interface MessageRow {
  readonly tier1Id: string | null;
  readonly channelId: string | null;
  readonly customerId: string | null;
  readonly toAddress: string;
  readonly emergencyAddress: string | null;
  readonly bounces: number;
}

// Locked, so that two reports about one message get an ordinal each.
const MESSAGE = `
  SELECT m.tier1_id AS "tier1Id", m.channel_id AS "channelId", m.customer_id AS "customerId", m.to_address AS "toAddress",
         m.emergency_address AS "emergencyAddress", (SELECT count(*)::int FROM message_bounce b WHERE b.message_id = m.id) AS bounces
    FROM message m WHERE m.id = $1::uuid FOR UPDATE`;

/** Staff's and resellers' mails have no customer, no other address and no process: that it bounced is all there is to be said. */
const noteOnly = async (tx: Tx, messageId: string): Promise<TakenBounce> => {
  const { count } = await tx.message.updateMany({
    where: { id: messageId, state: { in: ['sending', 'delivered'] } },
    data: { state: 'bounced', failureCode: 'mail_bounced', version: { increment: 1 } },
  });
  return count > 0 ? 'taken' : 'repeated';
};

/**
 * Writes down that a sending came back, once, with the start of the process that acts on it. When this returns it is durable; what a
 * process of the message does meanwhile, and whether there still is one, doesn't matter to it.
 */
export const takeBounce = (database: Database, { messageId, to, round }: Sending, report: FailedDelivery): Promise<TakenBounce> =>
  database.write(platformScope, async (tx) => {
    const [message] = await tx.$queryRawUnsafe<MessageRow[]>(MESSAGE, messageId);
    if (!message) return 'unknown';
    const { toAddress, emergencyAddress, bounces, tier1Id, channelId, customerId } = message;
    if (tier1Id === null || channelId === null || customerId === null) return noteOnly(tx, messageId);
    const tenant = { tier1Id, channelId, customerId };
    const id = randomUUID();
    const address = to === 'main' ? toAddress : (emergencyAddress ?? toAddress);
    const { count } = await tx.messageBounce.createMany({
      data: [{ id, ...tenant, messageId, round, sentTo: to, address, ...report }],
      skipDuplicates: true,
    });
    if (count === 0) return 'repeated';
    const args = [{ bounceId: id, messageId, processId: id }];
    // The message's own process is the first; each bounce's is one more.
    const workflowId = workflowIdOf('message', messageId, bounces + 2);
    await enqueue(tx, [{ command: 'start', workflowId, workflowType: followBounceType, args }]);
    return 'taken';
  });
