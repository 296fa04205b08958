import { z } from 'zod';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { startOfDate, isDate, dateAt } from '../../domain/calendar/local-time.js';
import { isSettled } from '../../domain/command/command.js';
import { commandId } from '../../domain/command/kinds.js';
import { idempotencyKey, planChoices } from '../../domain/customer/create-customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { startDateFault } from '../../domain/licence/start-date.js';
import type { LicenceChange } from '../../domain/licence/licence.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { subscriptionEnds } from '../../domain/subscription/subscription.js';
import { reasonText } from '../../domain/text/safe-text.js';
import type { Tx } from '../../prisma/client.js';
import { insertRows } from '../insert-rows.js';
import { licenceCalledOff } from '../../workflows/contracts/apply-licence.js';
import { writeAudit } from '../audit/write-audit.js';
import { askCommand, mustNotBeRefused } from '../command/ask-command.js';
import { actorOf } from '../context.js';
import { holdOpen } from '../customer/hold-open.js';
import { checkStartDates } from './check-start-dates.js';
import { enqueue } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { once } from '../idempotency.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { newLicences, licenceTitle, startLicenceProcess } from './add-licences.js';

const CONFIRM_WITHIN_MS = 2_000;

const findLicence = async (tx: Tx, id: string) => {
  const found = await tx.subscription.findUnique({ where: { id, source: 'assigned' }, include: { plan: { include: { product: true } } } });
  if (!found) throw new Failure('not_found');
  await holdOpen(tx, found.customerId);
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: found.customerId } });
  return { ...found, customer };
};
type Found = Awaited<ReturnType<typeof findLicence>>;

const tenantOf = ({ tier1Id, channelId, customerId }: Found) => ({ tier1Id, channelId, customerId });

const processOf = (tx: Tx, licenceId: string) =>
  tx.process.findFirst({ where: { kind: 'licence', subjectId: licenceId, state: { in: [...activeProcessStates] } } });

/** Starts the process of a change; one at a time for a licence. */
const begin = async (tx: Tx, ctx: UserContext, licence: Found, change: LicenceChange): Promise<string> => {
  const ordinal = (await tx.process.count({ where: { kind: 'licence', subjectId: licence.id } })) + 1;
  const { workflowId, command } = await startLicenceProcess(tx, ctx, {
    id: licence.id,
    tenant: tenantOf(licence),
    title: licenceTitle(licence.plan),
    change,
    at: new Date().toISOString(),
    ordinal,
  });
  await enqueue(tx, [command]);
  return workflowId;
};

const record = async (
  tx: Tx,
  ctx: UserContext,
  licence: Found,
  action: string,
  kind: TimelineKind,
  facts: { before?: object; after?: object; params?: Record<string, string | number>; reason?: string },
): Promise<void> => {
  const actor = actorOf(ctx.user);
  const tenant = tenantOf(licence);
  await tx.timelineEvent.create({
    data: {
      ...tenant,
      subjectId: licence.id,
      kind,
      params: { title: licenceTitle(licence.plan), ...facts.params },
      actorId: actor.id,
      actorName: actor.name,
      dedupeKey: `${kind}:${licence.id}:${String(licence.version)}`,
    },
  });
  await writeAudit(tx, ctx, [
    { action, subjectType: 'licence', subjectId: licence.id, tenant, before: facts.before, after: facts.after, reason: facts.reason },
  ]);
};

const conflictAsRunning = (error: unknown): never => {
  if (isUniqueViolation(error, 'process')) throw new Failure('process_running');
  throw error;
};

/** Assigns more service plans to a customer (A10). Errors: state_conflict, faults by row and field. */
export const assignPlans = procedureFor('licence.write')
  .input(
    z.strictObject({ customerId: z.uuid(), idempotencyKey, plans: planChoices.refine((plans) => plans.length > 0, { error: 'required' }) }),
  )
  .mutation(async ({ ctx, input }) => {
    const { response } = await ctx.database.write(ctx.scope, async (tx) => {
      // Of two who assign the same plan at once the second one waits, and finds it held.
      await tx.$executeRaw`SELECT FROM customer WHERE id = ${input.customerId}::uuid FOR NO KEY UPDATE`;
      const customer = await tx.customer.findUnique({ where: { id: input.customerId } });
      if (!customer) throw new Failure('not_found');
      if (customer.state !== 'active') throw new Failure('state_conflict', { state: customer.state });
      checkStartDates(input.plans, customer.timeZone, new Date());
      const held = await tx.subscription.findMany({
        where: { customerId: customer.id, source: 'assigned', state: { notIn: [...subscriptionEnds] } },
        select: { planId: true },
      });
      const double = input.plans.flatMap(({ planId }, index) =>
        held.some((licence) => licence.planId === planId) ? [{ path: ['plans', index, 'planId'], code: 'plan_held' }] : [],
      );
      const tenant = { tier1Id: customer.tier1Id, channelId: customer.channelId, customerId: customer.id };
      return once(tx, { userId: ctx.user.id, procedure: 'licences.assign', key: input.idempotencyKey, request: input }, async () => {
        if (double.length > 0) throw new FieldFailure(double);
        const { rows, added, workflowIds } = await newLicences(tx, ctx, tenant, input.plans, (date) =>
          startOfDate(date, customer.timeZone),
        );
        await insertRows(tx, rows);
        await writeAudit(tx, ctx, [
          { action: 'licence.assign', subjectType: 'customer', subjectId: customer.id, tenant, after: { plans: input.plans } },
        ]);
        return { added, workflowIds };
      });
    });
    await ctx.outbox.dispatchNow(response.workflowIds, CONFIRM_WITHIN_MS);
    return { licences: response.added };
  });

