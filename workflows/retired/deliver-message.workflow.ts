import { ApplicationFailure, condition, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { retryMessage, type DeliverMessageInput, type DeliverMessageResult } from '../contracts/deliver-message.js';
import { messageSuperseded } from '../contracts/follow-bounce.js';
import type { Actor } from '../contracts/open-customer.js';
import { entryKeys } from '../entry-keys.js';
import { failureOf, throughOurOutages } from '../failure-of.js';
import { onUpdate } from './on-update.js';
import { mail, store } from '../proxies.js';

/** How long an undeliverable message waits for a person before it is given up. */
const WAIT_FOR_PERSON = '30 days';

/**
 * One e-mail on its way: to the main address; if that refuses it or takes too long, to the emergency
 * address; if that fails too, it waits for a person.
 */
export async function deliverMessage(input: DeliverMessageInput): Promise<DeliverMessageResult> {
  const nextKey = entryKeys();
  let waitingForPerson = false;
  let retriedBy: Actor | undefined;
  let superseded = false;
  setHandler(messageSuperseded, () => {
    superseded = true;
  });
  const mustWait = () => {
    if (!waitingForPerson || retriedBy) throw ApplicationFailure.nonRetryable('the message is not waiting for a person', 'state_conflict');
  };
  onUpdate(retryMessage, mustWait, ({ actor }) => {
    retriedBy = actor;
  });
  const { workflowId, runId } = workflowInfo();
  const { emergency } = await store.beginMessage({ messageId: input.messageId, processId: input.processId, workflowId, runId });

  for (;;) {
    const attempt = await tryAddresses(input, emergency, nextKey);
    if (attempt.outcome !== 'undeliverable') return attempt;
    waitingForPerson = true;
    const again = await condition(() => retriedBy !== undefined || superseded, WAIT_FOR_PERSON);
    waitingForPerson = false;
    if (again && retriedBy === undefined) return supersede(input, attempt.failure, nextKey());
    if (!again) return giveUp(input, attempt.failure, nextKey());
    await store.recordProgress({
      processId: input.processId,
      state: 'running',
      step: 'sending',
      events: [{ kind: 'message_retried', key: nextKey(), actor: retriedBy }],
    });
    retriedBy = undefined;
  }
}

const tryAddresses = async (input: DeliverMessageInput, emergency: boolean, nextKey: () => string): Promise<DeliverMessageResult> => {
  const main = await trySend(input, 'main');
  if (main === undefined) return finish(input, 'delivered', nextKey());
  if (!emergency) return park(input, main, nextKey());
  await store.recordProgress({
    processId: input.processId,
    state: 'running',
    step: 'sending_to_emergency',
    failure: main,
    events: [{ kind: 'message_bounced', key: nextKey(), params: { failure: main } }],
  });
  const fallback = await trySend(input, 'emergency');
  return fallback === undefined ? finish(input, 'emergency', nextKey()) : park(input, fallback, nextKey());
};

/** Sends to one address. Undefined: it was taken. */
const trySend = async ({ messageId }: DeliverMessageInput, to: 'main' | 'emergency'): Promise<FailureCode | undefined> => {
  try {
    await throughOurOutages(() => mail.sendMessage({ messageId, to }));
    return undefined;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return failureOf(error, 'mail_unreachable');
  }
};

const finish = async (
  { messageId, processId }: DeliverMessageInput,
  outcome: 'delivered' | 'emergency',
  key: string,
): Promise<DeliverMessageResult> => {
  const kind = outcome === 'delivered' ? 'message_delivered' : 'message_delivered_to_emergency';
  await store.finishMessage({
    messageId,
    outcome,
    progress: { processId, state: 'done', step: 'delivered', events: [{ kind, key }] },
  });
  return { outcome };
};

const park = async ({ messageId, processId }: DeliverMessageInput, failure: FailureCode, key: string): Promise<DeliverMessageResult> => {
  await store.failMessage({
    messageId,
    failure,
    progress: {
      processId,
      state: 'needs_attention',
      step: 'undeliverable',
      failure,
      events: [{ kind: 'message_undeliverable', key, params: { failure } }],
    },
  });
  return { outcome: 'undeliverable', failure };
};

const supersede = async ({ processId }: DeliverMessageInput, failure: FailureCode, key: string): Promise<DeliverMessageResult> => {
  await store.recordProgress({ processId, state: 'ended', step: 'superseded', events: [{ kind: 'message_superseded', key }] });
  return { outcome: 'undeliverable', failure };
};

const giveUp = async ({ processId }: DeliverMessageInput, failure: FailureCode, key: string): Promise<DeliverMessageResult> => {
  await store.recordProgress({ processId, state: 'failed', step: 'given_up', failure, events: [{ kind: 'message_given_up', key }] });
  return { outcome: 'undeliverable', failure };
};
