import type { UpdateDefinition } from '@temporalio/common';
import { z } from 'zod';
import { accountEmailWhen } from '../../domain/customer/create-customer.js';
import { isLocalDateTime } from '../../domain/calendar/local-time.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates, type ProcessInput } from '../../domain/process/process.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { callOffAccountEmail, moveAccountEmail, sendAccountEmailNow } from '../../workflows/contracts/open-customer.js';
import { auditedCommand } from '../audit/audited-command.js';
import { writeAudit } from '../audit/write-audit.js';
import { dueAtOf, scheduleAccountEmail } from './schedule-account-email.js';
import { procedureFor, type UserContext } from '../trpc.js';

const CONFIRM_WITHIN_MS = 2_000;
const localDateTime = z.string({ error: 'required' }).refine(isLocalDateTime, { error: 'date_time' });

/** The customer and its waiting e-mail process, as the caller's scope sees them. */
const waitingEmail = async (ctx: UserContext, customerId: string) => {
  const [row] = await ctx.database.read<{
    workflow_id: string;
    state: string;
    time_zone: string;
    next_at: string | null;
    tier1_id: string;
    channel_id: string;
  }>(
    ctx.scope,
    `SELECT p.workflow_id, p.state, p.next_at, c.time_zone, c.tier1_id, c.channel_id FROM customer c
       LEFT JOIN process p ON p.customer_id = c.id AND p.kind = 'customer' AND p.state IN ('queued', 'running', 'waiting', 'needs_attention') WHERE c.id = $1`,
    [customerId],
  );
  if (!row) throw new Failure('not_found');
  if (!row.workflow_id) throw new Failure('too_late');
  return {
    queued: row.state === 'queued',
    workflowId: row.workflow_id,
    timeZone: row.time_zone,
    dueAt: row.next_at,
    tenant: { tier1Id: row.tier1_id, channelId: row.channel_id, customerId },
  };
};

/** Commands the waiting e-mail's process. One that the engine hasn't started yet isn't too late but too early: the caller may try again. */
const command = async <Args extends unknown[]>(
  ctx: UserContext,
  email: Awaited<ReturnType<typeof waitingEmail>>,
  definition: UpdateDefinition<void, Args>,
  args: Args,
  deed: { action: string; after: object; reason?: string },
): Promise<void> => {
  const { tenant } = email;
  const fact = { subjectType: 'customer', subjectId: tenant.customerId, tenant, before: { dueAt: email.dueAt }, ...deed };
  try {
    await auditedCommand(ctx, () => ctx.engine.update(email.workflowId, definition, args), [fact]);
  } catch (error) {
    throw email.queued && error instanceof Failure && error.code === 'too_late' ? new Failure('engine_unreachable') : error;
  }
};

/** Moves the waiting account e-mail to another time of the customer's zone (A6). Errors: too_late, engine_unreachable. */
export const moveEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), localDateTime }))
  .mutation(async ({ ctx, input }) => {
    const email = await waitingEmail(ctx, input.customerId);
    const dueAt = dueAtOf({ when: 'date', localDateTime: input.localDateTime }, email.timeZone, new Date(), ['localDateTime']);
    const deed = { action: 'account_email.move', after: { dueAt } };
    await command(ctx, email, moveAccountEmail, [{ dueAt, actor: { id: ctx.user.id } }], deed);
    return { dueAt };
  });

/** Sends the waiting account e-mail at once. Errors: too_late, engine_unreachable. */
export const sendEmailNow = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    const email = await waitingEmail(ctx, input.customerId);
    const deed = { action: 'account_email.send_now', after: { dueAt: new Date().toISOString() } };
    await command(ctx, email, sendAccountEmailNow, [{ actor: { id: ctx.user.id } }], deed);
    return { ok: true };
  });

/** Leaves what a person typed in the process's row, where the worker finds it for the timeline: text of people stays out of the engine. */
const leaveReason = (ctx: UserContext, workflowId: string, reason: string): Promise<void> =>
  ctx.database.write(ctx.scope, async (tx) => {
    const { input } = await tx.process.findUniqueOrThrow({ where: { workflowId } });
    const kept = input as ProcessInput & object;
    await tx.process.update({ where: { workflowId }, data: { input: { ...kept, reasons: { ...kept.reasons, [ctx.user.id]: reason } } } });
  });

/** Calls the waiting account e-mail off. Errors: too_late, engine_unreachable. */
export const callOffEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input }) => {
    const email = await waitingEmail(ctx, input.customerId);
    await leaveReason(ctx, email.workflowId, input.reason);
    const deed = { action: 'account_email.call_off', after: { dueAt: null }, reason: input.reason };
    await command(ctx, email, callOffAccountEmail, [{ actor: { id: ctx.user.id } }], deed);
    return { ok: true };
  });

/** Schedules an account e-mail anew, after one was called off, failed or went out. Errors: process_running, state_conflict (customer not active). */
export const scheduleEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), accountEmail: accountEmailWhen }))
  .mutation(async ({ ctx, input: { customerId, accountEmail } }) => {
    const { workflowId, dueAt } = await ctx.database.write(ctx.scope, async (tx) => {
      const customer = await tx.customer.findUnique({ where: { id: customerId } });
      if (!customer) throw new Failure('not_found');
      if (customer.state !== 'active') throw new Failure('state_conflict', { state: customer.state });
      const running = await tx.process.count({
        where: { kind: 'customer', subjectId: customerId, state: { in: [...activeProcessStates] } },
      });
      if (running > 0) throw new Failure('process_running');
      const user = await tx.appUser.findFirst({
        where: { customerId, role: 'customer_admin', deletedAt: null },
        orderBy: { createdAt: 'asc' },
      });
      if (!user) throw new Failure('not_found');
      const tenant = { tier1Id: customer.tier1Id, channelId: customer.channelId, customerId };
      const due = dueAtOf(accountEmail, customer.timeZone, new Date());
      const started = await scheduleAccountEmail(tx, ctx, {
        tenant,
        userId: user.id,
        to: customer.contactEmail,
        emergency: customer.emergencyEmail ?? undefined,
        language: customer.language,
        dueAt: due,
        title: customer.company,
        occasion: 'again',
      });
      await writeAudit(tx, ctx, [
        { action: 'account_email.schedule', subjectType: 'customer', subjectId: customerId, tenant, after: { dueAt: due } },
      ]);
      return { workflowId: started, dueAt: due };
    });
    await ctx.outbox.dispatchNow([workflowId], CONFIRM_WITHIN_MS);
    return { dueAt };
  });
