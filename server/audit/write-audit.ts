import type { Place } from '../../prisma/customer-tenant.js';
import type { Prisma } from '../../prisma/generated/client.js';
import type { Tx } from '../../prisma/client.js';
import { actorOf } from '../context.js';
import type { UserContext } from '../trpc.js';

export interface AuditFact {
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly tenant?: Place;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  readonly reason?: string | undefined;
  readonly commandId?: string;
}

const json = (value: object | undefined) =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject);

type Doer = Pick<UserContext, 'user' | 'address' | 'requestId'>;

export const auditRows = (ctx: Doer, facts: readonly AuditFact[]) =>
  facts.map(({ action, subjectType, subjectId, tenant, before, after, reason, commandId }) => ({
    action,
    subjectType,
    subjectId,
    ...tenant,
    actorId: actorOf(ctx.user).id,
    actorName: actorOf(ctx.user).name,
    onBehalfOfId: ctx.user.actor ? ctx.user.id : null,
    address: ctx.address,
    requestId: ctx.requestId,
    before: json(before),
    after: json(after),
    reason: reason ?? null,
    commandId: commandId ?? null,
  }));

/** Writes who did what, in the transaction of the deed itself: neither is there without the other. */
export const writeAudit = async (tx: Tx, ctx: Doer, facts: readonly AuditFact[]): Promise<void> => {
  await tx.auditEntry.createMany({ data: auditRows(ctx, facts) });
};
