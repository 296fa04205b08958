import { activeProcessStates } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import { messageSuperseded } from '../../workflows/contracts/follow-bounce.js';
import { enqueue } from '../engine/outbox.js';

const INVITING = ['account_created', 'invitation', 'activation_reminder'];

/** Nobody needs to look after a user's earlier invitations any more, where one of them reached nobody. */
export const supersedeMessages = async (tx: Tx, userId: string): Promise<void> => {
  const earlier = await tx.message.findMany({
    where: { userId, template: { in: INVITING }, state: { in: ['bounced', 'undeliverable'] } },
    select: { id: true },
  });
  if (earlier.length === 0) return;
  const waiting = await tx.process.findMany({
    where: { kind: 'message', subjectId: { in: earlier.map(({ id }) => id) }, state: { in: [...activeProcessStates] } },
  });
  await enqueue(
    tx,
    waiting.map(({ workflowId }) => ({ command: 'signal', workflowId, signal: messageSuperseded.name, args: [] })),
  );
};
