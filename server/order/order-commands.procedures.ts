import { z } from 'zod';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { commandId, type CommandKind } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { checkCard, checkTenant } from '../checkout/check-choices.js';
import { askCommand, mustNotBeRefused } from '../command/ask-command.js';
import { FieldFailure } from '../errors/issues-of.js';
import { procedureFor, type UserContext } from '../trpc.js';

const commandInput = z.strictObject({ id: z.uuid(), reason: reasonText(), commandId });

type OrderKind = Extract<CommandKind, `order.${string}`>;

/** The order in scope and its process. Error: not_found. */
const findOrder = async (ctx: UserContext, id: string) => {
  const [found] = await ctx.database.read<CustomerTenant & { state: string; processId: string; workflowId: string; protocol: string }>(
    ctx.scope,
    `SELECT o.tier1_id AS "tier1Id", o.channel_id AS "channelId", o.customer_id AS "customerId", o.state,
            p.id AS "processId", p.workflow_id AS "workflowId", p.protocol
       FROM customer_order o JOIN process p ON p.kind = 'order' AND p.subject_id = o.id WHERE o.id = $1`,
    [id],
  );
  if (!found) throw new Failure('not_found');
  const { state, processId, workflowId, protocol, ...tenant } = found;
  return { subjectId: id, tenant, process: { id: processId, workflowId, protocol }, before: { state } };
};

/** Commands an order that carries nothing but who and why. */
const command = async (
  ctx: UserContext,
  kind: Exclude<OrderKind, 'order.correct'>,
  { id, reason, commandId: asked }: z.output<typeof commandInput>,
  action?: string,
) => {
  const answer = await askCommand(ctx, { kind, id: asked }, async () => ({
    ...(await findOrder(ctx, id)),
    input: {},
    reason,
    ...(action ? { action } : {}),
  }));
  return mustNotBeRefused(answer);
};

/** Tries the step at which the order stands still again. Error: state_conflict when it doesn't. */
export const retry = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) => command(ctx, 'order.retry', input));

/** Asks the vendors what is true, adopts it and goes on. Error: state_conflict where the order doesn't stand still at a step of theirs. */
export const reconcile = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) => command(ctx, 'order.reconcile', input));

/** Goes on without the lines that the vendor refused. Error: state_conflict. */
export const leaveOut = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) => command(ctx, 'order.leave_out', input));

/** Undoes the purchase as far as it got (B38). Error: state_conflict once it has been bought at the vendor. */
export const undo = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) => command(ctx, 'order.undo', input));

/**
 * Gives up the undoing at which the order stands still: what it was to take back is left, and named; the rest is undone. The ledger
 * keeps who and why. Error: state_conflict where no undoing has failed.
 */
export const giveUp = procedureFor('order.give_up')
  .input(commandInput)
  .mutation(({ ctx, input }) => command(ctx, 'order.give_up', input, 'order.give_up_asked'));

/** Whose order it is, in the caller's scope. Throws not_found. */
const customerOfOrder = async ({ database, scope }: UserContext, orderId: string): Promise<string> => {
  const [order] = await database.read<{ id: string }>(scope, 'SELECT customer_id AS id FROM customer_order WHERE id = $1', [orderId]);
  if (!order) throw new Failure('not_found');
  return order.id;
};

/** Refuses an account that isn't the customer's whose order it is: the order would lose its own. */
const checkOwnTenant = async ({ database, scope }: UserContext, orderId: string, tenantId: string): Promise<void> => {
  const [order] = await database.read<{ own: boolean }>(
    scope,
    `SELECT EXISTS (SELECT FROM vendor_tenant t WHERE t.id = $2 AND t.customer_id = o.customer_id) AS own FROM customer_order o WHERE o.id = $1`,
    [orderId, tenantId],
  );
  if (!order) throw new Failure('not_found');
  if (!order.own) throw new FieldFailure([{ path: ['change', 'tenant', 'tenantId'], code: 'tenant_unknown' }]);
};

/**
 * Puts the account or the payment right, by the same schema as the purchase, and tries again; the difference is in the audit log. Errors:
 * faults at `change` (a card is the customer's own to choose, whoever else may correct), state_conflict when the failure isn't one of input.
 */
export const correct = procedureFor('order.change')
  .input(commandInput.extend({ change: orderCorrection }))
  .mutation(async ({ ctx, input: { id, reason, change, commandId: asked } }) => {
    const answer = await askCommand(ctx, { kind: 'order.correct', id: asked }, async () => {
      if (!change.tenant && !change.payment) throw new Failure('input_invalid');
      await ctx.dear.spend(ctx.user, 'vendor');
      if (change.tenant) await checkTenant(ctx, change.tenant, await customerOfOrder(ctx, id));
      if (change.tenant?.kind === 'known') await checkOwnTenant(ctx, id, change.tenant.tenantId);
      await checkCard(ctx, change.payment);
      // What was typed stays in the command's row; the audit log says, once it is carried in, what has changed.
      return { ...(await findOrder(ctx, id)), input: { change }, reason, action: 'order.correct_asked', after: {} };
    });
    return mustNotBeRefused(answer);
  });
