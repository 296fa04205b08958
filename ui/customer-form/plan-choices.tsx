import { For, Show, createSignal } from 'solid-js';
import { api, type Outputs } from '../api.js';
import { DateInput } from '../components/date-input.js';
import { NumberInput, readWholeNumber } from '../components/number-input.js';
import { ErrorState, Skeleton } from '../components/states.js';
import { failureOf, failureText, type FieldIssue } from '../failure.js';
import { formatNumber } from '../format/numbers.js';
import { localDateTimeIn } from '../format/times.js';
import type { FormState } from '../form-state.js';
import { language, messages } from '../i18n.js';
import { unitsText, unitWord } from '../timeline/units.js';
import './customer-form.css';
import { startHint } from './start-hint.js';
import { useQuery } from '../use-query.js';

export type ServicePlan = Outputs['catalog']['plans'][number];

/** One chosen plan, as it is typed. */
export interface PlanDraft {
  planId: string;
  units: string;
  startDate: string;
}

const words = messages('customerForm');
const manyPlans = 8;

export const usePlans = () => useQuery(() => ({ ...api.catalog.plans.queryOptions(undefined), staleTime: 300_000 }));

/** "Endpoint Guard · Business" in the present language. */
export const planTitle = (plan: ServicePlan): string =>
  language() === 'it' ? `${plan.productIt} · ${plan.nameIt}` : `${plan.productEn} · ${plan.nameEn}`;

/** The input that the server takes; a number that isn't one is sent as typed nowhere, as `planIssues` stops it. */
export const plansInput = (drafts: readonly PlanDraft[]) =>
  drafts.map(({ planId, units, startDate }) => ({ planId, units: readWholeNumber(units) ?? Number.NaN, startDate }));

const unitsIssue = (typed: string, plan: ServicePlan | undefined): Omit<FieldIssue, 'field'> | undefined => {
  const units = readWholeNumber(typed);
  if (typed.trim() === '') return { code: 'required', params: {} };
  if (units === undefined) return { code: 'not_a_number', params: {} };
  if (plan && units < plan.minUnits) return { code: 'too_small', params: { min: formatNumber(plan.minUnits) } };
  if (plan && units > plan.maxUnits) return { code: 'too_big', params: { max: formatNumber(plan.maxUnits) } };
  return undefined;
};

const dateIssue = (date: string, today: string): Omit<FieldIssue, 'field'> | undefined => {
  if (date === '') return { code: 'required', params: {} };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return { code: 'date', params: {} };
  return date < today ? { code: 'date_past', params: {} } : undefined;
};

/** What is wrong with the chosen plans, by their own limits and the customer's calendar. */
export const planIssues = (drafts: readonly PlanDraft[], plans: readonly ServicePlan[], timeZone: string): FieldIssue[] => {
  const today = localDateTimeIn(Date.now(), timeZone).slice(0, 10);
  return drafts.flatMap((draft, index) => {
    const units = unitsIssue(
      draft.units,
      plans.find((plan) => plan.id === draft.planId),
    );
    const date = dateIssue(draft.startDate, today);
    return [
      ...(units ? [{ field: `plans.${String(index)}.units`, ...units }] : []),
      ...(date ? [{ field: `plans.${String(index)}.startDate`, ...date }] : []),
    ];
  });
};

interface PlanChoicesProps {
  readonly drafts: readonly PlanDraft[];
  readonly timeZone: string;
  readonly form: FormState;
  readonly onChange: (drafts: PlanDraft[]) => void;
  /** Plans that the customer has already. */
  readonly held?: readonly string[];
}

