import type { ProcessInput } from '../../domain/process/process.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Progress, StoreActivities } from '../../workflows/contracts/activities.js';
import { besideParameter, progressStatement, writeProgress } from './record-progress.js';

type MessageStore = Pick<
  StoreActivities,
  'beginMessage' | 'finishMessage' | 'failMessage' | 'recordAccountEmailMoved' | 'recordAccountEmailCalledOff'
>;

/** The reason of who called it off, for the timeline: it is in the command's row, or was left in the process' by servers from before. */
const reasonOf = async (tx: Tx, { processId, events = [] }: Progress): Promise<Record<string, string>> => {
  const actorId = events[0]?.actor?.id;
  if (actorId === undefined) return {};
  const where = { processId, actorId, kind: 'account_email.call_off' };
  const command = await tx.command.findFirst({ where, orderBy: { askedAt: 'desc' } });
  const { input } = await tx.process.findUniqueOrThrow({ where: { id: processId } });
  const reason = command?.reason ?? (input as ProcessInput).reasons?.[actorId];
  return reason === undefined ? {} : { reason };
};

// Its process begins with it; one that has begun stays as it is.
const BEGIN = `
  WITH begun AS (UPDATE message SET state = 'sending' WHERE id = $1::uuid AND state = 'queued'),
  process AS (
    INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, run_id, protocol, title, state, step)
    SELECT $2::uuid, tier1_id, channel_id, customer_id, 'message', id, $3, $4, $5, to_address, 'running', 'sending' FROM message
     WHERE id = $1::uuid AND customer_id IS NOT NULL -- staff's and resellers' belong to nobody's processes
    ON CONFLICT DO NOTHING)
  SELECT emergency_address IS NOT NULL AND emergency_address <> to_address AS emergency FROM message WHERE id = $1::uuid`;

interface Addresses {
  readonly main: string;
  readonly emergency: string | null;
}

const ADDRESSES = 'SELECT to_address AS main, emergency_address AS emergency FROM message WHERE id = $1';

const SENT = `
  sent AS (
    UPDATE message SET state = ${besideParameter(2)}::text, sent_to = ${besideParameter(3)}::text, sent_at = now(), version = version + 1
     WHERE id = ${besideParameter(1)}::uuid AND state IN ('sending', 'undeliverable'))`;

/** Writes about messages, each with its process and timeline in one transaction. */
export const createMessageStore = (database: Database): MessageStore => ({
  beginMessage: async ({ messageId, processId, workflowId, runId, protocol = 'updates' }) => {
    const [message] = await database.run<{ emergency: boolean }>(platformScope, BEGIN, [messageId, processId, workflowId, runId, protocol]);
    if (!message) throw new Error(`there is no message ${messageId}`);
    return message;
  },

  finishMessage: async ({ messageId, outcome, progress }) => {
    const [message] = await database.read<Addresses>(platformScope, ADDRESSES, [messageId]);
    if (!message) throw new Error(`there is no message ${messageId}`);
    const address = outcome === 'delivered' ? message.main : (message.emergency ?? message.main);
    const state = outcome === 'delivered' ? 'delivered' : 'delivered_to_emergency';
    const { sql, values } = progressStatement(progress, { address }, { parts: [SENT], values: [messageId, state, address] });
    await database.run(platformScope, sql, values);
  },

  failMessage: ({ messageId, failure, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.message.updateMany({
        where: { id: messageId, state: 'sending' },
        data: { state: 'undeliverable', failureCode: failure, round: { increment: 1 }, version: { increment: 1 } },
      });
      await writeProgress(tx, progress);
    }),

  recordAccountEmailMoved: ({ messageId, dueAt, progress }) =>
    database.write(platformScope, async (tx) => {
      if (!(await writeProgress(tx, progress))) return;
      await tx.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { dueAt, version: { increment: 1 } } });
    }),

  recordAccountEmailCalledOff: ({ messageId, progress }) =>
    database.write(platformScope, async (tx) => {
      if (!(await writeProgress(tx, progress, await reasonOf(tx, progress)))) return;
      await tx.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { state: 'called_off', version: { increment: 1 } } });
    }),
});
