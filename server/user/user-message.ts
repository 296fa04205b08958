import { randomUUID } from 'node:crypto';
import type { MessageTemplate } from '../../domain/message/message.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { holdOpen } from '../customer/hold-open.js';
import { enqueue } from '../engine/outbox.js';
import type { UserRow } from './find-user.js';

/**
 * Writes a message to a user, to `to` or to where the user wants notices. With `send` its delivery is started too; without,
 * a process that is running takes it along. Returns its id. Nobody of a disabled or deleted customer is written to. Error: state_conflict.
 */
export const writeUserMessage = async (
  tx: Tx,
  ctx: Pick<Context, 'settings'>,
  message: {
    user: UserRow;
    template: MessageTemplate;
    to?: string;
    params?: Record<string, string>;
    send?: boolean;
  },
): Promise<string> => {
  const id = randomUUID();
  const { user } = message;
  await holdOpen(tx, user.customerId);
  await tx.message.create({
    data: {
      id,
      tier1Id: user.tier1Id,
      channelId: user.channelId,
      customerId: user.customerId,
      userId: user.id,
      template: message.template,
      language: user.language,
      params: message.params ?? {},
      toAddress: message.to ?? user.email,
      dueAt: new Date(),
      messageIdHeader: `<${id}@${new URL(ctx.settings.PUBLIC_URL).hostname}>`,
    },
  });
  if (message.send) {
    await enqueue(tx, [
      {
        command: 'start',
        workflowId: workflowIdOf('message', id),
        workflowType: workflowTypes.message,
        args: [{ messageId: id, processId: id }],
      },
    ]);
  }
  return id;
};
