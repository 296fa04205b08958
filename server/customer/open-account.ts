import { randomUUID } from 'node:crypto';
import { startOfDate, instantOf, dateAt } from '../../domain/calendar/local-time.js';
import { accountNameKey } from '../../domain/customer/account-name.js';
import type { CreateCustomerInput, CustomerFacts, PlanChoice } from '../../domain/customer/create-customer.js';
import { startDateFault } from '../../domain/licence/start-date.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import { insertRows, together, type NewRows } from '../../prisma/insert-rows.js';
import type { OpenCustomerInput } from '../../workflows/contracts/open-customer.js';
import { auditRows } from '../audit/write-audit.js';
import { actorOf } from '../context.js';
import { outboxRows } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import { newLicences, type AddedLicence } from '../licence/add-licences.js';
import type { UserContext } from '../trpc.js';
import { freeLoginName } from '../user/free-login-name.js';

export interface Tenant {
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId: string;
}

export interface OpenedAccount {
  readonly customerId: string;
  readonly accountName: string;
  readonly company: string;
  readonly firstUser: { readonly id: string; readonly name: string; readonly loginName: string; readonly role: 'customer_admin' };
  readonly licences: readonly AddedLicence[];
  readonly accountEmailDueAt: string;
  readonly workflowIds: readonly string[];
}

/** The columns of a customer that its facts fill. */
export const customerColumns = (facts: CustomerFacts) => ({
  accountName: facts.accountName,
  accountNameKey: accountNameKey(facts.accountName),
  company: facts.company,
  city: facts.city,
  stateOrProvince: facts.stateOrProvince,
  contactFirstName: facts.contact.firstName,
  contactLastName: facts.contact.lastName,
  contactEmail: facts.contact.email,
  street1: facts.address?.street1 ?? null,
  street2: facts.address?.street2 ?? null,
  postalCode: facts.address?.postalCode ?? null,
  country: facts.address?.country ?? null,
  phone: facts.phone ?? null,
  emergencyEmail: facts.emergencyEmail ?? null,
  language: facts.language,
  timeZone: facts.timeZone,
  taxId: facts.taxId ?? null,
});

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

/** Start dates are today or later in the customer's zone, and of this age. */
export const checkStartDates = (plans: readonly PlanChoice[], timeZone: string, now: Date): void => {
  const today = dateAt(now, timeZone);
  const faults = plans.flatMap((plan, index) => {
    const code = startDateFault(plan.startDate, today);
    return code ? [{ path: ['plans', index, 'startDate'], code }] : [];
  });
  if (faults.length > 0) throw new FieldFailure(faults);
};

const newFirstUser = async (tx: Tx, input: CreateCustomerInput, tenant: Tenant) => {
  const id = randomUUID();
  const loginName = await freeLoginName(tx, input.contact.email, input.accountName);
  const row = {
    id,
    ...tenant,
    role: 'customer_admin',
    state: 'not_activated',
    staffPermission: 'staff_member',
    loginName,
    loginNameKey: loginName.toLowerCase(),
    firstName: input.contact.firstName,
    lastName: input.contact.lastName,
    email: input.contact.email,
    language: input.language,
    timeZone: input.timeZone,
  };
  const firstUser = { id, name: `${input.contact.firstName} ${input.contact.lastName}`, loginName, role: 'customer_admin' as const };
  return { row, firstUser };
};

export interface AccountEmail {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly to: string;
  readonly emergency: string | undefined;
  readonly language: string;
  readonly dueAt: string;
  readonly title: string;
  readonly occasion: OpenCustomerInput['occasion'];
}

/** The message, its process (the customer's first, or a later one) and the command that starts it. */
const newAccountEmail = (ctx: UserContext, email: AccountEmail, ordinal: number): { workflowId: string; rows: NewRows } => {
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
  const earlier = await tx.process.count({ where: { kind: 'customer', subjectId: email.tenant.customerId } });
  const { workflowId, rows } = newAccountEmail(ctx, email, earlier + 1);
  await insertRows(tx, rows);
  return workflowId;
};

/** Writes a whole new account in the caller's transaction: customer, first user, licences, e-mail, processes, timeline, audit. */
export const openAccount = async (
  tx: Tx,
  ctx: UserContext,
  channel: { id: string; tier1Id: string },
  input: CreateCustomerInput,
): Promise<OpenedAccount> => {
  const now = new Date();
  const dueAt = dueAtOf(input.accountEmail, input.timeZone, now);
  checkStartDates(input.plans, input.timeZone, now);
  const tenant: Tenant = { tier1Id: channel.tier1Id, channelId: channel.id, customerId: randomUUID() };
  const { customerId, ...scope } = tenant;
  const { row: user, firstUser } = await newFirstUser(tx, input, tenant);
  const actor = actorOf(ctx.user);
  const created = {
    ...tenant,
    subjectId: customerId,
    at: now,
    kind: 'customer_created',
    params: { accountName: input.accountName, firstUser: firstUser.name },
    actorId: actor.id,
    actorName: actor.name,
    dedupeKey: `created:${customerId}`,
  };
  const licences = await newLicences(tx, ctx, tenant, input.plans, (date) => startOfDate(date, input.timeZone));
  const firstEmail: AccountEmail = {
    tenant,
    userId: firstUser.id,
    to: input.contact.email,
    emergency: input.emergencyEmail,
    language: input.language,
    dueAt,
    title: input.company,
    occasion: 'creation',
  };
  const accountEmail = newAccountEmail(ctx, firstEmail, 1);
  const { idempotencyKey: _key, ...after } = input;
  const account: NewRows = {
    customer: [{ id: customerId, ...scope, ...customerColumns(input), createdBy: ctx.user.id }],
    appUser: [user],
    timelineEvent: [created],
    auditEntry: auditRows(ctx, [{ action: 'customer.create', subjectType: 'customer', subjectId: customerId, tenant, after }]),
  };
  await insertRows(tx, together(account, licences.rows, accountEmail.rows));
  return {
    customerId,
    accountName: input.accountName,
    company: input.company,
    firstUser,
    licences: licences.added,
    accountEmailDueAt: dueAt,
    workflowIds: [accountEmail.workflowId, ...licences.workflowIds],
  };
};
