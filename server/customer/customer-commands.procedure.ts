import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { z } from 'zod';
import { fateOf, type Closing } from '../../domain/closing/closing.js';
import { customerFacts } from '../../domain/customer/create-customer.js';
import { customerTransitions, type CustomerState } from '../../domain/customer/customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { Tx } from '../../prisma/client.js';
import { userClosed } from '../../workflows/contracts/activate-user.js';
import { licenceCalledOff } from '../../workflows/contracts/apply-licence.js';
import { messageSuperseded } from '../../workflows/contracts/follow-bounce.js';
import { customerClosed } from '../../workflows/contracts/open-customer.js';
import { whatCloses } from '../closing/what-closes.js';
import { writeAudit } from '../audit/write-audit.js';
import { actorOf } from '../context.js';
import { enqueue, type Command } from '../engine/outbox.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { assertConfirmed, procedureFor, type UserContext } from '../trpc.js';
import { licenceTitle, startLicenceProcess } from '../licence/add-licences.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { customerColumns } from './customer-columns.js';

const CONFIRM_WITHIN_MS = 2_000;
/** Where mails with links may go. */
const ADDRESSES: ReadonlySet<string> = new Set(['contactEmail', 'emergencyEmail']);

/** Changes the facts of a customer's account. Errors: not_found, changed_meanwhile, account_name_taken. */
export const updateCustomer = procedureFor('customer.write')
  .input(z.strictObject({ id: z.uuid(), version: z.int32(), facts: customerFacts }))
  .mutation(async ({ ctx, input: { id, version, facts } }) => {
    try {
      return await ctx.database.write(ctx.scope, async (tx) => {
        const before = await tx.customer.findUnique({ where: { id } });
        if (!before || before.state === 'deleted') throw new Failure('not_found');
        const { count } = await tx.customer.updateMany({
          where: { id, version, state: { not: 'deleted' } },
          data: { ...customerColumns(facts), version: { increment: 1 }, updatedAt: new Date() },
        });
        if (count === 0) throw new Failure('changed_meanwhile');
        const after = customerColumns(facts);
        const tenant = { tier1Id: before.tier1Id, channelId: before.channelId, customerId: id };
        const changed = Object.keys(after).filter(
          (key) => after[key as keyof typeof after] !== before[key as keyof typeof after],
        ) as (keyof typeof after)[];
        const pick = (from: Record<keyof typeof after, unknown>) => Object.fromEntries(changed.map((key) => [key, from[key]]));
        if (changed.length === 0) return { version: version + 1 };
        if (changed.some((key) => ADDRESSES.has(key))) assertConfirmed(ctx);
        await writeAudit(tx, ctx, [
          { action: 'customer.update', subjectType: 'customer', subjectId: id, tenant, before: pick(before), after: pick(after) },
        ]);
        const actor = actorOf(ctx.user);
        await tx.timelineEvent.create({
          data: {
            ...tenant,
            subjectId: id,
            kind: 'customer_updated' satisfies TimelineKind,
            params: { fields: changed.join(', ') },
            actorId: actor.id,
            actorName: actor.name,
            dedupeKey: `updated:${id}:${String(version)}`,
          },
        });
        return { version: version + 1 };
      });
    } catch (error) {
      if (isUniqueViolation(error, 'customer')) throw new Failure('account_name_taken', { accountName: facts.accountName });
      throw error;
    }
  });

/** Locks the customer, whom nobody buys for meanwhile, and refuses while something of it would go on buying, charging or being billed. */
const refuseWhileAlive = async (tx: Tx, customerId: string, to: Closing): Promise<void> => {
  await tx.$executeRaw`SELECT FROM customer WHERE id = ${customerId}::uuid FOR UPDATE`;
  const ask = <Row>(sql: string, values: readonly unknown[]) => tx.$queryRawUnsafe<Row[]>(sql, ...values);
  const items = await whatCloses(ask, customerId, to, new Date().toISOString());
  const blocking = items.filter(({ fate }) => fate === 'blocks');
  if (blocking.length > 0) throw new Failure('closing_blocked', { things: blocking.map(({ nameEn }) => nameEn).join(', ') });
};

