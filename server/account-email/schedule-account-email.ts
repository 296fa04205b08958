import { randomUUID } from 'node:crypto';
import { instantOf } from '../../domain/calendar/local-time.js';
import type { CreateCustomerInput } from '../../domain/customer/create-customer.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import { insertRows, type NewRows } from '../insert-rows.js';
import type { OpenCustomerInput } from '../../workflows/contracts/open-customer.js';
import { outboxRows } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { UserContext } from '../trpc.js';
import { supersedeMessages } from '../user/supersede-messages.js';

/** When the account e-mail is due; a date that is past in the customer's zone is a fault of its field, which is at `path` of the input. */
export const dueAtOf = (
  accountEmail: CreateCustomerInput['accountEmail'],
  timeZone: string,
  now: Date,
  path = ['accountEmail', 'localDateTime'],
): string => {
  if (accountEmail.when === 'now') return now.toISOString();
  const dueAt = instantOf(accountEmail.localDateTime, timeZone);
  const twoYears = 2 * 366 * 86_400_000;
  if (Date.parse(dueAt) < now.getTime()) throw new FieldFailure([{ path, code: 'date_past' }]);
  if (Date.parse(dueAt) > now.getTime() + twoYears) throw new FieldFailure([{ path, code: 'date_too_far' }]);
  return dueAt;
};

export interface AccountEmail {
  readonly tenant: CustomerTenant;
  readonly userId: string;
  readonly to: string;
  readonly emergency: string | undefined;
  readonly language: string;
  readonly dueAt: string;
  readonly title: string;
  readonly occasion: OpenCustomerInput['occasion'];
}

/** The message, its process (the customer's first, or a later one) and the command that starts it. */
export const newAccountEmail = (ctx: UserContext, email: AccountEmail, ordinal: number): { workflowId: string; rows: NewRows } => {
  const { tenant, dueAt } = email;
  const messageId = randomUUID();
  const processId = randomUUID();
  const workflowId = workflowIdOf('customer', tenant.customerId, ordinal);
  const message = {
    id: messageId,
    ...tenant,
    userId: email.userId,
    template: 'account_created',
    language: email.language,
    toAddress: email.to,
    emergencyAddress: email.emergency ?? null,
    dueAt,
    messageIdHeader: `<${messageId}@${new URL(ctx.settings.PUBLIC_URL).hostname}>`,
  };
  const input: OpenCustomerInput = {
    customerId: tenant.customerId,
    processId,
    messageId,
    messageProcessId: randomUUID(),
    dueAt,
    occasion: email.occasion,
  };
  const process = {
    id: processId,
    ...tenant,
    kind: 'customer',
    protocol: 'commands',
    subjectId: tenant.customerId,
    workflowId,
    title: email.title,
    startedBy: ctx.user.id,
    nextKind: 'account_email',
    nextAt: dueAt,
    input: { messageId },
  };
  const outbox = outboxRows([{ command: 'start', workflowId, workflowType: workflowTypes.customer, args: [input] }]);
  return { workflowId, rows: { message: [message], process: [process], outbox } };
};

/** Writes the message, its process and the command that starts it. Returns the workflow's id. */
export const scheduleAccountEmail = async (tx: Tx, ctx: UserContext, email: AccountEmail): Promise<string> => {
  await supersedeMessages(tx, email.userId);
  const earlier = await tx.process.count({ where: { kind: 'customer', subjectId: email.tenant.customerId } });
  const { workflowId, rows } = newAccountEmail(ctx, email, earlier + 1);
  await insertRows(tx, rows);
  return workflowId;
};
