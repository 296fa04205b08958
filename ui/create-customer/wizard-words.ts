import { isLocalDateTime } from '../../domain/calendar/local-time.js';
import { clockName } from '../customer-form/places.js';
import { localDateTimeOf } from '../customer-form/email-when.js';
import { planTitle, type ServicePlan } from '../customer-form/plan-choices.js';
import { readWholeNumber } from '../components/number-input.js';
import { formatList } from '../format/numbers.js';
import { formatDate, formatLocalDateTime } from '../format/times.js';
import { readDate } from '../format/calendar-days.js';
import { messages } from '../i18n.js';
import { unitsText } from '../timeline/units.js';
import type { WizardDraft } from './draft.js';

const words = messages('createCustomer');

/** "Endpoint Guard · Business: 25 endpoints from 1 Dec 2025", for each chosen plan. */
export const planLines = (draft: WizardDraft, plans: readonly ServicePlan[]): string[] =>
  draft.plansChoice !== 'assign'
    ? []
    : draft.plans.flatMap((choice) => {
        const plan = plans.find((one) => one.id === choice.planId);
        if (plan === undefined) return [];
        const units = readWholeNumber(choice.units);
        const date = readDate(choice.startDate) === undefined ? '…' : formatDate(choice.startDate);
        return [words().planLine(planTitle(plan), units === undefined ? '…' : unitsText(units, plan.unitType), date)];
      });

/** "immediately" or "28 Nov 2025, 09:00 Rome time". */
export const emailWhenText = (draft: WizardDraft): string => {
  if (draft.accountEmail.when === 'now') return words().emailNow;
  const complete = isLocalDateTime(localDateTimeOf(draft.accountEmail));
  return complete ? formatLocalDateTime(localDateTimeOf(draft.accountEmail), draft.facts.timeZone) : `… ${clockName(draft.facts.timeZone)}`;
};

export const personName = (draft: WizardDraft): string => `${draft.facts.contact.firstName} ${draft.facts.contact.lastName}`.trim();

/** What Save will do, in one sentence. */
export const promiseText = (draft: WizardDraft, plans: readonly ServicePlan[]): string => {
  const lines = planLines(draft, plans);
  return words().promise({
    accountName: draft.facts.accountName.trim(),
    person: personName(draft),
    plans: lines.length === 0 ? words().promisePlans.none() : words().promisePlans.some(formatList(lines)),
    when: draft.accountEmail.when === 'now' ? words().promiseNow : words().promiseDate(emailWhenText(draft)),
  });
};
