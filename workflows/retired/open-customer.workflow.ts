import { ApplicationFailure, condition, allHandlersFinished, executeChild, patched, setHandler } from '@temporalio/workflow';
import { workflowIdOf } from '../../domain/process/process.js';
import { activationTtlHours } from '../../domain/user/user.js';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Progress, TimelineEntry } from '../contracts/activities.js';
import type { DeliverMessageResult } from '../contracts/deliver-message.js';
import {
  callOffAccountEmail,
  customerClosed,
  moveAccountEmail,
  sendAccountEmailNow,
  type Actor,
  type OpenCustomerInput,
  type OpenCustomerResult,
} from '../contracts/open-customer.js';
import { deliverMessage } from './deliver-message.workflow.js';
import { entryKeys } from '../entry-keys.js';
import { inTurn } from './in-turn.js';
import { onUpdate } from './on-update.js';
import { store } from '../proxies.js';
import { waitUntil } from '../wait-until.js';

const HOUR_MS = 3_600_000;

/**
 * A new account and its e-mail: wait for the date (which people may move, hasten or call off),
 * then send; from then on a process of its own watches the e-mail's link. The account itself was written before this starts; nothing here can half-create it.
 */
export async function openCustomer(input: OpenCustomerInput): Promise<OpenCustomerResult> {
  const nextKey = entryKeys();
  const write = inTurn();
  let phase = 'waiting' as 'waiting' | 'sending' | 'called_off';
  let dueAt = input.dueAt;

  const waiting = (...events: TimelineEntry[]): Progress => ({
    processId: input.processId,
    state: 'waiting',
    step: 'waiting_to_send',
    nextKind: 'account_email',
    nextAt: dueAt,
    events,
  });
  const entry = (kind: TimelineKind, params?: Record<string, string>, actor?: Actor): TimelineEntry => ({
    kind,
    key: nextKey(),
    params,
    actor,
  });
  const mustBeWaiting = () => {
    if (phase !== 'waiting') throw ApplicationFailure.nonRetryable('the account e-mail is not waiting', 'too_late');
  };
  const callOff = async (kind: TimelineKind, params: Record<string, string>, actor?: Actor): Promise<void> => {
    phase = 'called_off';
    const progress: Progress = { processId: input.processId, state: 'ended', step: 'called_off', events: [entry(kind, params, actor)] };
    await write(() => store.recordAccountEmailCalledOff({ messageId: input.messageId, progress }));
  };
  const reschedule = async (kind: TimelineKind, at: string, actor: Actor): Promise<void> => {
    const from = dueAt;
    dueAt = at;
    const progress = waiting(entry(kind, { from, to: at }, actor));
    await write(() => store.recordAccountEmailMoved({ messageId: input.messageId, dueAt: at, progress }));
  };

  onUpdate(moveAccountEmail, mustBeWaiting, (command) => reschedule('account_email_moved', command.dueAt, command.actor));
  onUpdate(sendAccountEmailNow, mustBeWaiting, ({ actor }) => reschedule('account_email_hastened', new Date().toISOString(), actor));
  onUpdate(callOffAccountEmail, mustBeWaiting, ({ actor }) => callOff('account_email_called_off', {}, actor));
  setHandler(customerClosed, async ({ cause }) => {
    if (phase === 'waiting') await callOff('account_email_called_off_by_state', { cause });
  });

  if (phase === 'waiting' && Date.parse(dueAt) > Date.now()) {
    const scheduled = waiting(entry('account_email_scheduled', { dueAt }));
    await write(() => store.recordProgress(scheduled));
  }
  do {
    await waitUntil(
      () => dueAt,
      () => phase !== 'waiting',
    );
    // Handlers that began just before the date, or before the workflow itself, write first: no late write may say "waiting" again.
    await condition(allHandlersFinished);
  } while (phase === 'waiting' && Date.parse(dueAt) > Date.now());
  if (phase === 'called_off') return { accountEmail: 'called_off' };
  phase = 'sending';

  const sending: Progress = { processId: input.processId, state: 'running', step: 'sending_account_email', events: [] };
  if (patched('watch-account-link')) {
    const expiresAt = new Date(Date.now() + activationTtlHours * HOUR_MS).toISOString();
    await store.beginAccountEmail({ messageId: input.messageId, expiresAt, progress: sending });
  } else await store.recordProgress(sending);
  const sent = await executeChild(deliverMessage, {
    workflowId: workflowIdOf('message', input.messageId),
    args: [{ messageId: input.messageId, processId: input.messageProcessId }],
  });
  return finish(input, sent, nextKey());
}

const finish = async (input: OpenCustomerInput, sent: DeliverMessageResult, key: string): Promise<OpenCustomerResult> => {
  const undeliverable = sent.outcome === 'undeliverable';
  await store.recordProgress({
    processId: input.processId,
    state: undeliverable ? 'failed' : 'done',
    step: undeliverable ? 'account_email_undeliverable' : 'account_email_sent',
    failure: undeliverable ? sent.failure : undefined,
    events: [{ kind: undeliverable ? 'account_email_failed' : 'customer_opened', key }],
  });
  return { accountEmail: sent.outcome };
};