/** Changes a licence's units (A10). Before its start only the record changes; later the vendor is told. Errors: changed_meanwhile, process_running, too_small/too_big at `units`. */
export const changeUnits = procedureFor('licence.write')
  .input(
    z.strictObject({
      licenceId: z.uuid(),
      units: z
        .number({ error: 'not_a_number' })
        .int({ error: 'not_a_number' })
        .min(1, { error: 'too_small' })
        .max(1_000_000, { error: 'too_big' }),
      version: z.int32(),
    }),
  )
  .mutation(async ({ ctx, input: { licenceId, units, version } }) => {
    const workflowId = await ctx.database
      .write(ctx.scope, async (tx) => {
        const licence = await findLicence(tx, licenceId);
        if (units < licence.plan.minUnits)
          throw new FieldFailure([{ path: ['units'], code: 'too_small', params: { min: licence.plan.minUnits } }]);
        if (units > licence.plan.maxUnits)
          throw new FieldFailure([{ path: ['units'], code: 'too_big', params: { max: licence.plan.maxUnits } }]);
        // Locked before its seats are counted: whoever gives one meanwhile waits, and finds fewer units.
        await tx.$executeRaw`SELECT FROM subscription WHERE id = ${licenceId}::uuid FOR NO KEY UPDATE`;
        const used = await tx.entitlement.count({ where: { subscriptionId: licenceId } });
        if (units < used) throw new FieldFailure([{ path: ['units'], code: 'units_in_use', params: { used } }]);
        const scheduled = licence.state === 'scheduled';
        if (!scheduled && licence.state !== 'active')
          throw new Failure(licence.version === version ? 'state_conflict' : 'changed_meanwhile', { state: licence.state });
        if (units === licence.units && licence.targetUnits === units) throw new FieldFailure([{ path: ['units'], code: 'unchanged' }]);
        const { count } = await tx.subscription.updateMany({
          where: { id: licenceId, version, state: licence.state },
          data: {
            targetUnits: units,
            version: { increment: 1 },
            updatedAt: new Date(),
            ...(scheduled ? { units } : { change: 'resize', state: 'provisioning' }),
          },
        });
        if (count === 0) throw new Failure('changed_meanwhile');
        await record(tx, ctx, licence, 'licence.change_units', 'licence_units_changed', {
          before: { units: licence.units },
          after: { units },
          params: { from: licence.units, to: units },
        });
        return scheduled ? undefined : begin(tx, ctx, licence, 'resize');
      })
      .catch(conflictAsRunning);
    if (workflowId) await ctx.outbox.dispatchNow([workflowId], CONFIRM_WITHIN_MS);
    return { ok: true };
  });

/** Asks the licence's running process to stop and take back what it asked the vendor for. */
const callOff = async (tx: Tx, ctx: UserContext, licence: Found, cause: 'ended' | 'given_up', reason: string): Promise<string> => {
  const running = await processOf(tx, licence.id);
  if (!running) throw new Failure('state_conflict', { state: licence.state });
  await enqueue(tx, [{ command: 'signal', workflowId: running.workflowId, signal: licenceCalledOff.name, args: [{ cause }] }]);
  const [action, kind] =
    cause === 'ended' ? (['licence.end', 'licence_end_asked'] as const) : (['licence.give_up', 'licence_given_up'] as const);
  await record(tx, ctx, licence, action, kind, { before: { state: licence.state }, reason, params: { reason } });
  return running.workflowId;
};

