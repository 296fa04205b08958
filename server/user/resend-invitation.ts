import { inviteUser } from '../../records/user/invite-user.js';
import type { Tx } from '../../prisma/client.js';
import { activationResent } from '../../workflows/contracts/activate-user.js';
import type { Context } from '../context.js';
import { holdOpen } from '../customer/hold-open.js';
import { enqueue } from '../engine/outbox.js';
import { runningActivation, type findCustomerUser } from './find-user.js';
import { supersedeMessages } from './supersede-messages.js';
import { writeUserMessage } from './user-message.js';

/**
 * Sends a user that isn't activated a new invitation, to the address that it has now: through the process that watches the older
 * link, or by a new one. Returns the workflow's id. Error: state_conflict where its customer is disabled or deleted.
 */
export const resendInvitation = async (
  tx: Tx,
  ctx: Pick<Context, 'settings'>,
  { user, tenant, name }: Awaited<ReturnType<typeof findCustomerUser>>,
  startedBy: string | null,
): Promise<string> => {
  await holdOpen(tx, tenant.customerId);
  await supersedeMessages(tx, user.id);
  const running = await runningActivation(tx, user.id);
  if (!running) {
    const mailHost = new URL(ctx.settings.PUBLIC_URL).hostname;
    return inviteUser(tx, tenant, { id: user.id, name, email: user.email, language: user.language }, { mailHost, startedBy });
  }
  const messageId = await writeUserMessage(tx, ctx, { user, template: 'invitation' });
  await enqueue(tx, [{ command: 'signal', workflowId: running.workflowId, signal: activationResent.name, args: [{ messageId }] }]);
  return running.workflowId;
};
