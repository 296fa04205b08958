import { condition, proxyLocalActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../domain/failure/failure-code.js';
import type { Progress, TimelineEntry } from './contracts/activities.js';
import type { Command } from './contracts/command.js';
import type { DeliverMessageResult } from './contracts/deliver-message.js';
import {
  messageSuperseded,
  type BounceActivities,
  type BounceOutcome,
  type FollowBounceInput,
  type FollowBounceResult,
} from './contracts/follow-bounce.js';
import { entryKeys } from './entry-keys.js';
import { fenced } from './frame/fence.js';
import { done, openMailbox, type Mailbox } from './frame/mailbox.js';
import { PERSON_WAITS_MS, tryAddresses, trySend } from './message-tries.js';
import { shortWrites, store } from './proxies.js';

const bounces = fenced(proxyLocalActivities<BounceActivities>(shortWrites));

/** The message's own process is done in a moment, or tries for hours. */
const FIRST_LOOK_MS = 2_000;
const LAST_LOOK_MS = 600_000;

/**
 * A message that came back from an address whose server had accepted it, however long ago: the emergency address is tried, and if there
 * is none, or it fails too, a person is waited for.
 */
export async function followBounce(input: FollowBounceInput): Promise<FollowBounceResult> {
  const { messageId, processId } = input;
  const mailbox = openMailbox(processId);
  let superseded = false;
  setHandler(messageSuperseded, () => {
    superseded = true;
  });
  const nextKey = entryKeys();
  const progress = (stand: Omit<Progress, 'processId'>): Progress => ({ processId, ...stand });
  const entry = (kind: TimelineEntry['kind'], more: Partial<TimelineEntry> = {}): TimelineEntry => ({ kind, key: nextKey(), ...more });

  const finish = async (outcome: 'delivered' | 'emergency'): Promise<FollowBounceResult> => {
    const told = entry(outcome === 'delivered' ? 'message_delivered' : 'message_delivered_to_emergency');
    await bounces.finishBounced({ messageId, outcome, progress: progress({ state: 'done', step: 'delivered', events: [told] }) });
    await mailbox.close('too_late');
    return { outcome };
  };
  const park = (failure: FailureCode): Promise<void> => {
    const told = entry('message_undeliverable', { params: { failure } });
    const stand = progress({ state: 'needs_attention', step: 'undeliverable', failure, events: [told] });
    return bounces.parkBounced({ messageId, failure, progress: stand });
  };
  const beginAnew = ({ actor, ...command }: Command): Promise<{ emergency: boolean }> => {
    const events = [entry('message_retried', { actor })];
    const stand = progress({ state: 'running', step: 'sending', events, settles: done({ actor, ...command }) });
    return bounces.beginBouncedAnew({ messageId, progress: stand });
  };
  const tellEmergency = (failure: FailureCode): Promise<void> => {
    const events = [entry('message_bounced', { params: { failure } })];
    return store.recordProgress(progress({ state: 'running', step: 'sending_to_emergency', failure, events }));
  };
  const end = async (stand: Omit<Progress, 'processId'>, result: FollowBounceResult): Promise<FollowBounceResult> => {
    await store.recordProgress(progress(stand));
    await mailbox.close('too_late');
    return result;
  };

  const outcome = await claim(input);
  if (outcome === 'noted' || outcome === 'nothing') return { outcome };
  let tried: FailureCode | undefined = 'mail_bounced';
  if (outcome === 'emergency') tried = await mailbox.refuseDuring(trySend(messageId, 'emergency'), 'state_conflict');
  let sent: DeliverMessageResult = tried === undefined ? { outcome: 'emergency' } : { outcome: 'undeliverable', failure: tried };
  while (sent.outcome === 'undeliverable') {
    const { failure } = sent;
    await park(failure);
    const retry = await untilRetry(mailbox, () => superseded);
    if (retry === undefined && superseded)
      return end({ state: 'ended', step: 'superseded', events: [entry('message_superseded')] }, { outcome: 'superseded' });
    if (retry === undefined)
      return end(
        { state: 'failed', step: 'given_up', failure, events: [entry('message_given_up')] },
        { outcome: 'undeliverable', failure },
      );
    const { emergency } = await beginAnew(retry);
    sent = await mailbox.refuseDuring(tryAddresses(messageId, emergency, tellEmergency), 'state_conflict');
  }
  return finish(sent.outcome);
}

/** Begins the process once it is known what the bounce is about: while the message is on its way, another copy may count. */
const claim = async (input: FollowBounceInput): Promise<Exclude<BounceOutcome, 'early'>> => {
  const { workflowId, runId } = workflowInfo();
  for (let waitsMs = FIRST_LOOK_MS; ; waitsMs = Math.min(waitsMs * 2, LAST_LOOK_MS)) {
    const { outcome } = await bounces.claimBounce({ ...input, workflowId, runId });
    if (outcome !== 'early') return outcome;
    await sleep(waitsMs);
  }
};

/** The command to send it again. Undefined: it was superseded, or nobody came in time. */
const untilRetry = async (mailbox: Mailbox, over: () => boolean): Promise<Command | undefined> => {
  const until = Date.now() + PERSON_WAITS_MS;
  for (;;) {
    const left = until - Date.now();
    const comes = left > 0 && (await condition(() => over() || mailbox.arrived(), left));
    if (!comes || over()) return undefined;
    const command = await mailbox.next();
    if (command?.kind === 'message.retry') return command;
    if (command) await mailbox.refuse(command, 'state_conflict');
  }
};
