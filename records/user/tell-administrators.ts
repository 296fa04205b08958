import { randomUUID } from 'node:crypto';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';

/** More administrators than a customer has; a mail each. */
const MOST_TOLD = 50;
/** As many names as a mail lists. */
const MOST_NAMES = 10;

const listOf = (names: readonly string[]): string =>
  [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? [`+ ${String(names.length - MOST_NAMES)}`] : [])].join(', ');

/** Tells the administrators of a customer by mail that there are new ones, and who made them so. Returns the workflows' ids. */
export const tellAdministrators = async (
  tx: Tx,
  tenant: CustomerTenant,
  added: readonly { readonly id: string; readonly name: string }[],
  by: { readonly name: string; readonly mailHost: string },
): Promise<string[]> => {
  if (added.length === 0) return [];
  const told = await tx.appUser.findMany({
    where: {
      customerId: tenant.customerId,
      role: 'customer_admin',
      state: { in: ['ready', 'locked'] },
      passwordHash: { not: null },
      deletedAt: null,
      id: { notIn: added.map(({ id }) => id) },
    },
    orderBy: { createdAt: 'asc' },
    take: MOST_TOLD,
  });
  const params = { names: listOf(added.map(({ name }) => name)), by: by.name, path: '/users' };
  const messages = told.map((user) => ({ id: randomUUID(), user }));
  await tx.message.createMany({
    data: messages.map(({ id, user }) => ({
      id,
      ...tenant,
      userId: user.id,
      template: 'administrator_added',
      language: user.language,
      params,
      toAddress: user.email,
      dueAt: new Date(),
      messageIdHeader: `<${id}@${by.mailHost}>`,
    })),
  });
  const commands = messages.map(({ id }) => ({
    command: 'start',
    workflowId: workflowIdOf('message', id),
    payload: { workflowType: workflowTypes.message, args: [{ messageId: id, processId: id }] },
  }));
  await tx.outbox.createMany({ data: commands });
  return commands.map(({ workflowId }) => workflowId);
};