/** All plans on one screen (A7): tick the ones to assign, give each its units and start date (A8). */
export const PlanChoices = (props: PlanChoicesProps) => {
  const plans = usePlans();
  const [search, setSearch] = createSignal('');
  const known = () => (plans.isSuccess ? plans.data : []);
  const shown = () => known().filter((plan) => planTitle(plan).toLowerCase().includes(search().trim().toLowerCase()));
  const today = () => localDateTimeIn(Date.now(), props.timeZone).slice(0, 10);
  const toggle = (plan: ServicePlan) => {
    const rest = props.drafts.filter((draft) => draft.planId !== plan.id);
    if (rest.length < props.drafts.length) props.onChange(rest);
    else props.onChange([...rest, { planId: plan.id, units: String(plan.minUnits), startDate: today() }]);
  };
  const edit = (planId: string, change: Partial<PlanDraft>) =>
    props.onChange(props.drafts.map((draft) => (draft.planId === planId ? { ...draft, ...change } : draft)));
  return (
    <Show when={!plans.isError} fallback={<ErrorState text={failureText(failureOf(plans.error))} onRetry={() => void plans.refetch()} />}>
      <Show when={plans.isSuccess} fallback={<Skeleton kind="rows" lines={5} />}>
        <Show when={known().length > manyPlans}>
          <input
            class="control"
            type="search"
            aria-label={words().plans.search}
            placeholder={words().plans.search}
            maxLength={100}
            value={search()}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </Show>
        <div class="plan-list panel" role="group" aria-label={words().plans.choose}>
          <For each={shown()} fallback={<p class="panel-body soft">{words().plans.none}</p>}>
            {(plan) => (
              <PlanRow
                plan={plan}
                index={props.drafts.findIndex((draft) => draft.planId === plan.id)}
                drafts={props.drafts}
                held={props.held?.includes(plan.id) ?? false}
                today={today()}
                timeZone={props.timeZone}
                form={props.form}
                onToggle={() => toggle(plan)}
                onEdit={(change) => edit(plan.id, change)}
              />
            )}
          </For>
        </div>
      </Show>
    </Show>
  );
};

interface PlanRowProps {
  readonly plan: ServicePlan;
  readonly index: number;
  readonly drafts: readonly PlanDraft[];
  readonly held: boolean;
  readonly today: string;
  readonly timeZone: string;
  readonly form: FormState;
  readonly onToggle: () => void;
  readonly onEdit: (change: Partial<PlanDraft>) => void;
}

const PlanRow = (props: PlanRowProps) => {
  const draft = () => props.drafts[props.index];
  const field = (part: 'units' | 'startDate') => `plans.${String(props.index)}.${part}`;
  const edit = (part: 'units' | 'startDate', value: string) => {
    props.onEdit({ [part]: value });
    props.form.changed(field(part));
  };
  const limits = () => words().plans.range(formatNumber(props.plan.minUnits), unitsText(props.plan.maxUnits, props.plan.unitType));
  return (
    <div class="plan-choice" data-chosen={draft() ? '' : undefined}>
      <label class="check">
        <input type="checkbox" checked={draft() !== undefined} disabled={props.held} onChange={() => props.onToggle()} />
        <span>
          <b>{planTitle(props.plan)}</b>
          <span class="small soft">
            {props.held ? words().plans.held : language() === 'it' ? props.plan.descriptionIt : props.plan.descriptionEn}
          </span>
        </span>
      </label>
      <Show when={draft()}>
        {(chosen) => (
          <div class="plan-fields">
            <NumberInput
              name={field('units')}
              label={words().plans.units}
              hint={limits()}
              value={chosen().units}
              min={props.plan.minUnits}
              max={props.plan.maxUnits}
              unit={unitWord(readWholeNumber(chosen().units) ?? 0, props.plan.unitType)}
              error={props.form.errorOf(field('units'))}
              onInput={(units) => edit('units', units)}
            />
            <DateInput
              name={field('startDate')}
              label={words().plans.start}
              hint={startHint(chosen().startDate, props.today, props.timeZone)}
              value={chosen().startDate}
              min={props.today}
              error={props.form.errorOf(field('startDate'))}
              onInput={(date) => edit('startDate', date)}
              onBlur={() => props.form.touch(field('startDate'))}
            />
          </div>
        )}
      </Show>
    </div>
  );
};
