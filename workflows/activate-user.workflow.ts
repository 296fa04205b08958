import { ParentClosePolicy, patched, setHandler, startChild, uuid4 } from '@temporalio/workflow';
import { workflowIdOf } from '../domain/process/process.js';
import { activationReminderHours, activationTtlHours } from '../domain/user/user.js';
import type { Progress } from './contracts/activities.js';
import { activationResent, userActivated, userClosed, type ActivateUserInput, type ActivateUserResult } from './contracts/activate-user.js';
import { deliverMessage } from './retired/deliver-message.workflow.js';
import { transmitMessage } from './transmit-message.workflow.js';
import { entryKeys } from './entry-keys.js';
import { store } from './proxies.js';
import { waitUntil } from './wait-until.js';

const HOUR_MS = 3_600_000;

// Delivery has its own process and troubles; the link's time runs whatever becomes of the mail.
const send = async (messageId: string): Promise<void> => {
  await startChild(patched('message-with-a-mailbox') ? transmitMessage : deliverMessage, {
    workflowId: workflowIdOf('message', messageId),
    parentClosePolicy: ParentClosePolicy.ABANDON,
    args: [{ messageId, processId: messageId }],
  });
};

/**
 * An invitation, or the link of an account e-mail: the mail, the 48 hours of its link, a reminder before they end. A resent one
 * begins anew with another link; following the link, or closing the user, ends it.
 */
export async function activateUser(input: ActivateUserInput): Promise<ActivateUserResult> {
  const nextKey = entryKeys();
  const { processId } = input;
  let ended: 'activated' | 'closed' | undefined;
  let messageId = input.messageId;
  let expiresAt = input.expiresAt;
  let resent: { messageId: string; expiresAt?: string } | undefined;
  setHandler(userActivated, () => {
    ended ??= 'activated';
  });
  setHandler(userClosed, () => {
    ended ??= 'closed';
  });
  setHandler(activationResent, (message) => {
    resent = message;
  });
  const over = () => ended !== undefined || resent !== undefined;

  const watchLink = async (until: string): Promise<void> => {
    const remindAt = new Date(Date.parse(until) - activationReminderHours * HOUR_MS).toISOString();
    await waitUntil(() => remindAt, over);
    if (over() || Date.now() >= Date.parse(until)) return; // whoever was away that long has no time left to remind of
    const reminderId = uuid4();
    const reminder = await store.writeReminder({ messageId, reminderId });
    if (reminder?.wanted !== false) await send(reminderId);
    await waitUntil(() => until, over);
  };

  for (;;) {
    const inAccountEmail = expiresAt !== undefined;
    if (expiresAt === undefined) {
      expiresAt = new Date(Date.now() + activationTtlHours * HOUR_MS).toISOString();
      await store.armActivation({ messageId, expiresAt });
      await send(messageId);
    }
    const waiting: Progress = {
      processId,
      state: 'waiting',
      step: 'waiting_for_activation',
      nextKind: 'activation_expires',
      nextAt: expiresAt,
    };
    const kind = inAccountEmail ? 'account_link_sent' : 'invitation_sent';
    await store.recordProgress({ ...waiting, events: [{ kind, key: nextKey(), params: { until: expiresAt } }] });
    await watchLink(expiresAt);
    if (ended !== undefined || resent === undefined) break;
    ({ messageId, expiresAt } = resent);
    resent = undefined;
  }
  const outcome = ended ?? 'expired';
  await store.recordProgress({
    processId,
    state: outcome === 'activated' ? 'done' : 'ended',
    step: `activation_${outcome}`,
    // The activation itself is in the timeline already, written with the deed.
    events: outcome === 'expired' ? [{ kind: 'invitation_expired', key: nextKey() }] : [],
  });
  return { outcome };
}