/** Ends a plan (A10): one that hasn't started is called off, an active one is taken back at the vendor. Errors: process_running, state_conflict. */
export const endLicence = procedureFor('licence.write')
  .input(z.strictObject({ licenceId: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input: { licenceId, reason } }) => {
    const workflowId = await ctx.database
      .write(ctx.scope, async (tx) => {
        const licence = await findLicence(tx, licenceId);
        if (licence.state === 'scheduled') {
          // Of two who press at once the second one finds another version.
          const { count: first } = await tx.subscription.updateMany({
            where: { id: licenceId, version: licence.version, state: 'scheduled' },
            data: { version: { increment: 1 }, updatedAt: new Date() },
          });
          if (first === 0) throw new Failure('state_conflict', { state: licence.state });
          return callOff(tx, ctx, licence, 'ended', reason);
        }
        const { count } = await tx.subscription.updateMany({
          where: { id: licenceId, state: 'active' },
          data: { state: 'ending', change: 'end', version: { increment: 1 }, updatedAt: new Date() },
        });
        if (count === 0) throw new Failure('state_conflict', { state: licence.state });
        await record(tx, ctx, licence, 'licence.end', 'licence_end_asked', {
          before: { state: licence.state },
          reason,
          params: { reason },
        });
        return begin(tx, ctx, licence, 'end');
      })
      .catch(conflictAsRunning);
    await ctx.outbox.dispatchNow([workflowId], CONFIRM_WITHIN_MS);
    return { ok: true };
  });

/**
 * Gives up a change that the vendor refused, or that is still being tried: what it may have done of it is taken back, and the licence is
 * as before the change (a start that is given up ends it). Error: state_conflict for any other one.
 */
export const giveUpLicence = procedureFor('licence.write')
  .input(z.strictObject({ licenceId: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input: { licenceId, reason } }) => {
    const workflowId = await ctx.database.write(ctx.scope, async (tx) => {
      const licence = await findLicence(tx, licenceId);
      // Of two who press at once the second one finds another version.
      const { count } = await tx.subscription.updateMany({
        where: { id: licenceId, version: licence.version, state: { in: ['failed', 'provisioning'] } },
        data: { version: { increment: 1 }, updatedAt: new Date() },
      });
      if (count === 0) throw new Failure('state_conflict', { state: licence.state });
      return callOff(tx, ctx, licence, 'given_up', reason);
    });
    await ctx.outbox.dispatchNow([workflowId], CONFIRM_WITHIN_MS);
    return { ok: true };
  });

/** Retries every licence of a customer that failed for good (A12), and nothing else. */
export const retryFailedLicences = procedureFor('licence.write')
  .input(z.strictObject({ customerId: z.uuid() }))
  .mutation(async ({ ctx, input: { customerId } }) => {
    const rows = await ctx.database.read<{
      process_id: string;
      workflow_id: string;
      protocol: string;
      id: string;
      tier1_id: string;
      channel_id: string;
    }>(
      ctx.scope,
      `
      SELECT p.id AS process_id, p.workflow_id, p.protocol, l.id, l.tier1_id, l.channel_id
        FROM subscription l JOIN process p ON p.kind = 'licence' AND p.subject_id = l.id AND p.state = 'needs_attention'
       WHERE l.customer_id = $1 AND l.state = 'failed' ORDER BY l.created_at`,
      [customerId],
    );
    const answers = await Promise.all(
      rows.map((row) =>
        askCommand(ctx, { kind: 'licence.retry' }, () =>
          Promise.resolve({
            subjectId: row.id,
            tenant: { tier1Id: row.tier1_id, channelId: row.channel_id, customerId },
            process: { id: row.process_id, workflowId: row.workflow_id, protocol: row.protocol },
            input: {},
            before: { state: 'failed' },
          }),
        ),
      ),
    );
    const failed = answers.filter(({ state }) => isSettled(state) && state !== 'done').length;
    return { retried: answers.length - failed, failed };
  });

/** Moves the start of a licence that hasn't started. Errors: too_late, date_past and date_too_far at `startDate`. */
export const moveStart = procedureFor('licence.write')
  .input(z.strictObject({ licenceId: z.uuid(), startDate: z.string({ error: 'required' }).refine(isDate, { error: 'date' }), commandId }))
  .mutation(async ({ ctx, input: { licenceId, startDate, commandId: id } }) => {
    const answer = await askCommand(ctx, { kind: 'licence.move_start', id }, async () => {
      const { licence, running } = await ctx.database.write(ctx.scope, async (tx) => ({
        licence: await findLicence(tx, licenceId),
        running: await processOf(tx, licenceId),
      }));
      if (licence.state !== 'scheduled' || !running) throw new Failure('too_late');
      const { timeZone } = licence.customer;
      const fault = startDateFault(startDate, dateAt(new Date(), timeZone));
      if (fault) throw new FieldFailure([{ path: ['startDate'], code: fault }]);
      return {
        subjectId: licenceId,
        tenant: tenantOf(licence),
        process: running,
        input: { at: startOfDate(startDate, timeZone), startDate },
        before: { startDate: licence.startDate },
        after: { startDate },
      };
    });
    return mustNotBeRefused(answer);
  });
