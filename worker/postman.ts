import { workflowIdOf } from '../domain/process/process.js';
import { platformScope, type Database } from '../prisma/client.js';
import type { Logger } from '../runtime/log.js';
import type { MailActivities } from '../workflows/contracts/activities.js';

/**
 * A message that a process has just left to be sent, in state `sending`, and whose row in the outbox is due only after
 * {@link POSTMAN_SECONDS}: until then it's the postman's alone.
 */
export interface Letter {
  readonly messageId: string;
  /** Its timeline tells that the message was handed over. */
  readonly processId: string;
}

/**
 * Hands messages over at once, beside the process that left them. What can't be handed over, or is lost with this program, gets a
 * process of its own from the outbox, which tries for hours and tells people.
 */
export interface Postman {
  /** Returns at once. */
  post(letters: readonly Letter[]): void;
  /** Until what is being handed over is; the rest is left to the outbox. */
  stop(): Promise<void>;
}

export const POSTMAN_SECONDS = 60;
/** The mail server is waited for 40 s at most, so a letter that is begun by then is over before its process could begin. */
const WAITS_AT_MOST_MS = 15_000;
/** The engine is told of the process's end first: that is what people wait for. */
const GIVES_WAY_MS = 25;
/** As many as the mailer has connections. */
const AT_ONCE = 5;

const HANDED_OVER = `
  WITH sent AS (
    UPDATE message SET state = 'delivered', sent_to = to_address, sent_at = now(), version = version + 1
     WHERE id = $1 AND state = 'sending' RETURNING to_address),
  done AS (
    UPDATE outbox SET dispatched_at = now(), last_error = NULL WHERE workflow_id = $2 AND dispatched_at IS NULL)
  INSERT INTO timeline_event (tier1_id, channel_id, customer_id, process_id, subject_id, at, kind, params, dedupe_key)
  SELECT p.tier1_id, p.channel_id, p.customer_id, p.id, p.subject_id, now(), 'message_delivered',
         jsonb_build_object('title', p.title, 'address', sent.to_address), 'posted:' || $1::text
    FROM process p CROSS JOIN sent WHERE p.id = $3::uuid
  ON CONFLICT (dedupe_key) DO NOTHING`;

// Due at once: its process begins.
const LEFT = `UPDATE outbox SET next_attempt_at = now(), last_error = $2 WHERE workflow_id = ANY ($1) AND dispatched_at IS NULL`;

export const createPostman = (database: Database, send: MailActivities['sendMessage'], log: Logger): Postman => {
  const waiting: (Letter & { readonly until: number })[] = [];
  const atWork = new Set<Promise<void>>();
  let stopped = false;

  const handOver = async ({ messageId, processId }: Letter): Promise<void> => {
    const workflowId = workflowIdOf('message', messageId);
    try {
      await send({ messageId, to: 'main' });
    } catch (error) {
      await database.run(platformScope, LEFT, [[workflowId], error instanceof Error ? error.message.slice(0, 300) : 'unknown']);
      return;
    }
    await database.run(platformScope, HANDED_OVER, [messageId, workflowId, processId]);
  };

  const goOn = (): void => {
    while (!stopped && atWork.size < AT_ONCE) {
      const letter = waiting.shift();
      if (!letter) return;
      if (letter.until < performance.now()) continue; // the outbox comes to it
      const work = handOver(letter)
        .catch((error: unknown) => {
          log.warn({ err: error, messageId: letter.messageId }, 'a message was not handed over at once; the outbox comes to it');
        })
        .finally(() => {
          atWork.delete(work);
          goOn();
        });
      atWork.add(work);
    }
  };

  return {
    post: (letters) => {
      const until = performance.now() + WAITS_AT_MOST_MS;
      waiting.push(...letters.map((letter) => ({ ...letter, until })));
      setTimeout(goOn, GIVES_WAY_MS);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(atWork);
      const left = waiting.map(({ messageId }) => workflowIdOf('message', messageId));
      if (left.length > 0) await database.run(platformScope, LEFT, [left, null]).catch(() => undefined); // due in a minute then
    },
  };
};
