import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { correctOrder, giveUpUndo, leaveOutLines, reconcileOrder, retryOrder, undoOrder } from '../../workflows/contracts/purchase.js';
import { auditedCommand } from '../audit/audited-command.js';
import { checkCard, checkTenant } from '../checkout/check-choices.js';
import { actorOf } from '../context.js';
import { FieldFailure } from '../errors/issues-of.js';
import { procedureFor, type UserContext } from '../trpc.js';

const commandInput = z.strictObject({ id: z.uuid(), reason: reasonText() });

/** The order in scope and its workflow; a command to it is kept in the audit log with who and why. */
const command = async (
  ctx: UserContext,
  { id, reason }: { id: string; reason: string },
  action: string,
  send: (workflowId: string) => Promise<unknown>,
  after?: object,
): Promise<{ ok: true }> => {
  const [found] = await ctx.database.read<CustomerTenant & { state: string; workflowId: string }>(
    ctx.scope,
    `SELECT o.tier1_id AS "tier1Id", o.channel_id AS "channelId", o.customer_id AS "customerId", o.state, p.workflow_id AS "workflowId"
       FROM customer_order o JOIN process p ON p.kind = 'order' AND p.subject_id = o.id WHERE o.id = $1`,
    [id],
  );
  if (!found) throw new Failure('not_found');
  const { state, workflowId, ...tenant } = found;
  await auditedCommand(ctx, () => send(workflowId), [
    { action, subjectType: 'order', subjectId: id, tenant, before: { state }, after, reason },
  ]);
  return { ok: true };
};

const by = (ctx: UserContext) => ({ id: actorOf(ctx.user).id });

/** Tries the step at which the order stands still again. Errors: state_conflict when it doesn't, engine_unreachable. */
export const retry = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) =>
    command(ctx, input, 'order.retry', (workflowId) => ctx.engine.update(workflowId, retryOrder, [{ actor: by(ctx) }])),
  );

/** Asks the vendors what is true, adopts it and goes on. Errors: state_conflict where the order doesn't stand still at a step of theirs, engine_unreachable. */
export const reconcile = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) =>
    command(ctx, input, 'order.reconcile', (workflowId) => ctx.engine.update(workflowId, reconcileOrder, [{ actor: by(ctx) }])),
  );

/** Goes on without the lines that the vendor refused. Errors: state_conflict, engine_unreachable. */
export const leaveOut = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) =>
    command(ctx, input, 'order.leave_out', (workflowId) => ctx.engine.update(workflowId, leaveOutLines, [{ actor: by(ctx) }])),
  );

/** Undoes the purchase as far as it got (B38). Errors: state_conflict once it has been bought at the vendor, engine_unreachable. */
export const undo = procedureFor('order.change')
  .input(commandInput)
  .mutation(({ ctx, input }) =>
    command(ctx, input, 'order.undo', (workflowId) => ctx.engine.update(workflowId, undoOrder, [{ actor: by(ctx) }])),
  );

/** Leaves what a command carries in the order's row, for the workflow to carry in: the engine isn't told what people type. Error: not_found. */
const leave = async (ctx: UserContext, id: string, list: 'corrections' | 'giveUps', leftId: string, left: object): Promise<void> => {
  const text = JSON.stringify({ ...left, actorName: actorOf(ctx.user).name });
  const count = await ctx.database.write(
    ctx.scope,
    (tx) => tx.$executeRaw`
    UPDATE customer_order SET input = jsonb_set(jsonb_set(input, ARRAY[${list}], coalesce(input -> ${list}, '{}')), ARRAY[${list}, ${leftId}], ${text}::jsonb)
     WHERE id = ${id}::uuid`,
  );
  if (count === 0) throw new Failure('not_found');
};

/**
 * Gives up the undoing at which the order stands still: what it was to take back is left, and named; the rest is undone. The ledger
 * keeps who and why. Errors: state_conflict where no undoing has failed, engine_unreachable.
 */
export const giveUp = procedureFor('order.give_up')
  .input(commandInput)
  .mutation(async ({ ctx, input }) => {
    const giveUpId = randomUUID();
    await leave(ctx, input.id, 'giveUps', giveUpId, { reason: input.reason });
    return command(ctx, input, 'order.give_up_asked', (workflowId) =>
      ctx.engine.update(workflowId, giveUpUndo, [{ actor: by(ctx), giveUpId }]),
    );
  });

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
 * faults at `change` (a card is the customer's own to choose, whoever else may correct), state_conflict when the failure isn't one of input, engine_unreachable.
 */
export const correct = procedureFor('order.change')
  .input(commandInput.extend({ change: orderCorrection }))
  .mutation(async ({ ctx, input }) => {
    const { id, reason, change } = input;
    if (!change.tenant && !change.payment) throw new Failure('input_invalid');
    await checkTenant(ctx, change.tenant);
    if (change.tenant?.kind === 'known') await checkOwnTenant(ctx, id, change.tenant.tenantId);
    await checkCard(ctx, change.payment);
    const correctionId = randomUUID();
    await leave(ctx, id, 'corrections', correctionId, { change, reason });
    return command(ctx, input, 'order.correct_asked', (workflowId) =>
      ctx.engine.update(workflowId, correctOrder, [{ actor: by(ctx), correctionId }]),
    );
  });
