import { z } from 'zod';
import { accountEmailWhen } from '../../domain/customer/create-customer.js';
import { isLocalDateTime } from '../../domain/calendar/local-time.js';
import { commandId } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { writeAudit } from '../audit/write-audit.js';
import { askCommand, mustNotBeRefused } from '../command/ask-command.js';
import { dueAtOf, scheduleAccountEmail } from './schedule-account-email.js';
import { holdOpen } from '../customer/hold-open.js';
import { procedureFor, type UserContext } from '../trpc.js';

const CONFIRM_WITHIN_MS = 2_000;
const localDateTime = z.string({ error: 'required' }).refine(isLocalDateTime, { error: 'date_time' });

/** The customer and its waiting e-mail process, as the caller's scope sees them. Errors: not_found, too_late. */
const waitingEmail = async (ctx: UserContext, customerId: string) => {
  const [row] = await ctx.database.read<{
    id: string | null;
    workflow_id: string;
    protocol: string;
    time_zone: string;
    next_at: string | null;
    tier1_id: string;
    channel_id: string;
  }>(
    ctx.scope,
    `SELECT p.id, p.workflow_id, p.protocol, p.next_at, c.time_zone, c.tier1_id, c.channel_id FROM customer c
       LEFT JOIN process p ON p.customer_id = c.id AND p.kind = 'customer' AND p.state IN ('queued', 'running', 'waiting', 'needs_attention') WHERE c.id = $1`,
    [customerId],
  );
  if (!row) throw new Failure('not_found');
  if (!row.id) throw new Failure('too_late');
  return {
    timeZone: row.time_zone,
    asked: {
      subjectId: customerId,
      tenant: { tier1Id: row.tier1_id, channelId: row.channel_id, customerId },
      process: { id: row.id, workflowId: row.workflow_id, protocol: row.protocol },
      before: { dueAt: row.next_at },
    },
  };
};

/** Moves the waiting account e-mail to another time of the customer's zone (A6). Error: too_late. */
export const moveEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), localDateTime, commandId }))
  .mutation(async ({ ctx, input }) => {
    const answer = await askCommand(ctx, { kind: 'account_email.move', id: input.commandId }, async () => {
      const { asked, timeZone } = await waitingEmail(ctx, input.customerId);
      const dueAt = dueAtOf({ when: 'date', localDateTime: input.localDateTime }, timeZone, new Date(), ['localDateTime']);
      return { ...asked, input: { dueAt } };
    });
    return { ...mustNotBeRefused(answer), dueAt: String(answer.input.dueAt) };
  });

/** Sends the waiting account e-mail at once. Error: too_late. */
export const sendEmailNow = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), commandId }))
  .mutation(async ({ ctx, input }) => {
    const answer = await askCommand(ctx, { kind: 'account_email.send_now', id: input.commandId }, async () => {
      const { asked } = await waitingEmail(ctx, input.customerId);
      return { ...asked, input: {}, after: { dueAt: new Date().toISOString() } };
    });
    return mustNotBeRefused(answer);
  });

/** Calls the waiting account e-mail off. Error: too_late. */
export const callOffEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), reason: reasonText(), commandId }))
  .mutation(async ({ ctx, input: { customerId, reason, commandId: id } }) => {
    const answer = await askCommand(ctx, { kind: 'account_email.call_off', id }, async () => {
      const { asked } = await waitingEmail(ctx, customerId);
      return { ...asked, input: {}, after: { dueAt: null }, reason };
    });
    return mustNotBeRefused(answer);
  });

/** Schedules an account e-mail anew, after one was called off, failed or went out. Errors: process_running, state_conflict (customer not active). */
export const scheduleEmail = procedureFor('account_email.write')
  .input(z.strictObject({ customerId: z.uuid(), accountEmail: accountEmailWhen }))
  .mutation(async ({ ctx, input: { customerId, accountEmail } }) => {
    const { workflowId, dueAt } = await ctx.database.write(ctx.scope, async (tx) => {
      await holdOpen(tx, customerId);
      const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
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
