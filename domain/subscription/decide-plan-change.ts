import { z } from 'zod';
import { billingCycles, compareDurations, cycleAt, endOfTerm, termFrom, type Term } from './charge-cycle.js';
import { chargeLine, chargeOfLine } from './charge-lines.js';
import { decided, type Decision, type Reason } from './decision.js';
import { lotsWithout, takeUnits } from './decide-seat-change.js';
import { endDatesOf } from './end-dates.js';
import { subscriptionPolicy } from './policy.js';
import { amountsUntil, creditLines } from './refund-lines.js';
import { atRenewal, refusedAsItStands, refusedByLock, renewalLockOf } from './standing.js';
import type { SubscriptionFacts } from './subscription-facts.js';
import { dateOf, dayAt, dayOf } from './utc-day.js';

/** What is wanted instead: another plan, another term of the same one, or both; at once or from the next term on. */
export const planChangeRequest = z.strictObject({
  planCode: z.string().min(1),
  when: z.enum(['now', 'renewal']).default('now'),
  /** As they are, where none is named. */
  termDuration: z
    .string()
    .regex(/^P[1-9]\d{0,2}[MY]$/)
    .optional(),
  billingCycle: z.enum(billingCycles).optional(),
  /** How many units go over; all of them where none are named. */
  units: z.int().min(1).max(1_000_000).optional(),
  /** Today's price of a unit and charge cycle of what is wanted (minor units). */
  unitPriceMinor: z.int().min(0),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** What the vendor says of it; where it hasn't been asked, the targets of the policy. */
  eligible: z.boolean().optional(),
  /** A subscription that there is, which the units are to be part of. */
  into: z.strictObject({ id: z.string().min(1), endsOn: z.iso.date() }).optional(),
  /** The rules of what is wanted; those of today where none are named. */
  policy: subscriptionPolicy.optional(),
  /** The last day of the next term, one that the vendor lists. */
  endsOn: z.iso.date().optional(),
  /** The days that the vendor lists; where it hasn't been asked, the natural end and the end of a calendar month. */
  listedEnds: z.array(z.iso.date()).optional(),
});
export type PlanChangeRequest = z.infer<typeof planChangeRequest>;

const refused = (facts: SubscriptionFacts, reason: Reason, now: string): Decision =>
  decided(facts, 'refused', reason, { until: facts.term ? endOfTerm(facts.term) : null, instead: atRenewal(facts, now) });

/** Why it can't be done within the term; undefined where it can. */
const whyNotNow = (facts: SubscriptionFacts, term: Term, request: PlanChangeRequest): Reason | undefined => {
  const { policy, planCode, currency, units } = facts;
  const { termDuration = term.termDuration, billingCycle = term.billingCycle } = request;
  if (request.currency !== undefined && request.currency !== currency) return 'other_currency';
  if (term.kind === 'trial') return 'trial';
  if ((request.units ?? units) > units) return 'not_with_more_units';
  const longer = compareDurations(termDuration, term.termDuration);
  if (longer < 0) return 'shorter_term';
  if (request.into !== undefined && request.into.endsOn !== term.endsOn) return 'other_end_date';
  if (longer > 0 && !policy.term.longerTermMidTerm) return 'longer_term_not_offered';
  if (longer > 0 && (request.units ?? units) !== units) return 'not_an_upgrade';
  if (request.planCode === planCode) {
    if (longer > 0) return undefined;
    return billingCycle === term.billingCycle ? 'nothing_changes' : 'billing_at_renewal';
  }
  if (request.eligible ?? policy.term.upgradeTargets.includes(request.planCode))
    return policy.term.upgradeAllowed ? undefined : 'upgrade_not_offered';
  return policy.term.downgradeMidTerm ? undefined : 'not_an_upgrade';
};

/** The same end, unless the term is a longer one, which begins today. */
const termOfTarget = (
  term: Term,
  { termDuration = term.termDuration, billingCycle = term.billingCycle }: PlanChangeRequest,
  today: number,
): Term =>
  compareDurations(termDuration, term.termDuration) === 0
    ? { ...term, billingCycle }
    : termFrom(dateOf(today), { termDuration, billingCycle, anchor: term.anchor });

/** Seats that people hold go over with the units that leave no room for them. */
const seatsAfter = ({ unitsInUse }: SubscriptionFacts, unitsLeft: number) => {
  const stay = Math.min(unitsInUse, unitsLeft);
  return { stay, go: unitsInUse - stay };
};

