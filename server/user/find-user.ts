import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { randomUUID } from 'node:crypto';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { userStates, type UserState } from '../../domain/user/user.js';
import type { CustomerTenant, Place } from '../../prisma/customer-tenant.js';
import type { Tx } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { actorOf } from '../context.js';
import type { UserContext } from '../trpc.js';

export type UserRow = NonNullable<Awaited<ReturnType<Tx['appUser']['findFirst']>>>;

/** A customer's user in the caller's scope, with its tenant. Throws not_found. */
export const findCustomerUser = async (tx: Tx, id: string): Promise<{ user: UserRow; tenant: CustomerTenant; name: string }> => {
  const user = await tx.appUser.findFirst({ where: { id, deletedAt: null, customerId: { not: null } } });
  if (!user?.tier1Id || !user.channelId || !user.customerId) throw new Failure('not_found');
  return {
    user,
    tenant: { tier1Id: user.tier1Id, channelId: user.channelId, customerId: user.customerId },
    name: `${user.firstName} ${user.lastName}`,
  };
};

/**
 * Refuses to take away a customer's last administrator. Whoever takes anybody away locks the customer first, and what the user is counts as
 * it stands then: one who was looked at as a plain user may have been made administrator meanwhile.
 */
export const keepAnAdministrator = async (tx: Tx, { id, customerId }: UserRow): Promise<void> => {
  await tx.$queryRaw`SELECT id FROM customer WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  const administrators = await tx.appUser.findMany({
    where: { customerId, role: 'customer_admin', deletedAt: null, state: { not: 'disabled' } },
    select: { id: true },
    take: 2,
  });
  if (administrators.length === 1 && administrators[0]?.id === id) throw new Failure('last_administrator');
};

/** The channel and the customer of somebody, as far as they belong to one; undefined for the platform's staff. */
export const tenantPlace = ({
  tier1Id,
  channelId,
  customerId,
}: Pick<UserRow, 'tier1Id' | 'channelId' | 'customerId'>): Place | undefined =>
  tier1Id && channelId ? { tier1Id, channelId, ...(customerId ? { customerId } : {}) } : undefined;

/** The invitation that runs for a user, if one does. */
export const runningActivation = (tx: Tx, userId: string) =>
  tx.process.findFirst({ where: { kind: 'activation', subjectId: userId, state: { in: [...activeProcessStates] } } });

/** A timeline entry of what a user did about itself, with the audit entry that its caller writes. */
export const recordOwnDeed = async (
  tx: Tx,
  tenant: CustomerTenant,
  user: Pick<UserRow, 'id' | 'firstName' | 'lastName'>,
  kind: TimelineKind,
): Promise<void> => {
  const name = `${user.firstName} ${user.lastName}`;
  await tx.timelineEvent.create({
    data: {
      ...tenant,
      subjectId: user.id,
      kind,
      params: { name },
      actorId: user.id,
      actorName: name,
      dedupeKey: `${kind}:${user.id}:${randomUUID()}`,
    },
  });
};

/** What is done to a user, as the audit names it; the timeline has a kind for each. */
export type UserAction = TimelineKind extends infer Kind
  ? Kind extends `${infer Of extends 'user' | 'entitlement'}_${infer Deed}`
    ? `${Of}.${Deed}`
    : never
  : never;

/** Timeline and audit of a deed on a user, in its own transaction. */
export const recordUserDeed = async (
  tx: Tx,
  ctx: UserContext,
  { user, tenant, name }: Awaited<ReturnType<typeof findCustomerUser>>,
  deed: { action: UserAction; before?: object; after?: object; reason?: string; params?: Record<string, string> },
): Promise<void> => {
  const actor = actorOf(ctx.user);
  await tx.timelineEvent.create({
    data: {
      ...tenant,
      subjectId: user.id,
      kind: deed.action.replace('.', '_') as TimelineKind,
      params: { name, ...deed.params, ...(deed.reason ? { reason: deed.reason } : {}) },
      actorId: actor.id,
      actorName: actor.name,
      dedupeKey: `${deed.action}:${user.id}:${randomUUID()}`,
    },
  });
  await writeAudit(tx, ctx, [
    { action: deed.action, subjectType: 'user', subjectId: user.id, tenant, before: deed.before, after: deed.after, reason: deed.reason },
  ]);
};

/** Moves a user to another state if it still is in one of `from`. Throws state_conflict. */
export const moveUser = async (tx: Tx, user: UserRow, from: readonly UserState[], to: UserState): Promise<void> => {
  if (!(userStates as readonly string[]).includes(to)) throw new Error(`unknown state ${to}`);
  const { count } = await tx.appUser.updateMany({
    where: { id: user.id, state: { in: [...from] }, deletedAt: null },
    data: {
      state: to,
      version: { increment: 1 },
      updatedAt: new Date(),
      ...(to === 'ready' ? { failedSignIns: 0, failedSince: null, lockedUntil: null } : {}),
    },
  });
  if (count === 0) throw new Failure('state_conflict', { state: user.state });
};
