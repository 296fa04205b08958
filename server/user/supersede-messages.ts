import { activeProcessStates } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import { messageSuperseded } from '../../workflows/contracts/follow-bounce.js';
import { enqueue } from '../engine/outbox.js';

const ENDED = ['delivered', 'delivered_to_emergency', 'called_off'];
const INVITING = ['account_created', 'invitation', 'activation_reminder'];

const endWaiting = async (tx: Tx, messageIds: string[]): Promise<void> => {
  if (messageIds.length === 0) return;
  const waiting = await tx.process.findMany({
    where: { kind: 'message', subjectId: { in: messageIds }, state: { in: [...activeProcessStates] } },
  });
  await enqueue(
    tx,
    waiting.map(({ workflowId }) => ({ command: 'signal', workflowId, signal: messageSuperseded.name, args: [] })),
  );
};

/** Nobody gets what was written to a user who is deleted. */
export const dropMessages = async (tx: Tx, userId: string): Promise<void> => {
  const open = await tx.message.findMany({ where: { userId, state: { notIn: ENDED } }, select: { id: true } });
  const ids = open.map(({ id }) => id);
  await endWaiting(tx, ids);
};

/** Nobody needs to look after a user's earlier invitations any more, where one of them reached nobody. */
export const supersedeMessages = async (tx: Tx, userId: string): Promise<void> => {
  const earlier = await tx.message.findMany({
    where: { userId, template: { in: INVITING }, state: { in: ['bounced', 'undeliverable'] } },
    select: { id: true },
  });
  const ids = earlier.map(({ id }) => id);
  await endWaiting(tx, ids);
};