const changeNow = (facts: SubscriptionFacts, term: Term, request: PlanChangeRequest, now: string): Decision => {
  const today = dayAt(now);
  const [units, longer] = [
    request.units ?? facts.units,
    compareDurations(request.termDuration ?? term.termDuration, term.termDuration) > 0,
  ];
  const taken = takeUnits(facts.lots, units);
  const credits = taken.flatMap(({ lot, units: gone }) => creditLines(lot, gone, today));
  const target = termOfTarget(term, request, today);
  const cycle = { ...cycleAt(target, today), from: today };
  // The windows don't begin anew: what goes over keeps the deadline of the lot that it comes from.
  const over = taken.map(({ lot, units: gone }, index) => {
    const id = `${facts.id}/${String(facts.changes + 1)}.${String(index + 1)}`;
    const { boughtAt, cancellableUntil } = lot;
    const line = chargeLine({ id, units: gone, unitPriceMinor: request.unitPriceMinor }, cycle);
    const moved = { id, units: gone, unitPriceMinor: request.unitPriceMinor, boughtAt, cancellableUntil, charges: [chargeOfLine(line)] };
    return { line, lot: moved };
  });
  const lines = [...credits, ...over.map(({ line }) => line)];
  const changed = { ...facts, scheduledChange: null, promotionId: null, changes: facts.changes + 1 };
  const sold = { planCode: request.planCode, term: target, policy: request.policy ?? facts.policy, lots: over.map(({ lot }) => lot) };
  const rest = facts.units - units;
  const seats = seatsAfter(facts, rest);
  // A whole subscription changes its plan; some of its units become one beside it, or part of one that there is.
  const isWhole = rest === 0 && request.into === undefined;
  const left: SubscriptionFacts = {
    ...changed,
    promotionId: facts.promotionId,
    units: rest,
    unitsInUse: seats.stay,
    lots: lotsWithout(facts.lots, taken, credits),
  };
  const into = {
    ...changed,
    ...sold,
    id: request.into?.id ?? `${facts.id}/${String(facts.changes + 1)}`,
    units,
    unitsInUse: seats.go,
    intents: [],
    changes: 0,
  };
  const warnings = [
    'cannot_be_undone' as const,
    ...(facts.promotionId === null ? [] : (['promotion_lost'] as const)),
    ...(facts.scheduledChange ? (['scheduled_change_dropped'] as const) : []),
  ];
  return decided(facts, 'allowed', longer ? 'longer_term' : 'upgraded', {
    until: endOfTerm(term),
    amountsUntil: amountsUntil({ ...facts, lots: [] }, lines, now),
    effectiveAt: now,
    lines,
    warnings,
    after: isWhole ? { ...changed, ...sold } : rest === 0 ? { ...left, state: 'ended' } : left,
    into: isWhole ? null : into,
  });
};

/** Why the next term can't be so; undefined where it can. */
const whyNotAtRenewal = (facts: SubscriptionFacts, term: Term, request: PlanChangeRequest): Reason | undefined => {
  const { endsOn, listedEnds, termDuration = term.termDuration, billingCycle = term.billingCycle } = request;
  if (request.currency !== undefined && request.currency !== facts.currency) return 'other_currency';
  if (endsOn !== undefined) {
    if (!facts.policy.term.coTermination) return 'no_co_termination';
    const listed = listedEnds ?? endDatesOf(dateOf(dayOf(term.endsOn) + 1), termDuration).map((end) => end.endsOn);
    return listed.includes(endsOn) ? undefined : 'no_co_termination';
  }
  const isSame = request.planCode === facts.planCode && termDuration === term.termDuration && billingCycle === term.billingCycle;
  return isSame && request.units === undefined && !facts.scheduledChange ? 'nothing_changes' : undefined;
};

const changeAtRenewal = (facts: SubscriptionFacts, term: Term, request: PlanChangeRequest, now: string): Decision => {
  const locked = refusedByLock(facts, now);
  if (locked) return locked;
  if (facts.renewal !== 'renew') return decided(facts, 'refused', 'renewal_off', { instead: atRenewal(facts, now) });
  const why = whyNotAtRenewal(facts, term, request);
  if (why !== undefined) return decided(facts, 'refused', why);
  const { planCode, termDuration, billingCycle, endsOn, units = facts.scheduledChange?.units } = request;
  const named = Object.entries({ planCode, termDuration, billingCycle, endsOn, units }).filter(([, value]) => value !== undefined);
  const after: SubscriptionFacts = { ...facts, scheduledChange: Object.fromEntries(named), changes: facts.changes + 1 };
  return decided(facts, 'scheduled', 'at_renewal', { until: renewalLockOf(facts), effectiveAt: endOfTerm(term), after });
};

/**
 * Whether a subscription can be another plan, or have another term, and what is charged and credited (requirement B42). Within the term only
 * upwards, to the same last day, or to a longer term that begins today: what isn't used of the old one is credited from today on, and the new
 * one is charged from today on, so that no day is paid twice. Everything else from the next term on.
 */
export const decidePlanChange = (facts: SubscriptionFacts, request: PlanChangeRequest, now: string): Decision => {
  const standing = refusedAsItStands(facts, now);
  if (standing) return standing;
  const { term, changes, policy } = facts;
  if (!term) return decided(facts, 'refused', 'open_ended');
  if (changes >= policy.term.changesAtMost)
    return decided(facts, 'refused', 'too_many_changes', { instead: [{ kind: 'ask_a_person', at: null, until: null }] });
  if (request.when === 'renewal') return changeAtRenewal(facts, term, request, now);
  const why = whyNotNow(facts, term, request);
  return why === undefined ? changeNow(facts, term, request, now) : refused(facts, why, now);
};
