import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { randomUUID } from 'node:crypto';
import { startOfDate } from '../../domain/calendar/local-time.js';
import type { CreateCustomerInput } from '../../domain/customer/create-customer.js';
import type { Tx } from '../../prisma/client.js';
import { insertRows, together, type NewRows } from '../insert-rows.js';
import { dueAtOf, newAccountEmail, type AccountEmail } from '../account-email/schedule-account-email.js';
import { auditRows } from '../audit/write-audit.js';
import { actorOf } from '../context.js';
import { newLicences, type AddedLicence } from '../licence/add-licences.js';
import { checkStartDates } from '../licence/check-start-dates.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { UserContext } from '../trpc.js';
import { freeLoginName } from '../user/free-login-name.js';
import { customerColumns } from './customer-columns.js';

export interface OpenedAccount {
  readonly customerId: string;
  readonly accountName: string;
  readonly company: string;
  readonly firstUser: { readonly id: string; readonly name: string; readonly loginName: string; readonly role: 'customer_admin' };
  readonly licences: readonly AddedLicence[];
  readonly accountEmailDueAt: string;
  readonly workflowIds: readonly string[];
}

const newFirstUser = async (tx: Tx, input: CreateCustomerInput, tenant: CustomerTenant) => {
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
  const tenant: CustomerTenant = { tier1Id: channel.tier1Id, channelId: channel.id, customerId: randomUUID() };
  const { customerId, ...scope } = tenant;
  const { row: user, firstUser } = await newFirstUser(tx, input, tenant);
  const actor = actorOf(ctx.user);
  // The same columns in the same order as of the plans' entries: rows of one group get their numbers in turn, so this is told first.
  const created = {
    ...tenant,
    subjectId: customerId,
    kind: 'customer_created' satisfies TimelineKind,
    actorId: actor.id,
    actorName: actor.name,
    dedupeKey: `created:${customerId}`,
    params: { accountName: input.accountName, firstUser: firstUser.name },
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
