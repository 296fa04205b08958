import { randomUUID } from 'node:crypto';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';

/** Writes the process that watches an activation link, and the command that starts it. Returns the workflow's id. */
export const startActivation = async (
  tx: Tx,
  tenant: CustomerTenant,
  user: { id: string; name: string },
  { messageId, expiresAt, startedBy }: { messageId: string; expiresAt?: string; startedBy: string | null },
): Promise<string> => {
  const processId = randomUUID();
  const earlier = await tx.process.count({ where: { kind: 'activation', subjectId: user.id } });
  const workflowId = workflowIdOf('activation', user.id, earlier + 1);
  await tx.process.create({
    data: { id: processId, ...tenant, kind: 'activation', subjectId: user.id, workflowId, title: user.name, startedBy },
  });
  const args = [{ userId: user.id, processId, messageId, ...(expiresAt ? { expiresAt } : {}) }];
  // createMany: `create` reads the row back, and the outbox is only the dispatcher's to read.
  await tx.outbox.createMany({
    data: [
      {
        command: 'start',
        workflowId,
        payload: { workflowType: workflowTypes.activation, args },
        nextAttemptAt: new Date(Date.now() + 1_000),
      },
    ],
  });
  return workflowId;
};

/** Writes an invitation's message and its process. Returns the workflow's id. */
export const inviteUser = async (
  tx: Tx,
  tenant: CustomerTenant,
  user: { id: string; name: string; email: string; language: string },
  { mailHost, startedBy }: { mailHost: string; startedBy: string | null },
): Promise<string> => {
  const messageId = randomUUID();
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: tenant.customerId } });
  await tx.message.create({
    data: {
      id: messageId,
      ...tenant,
      userId: user.id,
      template: 'invitation',
      language: user.language,
      toAddress: user.email,
      emergencyAddress: customer.emergencyEmail,
      dueAt: new Date(),
      messageIdHeader: `<${messageId}@${mailHost}>`,
    },
  });
  return startActivation(tx, tenant, user, { messageId, startedBy });
};
