import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { correctOrder, leaveOutLines, retryOrder, undoOrder } from '../../workflows/contracts/purchase.js';
import { auditedCommand } from '../audit/audited-command.js';
import { checkCard, checkTenant } from '../checkout/check-choices.js';
import { actorOf } from '../context.js';
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
  const [found] = await ctx.database.read<{ tier1Id: string; channelId: string; customerId: string; state: string; workflowId: string }>(
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

/** Leaves a correction in the order's row, for the workflow to carry in: the engine isn't told what people type. */
const leave = (ctx: UserContext, id: string, correctionId: string, change: object, reason: string): Promise<number> => {
  const left = JSON.stringify({ change, reason, actorName: actorOf(ctx.user).name });
  return ctx.database.write(
    ctx.scope,
    (tx) => tx.$executeRaw`
    UPDATE customer_order SET input = jsonb_set(jsonb_set(input, '{corrections}', coalesce(input -> 'corrections', '{}')), ARRAY['corrections', ${correctionId}], ${left}::jsonb)
     WHERE id = ${id}::uuid`,
  );
};

/**
 * Puts the account or the payment right, by the same schema as the purchase, and tries again; the difference is in the audit log. Errors:
 * faults at `change`, state_conflict when the failure isn't one of input, engine_unreachable.
 */
export const correct = procedureFor('order.change')
  .input(commandInput.extend({ change: orderCorrection }))
  .mutation(async ({ ctx, input }) => {
    const { id, reason, change } = input;
    if (!change.tenant && !change.payment) throw new Failure('input_invalid');
    await checkTenant(ctx, change.tenant);
    if (ctx.user.customerId) await checkCard(ctx, change.payment);
    const correctionId = randomUUID();
    if ((await leave(ctx, id, correctionId, change, reason)) === 0) throw new Failure('not_found');
    return command(ctx, input, 'order.correct_asked', (workflowId) =>
      ctx.engine.update(workflowId, correctOrder, [{ actor: by(ctx), correctionId }]),
    );
  });
