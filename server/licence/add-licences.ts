import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { randomUUID } from 'node:crypto';
import type { PlanChoice } from '../../domain/customer/create-customer.js';
import type { LicenceChange } from '../../domain/licence/licence.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import type { NewRows } from '../insert-rows.js';
import type { ApplyLicenceInput } from '../../workflows/contracts/apply-licence.js';
import { actorOf } from '../context.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { outboxRows, type Command } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import type { UserContext } from '../trpc.js';

export interface AddedLicence {
  readonly id: string;
  readonly planId: string;
  readonly planName: { readonly en: string; readonly it: string };
  readonly unitType: string;
  readonly units: number;
  readonly startDate: string;
}

type PlanRow = Awaited<ReturnType<typeof readPlans>>[number];

/** Sold by subscription in the marketplace, through another vendor's API; never assigned as a licence. */
export const notAssignable = 'microsoft';

const readPlans = (tx: Tx, plans: readonly PlanChoice[]) =>
  tx.plan.findMany({
    where: { id: { in: plans.map((plan) => plan.planId) }, active: true, product: { active: true, vendor: { not: notAssignable } } },
    include: { product: true },
  });

const checkPlans = (plans: readonly PlanChoice[], known: ReadonlyMap<string, PlanRow>): void => {
  const faults = plans.flatMap((choice, index) => {
    const plan = known.get(choice.planId);
    if (!plan) return [{ path: ['plans', index, 'planId'], code: 'plan' }];
    if (choice.units < plan.minUnits) return [{ path: ['plans', index, 'units'], code: 'too_small', params: { min: plan.minUnits } }];
    if (choice.units > plan.maxUnits) return [{ path: ['plans', index, 'units'], code: 'too_big', params: { max: plan.maxUnits } }];
    return [];
  });
  if (faults.length > 0) throw new FieldFailure(faults);
};

/** The name under which people see a plan's licence. */
export const licenceTitle = (plan: { nameEn: string; product: { nameEn: string } }): string => `${plan.product.nameEn} · ${plan.nameEn}`;

interface StartedLicence {
  readonly id: string;
  readonly tenant: CustomerTenant;
  readonly title: string;
  readonly change: LicenceChange;
  readonly at: string;
  readonly ordinal: number;
}

/** The process of a licence's change and the command that starts it. */
const licenceProcess = (ctx: UserContext, licence: StartedLicence) => {
  const processId = randomUUID();
  const workflowId = workflowIdOf('licence', licence.id, licence.ordinal);
  const input: ApplyLicenceInput = { licenceId: licence.id, processId, change: licence.change, at: licence.at };
  const command: Command = { command: 'start', workflowId, workflowType: workflowTypes.licence, args: [input] };
  const row = {
    id: processId,
    ...licence.tenant,
    kind: 'licence',
    protocol: 'commands',
    subjectId: licence.id,
    workflowId,
    title: licence.title,
    startedBy: ctx.user.id,
    nextKind: 'licence_start',
    nextAt: licence.at,
    input: { change: licence.change },
  };
  return { workflowId, command, row };
};

/** Writes a process for a licence's change; the command that is returned starts it. */
export const startLicenceProcess = async (
  tx: Tx,
  ctx: UserContext,
  licence: StartedLicence,
): Promise<{ workflowId: string; command: Command }> => {
  const { row, ...started } = licenceProcess(ctx, licence);
  await tx.process.create({ data: row });
  return started;
};

export interface NewLicences {
  readonly rows: NewRows;
  readonly added: AddedLicence[];
  readonly workflowIds: string[];
}

/** Subscriptions of assigned plans and what starts them, ready to be written. Faults name the row and field. */
export const newLicences = async (
  tx: Tx,
  ctx: UserContext,
  tenant: CustomerTenant,
  plans: readonly PlanChoice[],
  startOf: (date: string) => string,
): Promise<NewLicences> => {
  if (plans.length === 0) return { rows: {}, added: [], workflowIds: [] };
  const known = new Map((await readPlans(tx, plans)).map((plan) => [plan.id, plan]));
  checkPlans(plans, known);
  const rows = plans.map((choice) => ({ choice, plan: known.get(choice.planId)!, id: randomUUID(), startsAt: startOf(choice.startDate) }));
  const started = rows.map(({ plan, id, startsAt }) =>
    licenceProcess(ctx, { id, tenant, title: licenceTitle(plan), change: 'start', at: startsAt, ordinal: 1 }),
  );
  const actor = actorOf(ctx.user);
  const written: NewRows = {
    subscription: rows.map(({ choice, id, startsAt }) => ({
      id,
      ...tenant,
      source: 'assigned',
      planId: choice.planId,
      units: choice.units,
      targetUnits: choice.units,
      startDate: new Date(`${choice.startDate}T00:00:00Z`),
      startsAt,
      state: 'scheduled',
    })),
    process: started.map(({ row }) => row),
    outbox: outboxRows(started.map(({ command }) => command)),
    timelineEvent: rows.map(({ choice, plan, id }) => ({
      ...tenant,
      subjectId: id,
      kind: 'licence_assigned' satisfies TimelineKind,
      actorId: actor.id,
      actorName: actor.name,
      dedupeKey: `assigned:${id}`,
      params: { title: licenceTitle(plan), units: choice.units, unitType: plan.product.unitType, date: choice.startDate },
    })),
  };
  return {
    rows: written,
    added: rows.map(({ choice, plan, id }) => ({
      id,
      planId: plan.id,
      planName: { en: `${plan.product.nameEn} · ${plan.nameEn}`, it: `${plan.product.nameIt} · ${plan.nameIt}` },
      unitType: plan.product.unitType,
      units: choice.units,
      startDate: choice.startDate,
    })),
    workflowIds: started.map(({ workflowId }) => workflowId),
  };
};
