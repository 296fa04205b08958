import { executeChild, patched, setHandler } from '@temporalio/workflow';
import { workflowIdOf } from '../domain/process/process.js';
import { activationTtlHours } from '../domain/user/user.js';
import type { Progress, TimelineEntry } from './contracts/activities.js';
import type { Command } from './contracts/command.js';
import type { DeliverMessageResult } from './contracts/deliver-message.js';
import { customerClosed, type Actor, type OpenCustomerInput, type OpenCustomerResult } from './contracts/open-customer.js';
import { deliverMessage } from './retired/deliver-message.workflow.js';
import { transmitMessage } from './transmit-message.workflow.js';
import { entryKeys } from './entry-keys.js';
import { done, openMailbox } from './frame/mailbox.js';
import { store } from './proxies.js';
import { waitUntil } from './wait-until.js';

const HOUR_MS = 3_600_000;

type Stand = Pick<Progress, 'state' | 'step'> & Partial<Progress>;
type Move = Omit<Progress, 'state' | 'step'>;

/**
 * The e-mail of an account: wait for its date, which people may move, hasten or call off, then send; from then on a process of its own
 * watches the e-mail's link. The account itself was written before this starts.
 */
export async function sendAccountEmail(input: OpenCustomerInput): Promise<OpenCustomerResult> {
  const { processId, messageId } = input;
  const nextKey = entryKeys();
  const mailbox = openMailbox(processId);
  let dueAt = input.dueAt;
  let isOff = false;
  let closed: 'disabled' | 'deleted' | undefined;
  setHandler(customerClosed, ({ cause }) => {
    closed ??= cause;
  });

  const entry = (kind: TimelineEntry['kind'], params?: Record<string, string>, actor?: Actor): TimelineEntry => ({
    kind,
    key: nextKey(),
    params,
    actor,
  });
  const progress = (stand: Stand): Progress => ({ processId, ...stand });
  const waiting = (move: Pick<Move, 'events' | 'settles'>): Progress =>
    progress({ state: 'waiting', step: 'waiting_to_send', nextKind: 'account_email', nextAt: dueAt, ...move });
  const callOff = async (move: Pick<Move, 'events' | 'settles'>): Promise<void> => {
    isOff = true;
    await store.recordAccountEmailCalledOff({ messageId, progress: progress({ state: 'ended', step: 'called_off', ...move }) });
  };
  const reschedule = async (kind: TimelineEntry['kind'], at: string, command: Command): Promise<void> => {
    const from = dueAt;
    dueAt = at;
    const moved = waiting({ events: [entry(kind, { from, to: at }, command.actor)], settles: done(command) });
    await store.recordAccountEmailMoved({ messageId, dueAt: at, progress: moved });
  };
  const obey = (command: Command): Promise<void> => {
    if (command.kind === 'account_email.move') return reschedule('account_email_moved', command.input.dueAt ?? dueAt, command);
    if (command.kind === 'account_email.send_now') return reschedule('account_email_hastened', new Date().toISOString(), command);
    if (command.kind !== 'account_email.call_off') return mailbox.refuse(command, 'state_conflict');
    return callOff({ events: [entry('account_email_called_off', {}, command.actor)], settles: done(command) });
  };

  if (Date.parse(dueAt) > Date.now()) await store.recordProgress(waiting({ events: [entry('account_email_scheduled', { dueAt })] }));
  // What has come is heard before the date is looked at: an e-mail that was called off in time doesn't go out.
  while (!isOff) {
    const command = closed ? undefined : await mailbox.next();
    if (command) await obey(command);
    else if (closed) await callOff({ events: [entry('account_email_called_off_by_state', { cause: closed })] });
    else if (Date.parse(dueAt) <= Date.now()) break;
    else
      await waitUntil(
        () => dueAt,
        () => closed !== undefined || mailbox.arrived(),
      );
  }
  if (isOff) {
    await mailbox.close('too_late');
    return { accountEmail: 'called_off' };
  }

  const expiresAt = new Date(Date.now() + activationTtlHours * HOUR_MS).toISOString();
  await store.beginAccountEmail({ messageId, expiresAt, progress: progress({ state: 'running', step: 'sending_account_email' }) });
  const child = executeChild(patched('message-with-a-mailbox') ? transmitMessage : deliverMessage, {
    workflowId: workflowIdOf('message', messageId),
    args: [{ messageId, processId: input.messageProcessId }],
  });
  const sent = await mailbox.refuseDuring(child, 'too_late');
  await store.recordProgress(progress(endOf(sent, entry)));
  await mailbox.close('too_late');
  return { accountEmail: sent.outcome };
}

const endOf = (sent: DeliverMessageResult, entry: (kind: TimelineEntry['kind']) => TimelineEntry): Stand =>
  sent.outcome === 'undeliverable'
    ? { state: 'failed', step: 'account_email_undeliverable', failure: sent.failure, events: [entry('account_email_failed')] }
    : { state: 'done', step: 'account_email_sent', events: [entry('customer_opened')] };
