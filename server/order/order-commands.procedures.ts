import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { orderCorrection } from '../../domain/checkout/checkout.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { Tx } from '../../prisma/client.js';
import { correctOrder, leaveOutLines, retryOrder, undoOrder } from '../../workflows/contracts/purchase.js';
import { writeAudit } from '../audit/write-audit.js';
import { checkCard, checkTenant } from '../checkout/check-choices.js';
import { actorOf } from '../context.js';
import { procedureFor, type UserContext } from '../trpc.js';

const command = z.strictObject({ id: z.uuid(), reason: reasonText() });

/** The order in scope and its workflow; who asked and why goes to the audit log before the engine is asked. */
const ask = (ctx: UserContext, id: string, action: string, reason: string, extra?: (tx: Tx) => Promise<object>): Promise<string> =>
  ctx.database.write(ctx.scope, async (tx) => {
    const order = await tx.order.findUnique({ where: { id } });
    const process = await tx.process.findFirst({ where: { kind: 'order', subjectId: id } });
    if (!order || !process) throw new Failure('not_found');
    const { tier1Id, channelId, customerId, state } = order;
    const after = extra ? await extra(tx) : undefined;
    await writeAudit(tx, ctx, [
      { action, subjectType: 'order', subjectId: id, tenant: { tier1Id, channelId, customerId }, before: { state }, after, reason },
    ]);
    return process.workflowId;
  });

const by = (ctx: UserContext) => ({ id: actorOf(ctx.user).id });

/** Tries the step at which the order stands still again. Errors: state_conflict when it doesn't, engine_unreachable. */
export const retry = procedureFor('order.change')
  .input(command)
  .mutation(async ({ ctx, input }) => {
    const workflowId = await ask(ctx, input.id, 'order.retry_asked', input.reason);
    await ctx.engine.update(workflowId, retryOrder, [{ actor: by(ctx) }]);
    return { ok: true };
  });

/** Goes on without the lines that the vendor refused. Errors: state_conflict, engine_unreachable. */
export const leaveOut = procedureFor('order.change')
  .input(command)
  .mutation(async ({ ctx, input }) => {
    const workflowId = await ask(ctx, input.id, 'order.leave_out_asked', input.reason);
    await ctx.engine.update(workflowId, leaveOutLines, [{ actor: by(ctx) }]);
    return { ok: true };
  });

/** Undoes the purchase as far as it got (B38). Errors: state_conflict once it has been bought at the vendor, engine_unreachable. */
export const undo = procedureFor('order.change')
  .input(command)
  .mutation(async ({ ctx, input }) => {
    const workflowId = await ask(ctx, input.id, 'order.undo_asked', input.reason);
    await ctx.engine.update(workflowId, undoOrder, [{ actor: by(ctx) }]);
    return { ok: true };
  });

const leave = async (tx: Tx, ctx: UserContext, id: string, correctionId: string, change: object, reason: string): Promise<object> => {
  const left = JSON.stringify({ change, reason, actorName: actorOf(ctx.user).name });
  await tx.$executeRaw`
    UPDATE customer_order SET input = jsonb_set(jsonb_set(input, '{corrections}', coalesce(input -> 'corrections', '{}')), ARRAY['corrections', ${correctionId}], ${left}::jsonb)
     WHERE id = ${id}::uuid`;
  return { correctionId, change };
};

/**
 * Puts the account or the payment right, by the same schema as the purchase, and tries again. Errors: faults at `change`, state_conflict
 * when the failure isn't one of input, engine_unreachable.
 */
export const correct = procedureFor('order.change')
  .input(command.extend({ change: orderCorrection }))
  .mutation(async ({ ctx, input: { id, reason, change } }) => {
    if (!change.tenant && !change.payment) throw new Failure('input_invalid');
    await checkTenant(ctx, change.tenant);
    if (ctx.user.customerId) await checkCard(ctx, change.payment);
    const correctionId = randomUUID();
    const workflowId = await ask(ctx, id, 'order.correct_asked', reason, (tx) => leave(tx, ctx, id, correctionId, change, reason));
    await ctx.engine.update(workflowId, correctOrder, [{ actor: by(ctx), correctionId }]);
    return { ok: true };
  });
