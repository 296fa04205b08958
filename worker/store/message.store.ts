import type { ProcessInput } from '../../domain/process/process.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Progress, StoreActivities } from '../../workflows/contracts/activities.js';
import { writeProgress } from './record-progress.js';

type MessageStore = Pick<
  StoreActivities,
  'beginMessage' | 'finishMessage' | 'failMessage' | 'recordAccountEmailMoved' | 'recordAccountEmailCalledOff'
>;

/** The reason that who called it off left in the process's row, by their id. */
const reasonOf = async (tx: Tx, { processId, events = [] }: Progress): Promise<Record<string, string>> => {
  const actorId = events[0]?.actor?.id;
  const { input } = await tx.process.findUniqueOrThrow({ where: { id: processId } });
  const reason = actorId === undefined ? undefined : (input as ProcessInput).reasons?.[actorId];
  return reason === undefined ? {} : { reason };
};

/** Writes about messages, each with its process and timeline in one transaction. */
export const createMessageStore = (database: Database): MessageStore => ({
  beginMessage: ({ messageId, processId, workflowId, runId }) =>
    database.write(platformScope, async (tx) => {
      const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const { tier1Id, channelId, customerId } = message;
      await tx.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { state: 'sending' } });
      await tx.process.createMany({
        data: [
          {
            id: processId,
            tier1Id,
            channelId,
            customerId,
            kind: 'message',
            subjectId: messageId,
            workflowId,
            runId,
            title: message.toAddress,
            state: 'running',
            step: 'sending',
          },
        ],
        skipDuplicates: true,
      });
      return { emergency: message.emergencyAddress !== null && message.emergencyAddress !== message.toAddress };
    }),

  finishMessage: ({ messageId, outcome, progress }) =>
    database.write(platformScope, async (tx) => {
      const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const address = outcome === 'delivered' ? message.toAddress : (message.emergencyAddress ?? message.toAddress);
      await tx.message.updateMany({
        where: { id: messageId, state: { in: ['sending', 'undeliverable'] } },
        data: {
          state: outcome === 'delivered' ? 'delivered' : 'delivered_to_emergency',
          sentTo: address,
          sentAt: new Date(),
          version: { increment: 1 },
        },
      });
      await writeProgress(tx, progress, { address });
    }),

  failMessage: ({ messageId, failure, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.message.updateMany({
        where: { id: messageId, state: 'sending' },
        data: { state: 'undeliverable', failureCode: failure, version: { increment: 1 } },
      });
      await writeProgress(tx, progress);
    }),

  recordAccountEmailMoved: ({ messageId, dueAt, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { dueAt, version: { increment: 1 } } });
      await writeProgress(tx, progress);
    }),

  recordAccountEmailCalledOff: ({ messageId, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { state: 'called_off', version: { increment: 1 } } });
      await writeProgress(tx, progress, await reasonOf(tx, progress));
    }),
});