/** Signals that end what waits for this customer and its users, their mails included, its licences too when it is deleted. */
const closingSignals = async (tx: Tx, customerId: string, to: 'disabled' | 'deleted'): Promise<Command[]> => {
  const ending = ['customer', 'activation', 'licence', 'message'] as const;
  const kinds = ending.filter((kind) => fateOf(kind === 'licence' ? 'assigned' : kind, to) === 'ends');
  const running = await tx.process.findMany({ where: { customerId, kind: { in: kinds }, state: { in: [...activeProcessStates] } } });
  return running.map(({ kind, workflowId }): Command => {
    const signalled = (signal: string, args: unknown[]) => ({ command: 'signal' as const, workflowId, signal, args });
    if (kind === 'message') return signalled(messageSuperseded.name, []);
    if (kind === 'customer') return signalled(customerClosed.name, [{ cause: to }]);
    return kind === 'activation' ? signalled(userClosed.name, []) : signalled(licenceCalledOff.name, [{ cause: 'deleted' }]);
  });
};

/** A deleted customer's active licences are taken back at the vendor, or they would be billed for ever. */
const endActiveLicences = async (tx: Tx, ctx: UserContext, tenant: CustomerTenant): Promise<Command[]> => {
  const active = await tx.subscription.findMany({
    where: { customerId: tenant.customerId, source: 'assigned', state: 'active' },
    include: { plan: { include: { product: true } } },
  });
  const commands: Command[] = [];
  for (const { id, plan } of active) {
    await tx.subscription.updateMany({
      where: { id, state: 'active' },
      data: { state: 'ending', change: 'end', version: { increment: 1 }, updatedAt: new Date() },
    });
    const ordinal = (await tx.process.count({ where: { kind: 'licence', subjectId: id } })) + 1;
    const { command } = await startLicenceProcess(tx, ctx, {
      id,
      tenant,
      title: licenceTitle(plan),
      change: 'end',
      at: new Date().toISOString(),
      ordinal,
    });
    commands.push(command);
  }
  return commands;
};

const changeState = async (
  ctx: UserContext,
  id: string,
  to: CustomerState,
  reason: string | undefined,
): Promise<{ state: CustomerState }> => {
  const from = (Object.keys(customerTransitions) as CustomerState[]).filter((state) => customerTransitions[state].includes(to));
  const workflowIds = await ctx.database.write(ctx.scope, async (tx) => {
    const before = await tx.customer.findUnique({ where: { id } });
    if (!before) throw new Failure('not_found');
    if (to !== 'active' && from.includes(before.state as CustomerState)) await refuseWhileAlive(tx, id, to);
    const { count } = await tx.customer.updateMany({
      where: { id, state: { in: from } },
      data: { state: to, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (count === 0) throw new Failure('state_conflict', { state: before.state });
    const tenant = { tier1Id: before.tier1Id, channelId: before.channelId, customerId: id };
    const commands = to === 'active' ? [] : await closingSignals(tx, id, to);
    if (to === 'deleted') commands.push(...(await endActiveLicences(tx, ctx, tenant)));
    await enqueue(tx, commands);
    const actor = actorOf(ctx.user);
    await tx.timelineEvent.create({
      data: {
        ...tenant,
        subjectId: id,
        kind: `customer_${to === 'active' ? 'enabled' : to}` satisfies TimelineKind,
        params: reason ? { reason } : {},
        actorId: actor.id,
        actorName: actor.name,
        dedupeKey: `${to}:${id}:${String(before.version)}`,
      },
    });
    await writeAudit(tx, ctx, [
      {
        action: `customer.${to}`,
        subjectType: 'customer',
        subjectId: id,
        tenant,
        before: { state: before.state },
        after: { state: to },
        reason,
      },
    ]);
    return commands.map((command) => command.workflowId);
  });
  if (workflowIds.length > 0) await ctx.outbox.dispatchNow(workflowIds, CONFIRM_WITHIN_MS);
  return { state: to };
};

const withReason = z.strictObject({ id: z.uuid(), reason: reasonText() });

/** Disables a customer: its users can't sign in, a waiting account e-mail is called off. Errors: state_conflict, closing_blocked. */
export const disableCustomer = procedureFor('customer.write')
  .input(withReason)
  .mutation(({ ctx, input }) => changeState(ctx, input.id, 'disabled', input.reason));
/** Enables a disabled customer; a new account e-mail may be scheduled then. Error: state_conflict. */
export const enableCustomer = procedureFor('customer.write')
  .input(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input }) => changeState(ctx, input.id, 'active', undefined));
/** Deletes a customer for good: its account name is free again, its history stays. Errors: state_conflict, closing_blocked. */
export const deleteCustomer = procedureFor('customer.delete')
  .input(withReason)
  .mutation(({ ctx, input }) => changeState(ctx, input.id, 'deleted', input.reason));
