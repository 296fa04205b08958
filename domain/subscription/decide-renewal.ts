import { z } from 'zod';
import { dividedHalfUp } from '../money/prorate.js';
import { cycleAt, endOfTerm, lengthOf, termFrom, type NewTerm, type Term } from './charge-cycle.js';
import { chargeLine, chargeOfLine } from './charge-lines.js';
import { windowEndOf } from './cancellation-window.js';
import { decided, type Decision } from './decision.js';
import { subscriptionPolicy } from './policy.js';
import { isBefore, isExtensionOffered } from './standing.js';
import type { SeatLot, SubscriptionFacts } from './subscription-facts.js';
import { dateOf, dayOf } from './utc-day.js';

/** Prices of the day of the renewal, in minor units for one unit and charge cycle. */
export const renewalPrices = z.strictObject({
  /** Of what it renews to; null where it isn't sold any more. */
  unitPriceMinor: z.int().min(0).nullable(),
  /** Of the monthly term of the same plan; null where there is none. */
  monthlyTermUnitPriceMinor: z.int().min(0).nullable().default(null),
});
export type RenewalPrices = z.infer<typeof renewalPrices>;

export const renewalRequest = renewalPrices.extend({
  /** The id of the lot that the new term begins with. */
  lotId: z.string().min(1).optional(),
  /** What the vendor told of the renewal. */
  renewedAt: z.iso.datetime({ precision: 3 }).optional(),
  cancellableUntil: z.iso.datetime({ precision: 3 }).optional(),
  /** The rules that the new term is bought under; those of the term before where none are named. */
  policy: subscriptionPolicy.optional(),
});
export type RenewalRequest = z.infer<typeof renewalRequest>;

const CYCLE_MONTHS = { monthly: 1, annual: 12 } as const;
const WHOLE_BP = 10_000n;

/** A month's price of an extended term: the monthly term's and some more, or, where there is none, a month's part of the renewal's and more still. */
const extendedPrice = ({ policy, term }: SubscriptionFacts, prices: RenewalPrices): number | null => {
  const { monthlyTermUnitPriceMinor: monthly, unitPriceMinor } = prices;
  const { extendedTermRateBp, extendedTermWithoutMonthlyRateBp } = policy.term;
  if (monthly !== null) return dividedHalfUp(BigInt(monthly) * (WHOLE_BP + BigInt(extendedTermRateBp)), WHOLE_BP);
  if (unitPriceMinor === null || !term) return null;
  const length = lengthOf(term.termDuration);
  const whole = 'months' in length ? length.months : 1;
  const months = term.billingCycle === 'upfront' ? whole : Math.min(CYCLE_MONTHS[term.billingCycle], whole);
  return dividedHalfUp(BigInt(unitPriceMinor) * (WHOLE_BP + BigInt(extendedTermWithoutMonthlyRateBp)), WHOLE_BP * BigInt(months));
};

interface NextTerm {
  readonly reason: 'renews' | 'extends';
  readonly term: Term;
  readonly units: number;
  readonly planCode: string;
  readonly unitPriceMinor: number | null;
}

const soldNext = (facts: SubscriptionFacts, term: Term): NewTerm => {
  const { trialTermDuration, trialBillingCycle } = facts.policy.term;
  const { termDuration, billingCycle, endsOn } = facts.state === 'suspended' ? {} : (facts.scheduledChange ?? {});
  const before = term.kind === 'trial' ? { termDuration: trialTermDuration, billingCycle: trialBillingCycle } : term;
  return {
    anchor: term.anchor,
    termDuration: termDuration ?? before.termDuration,
    billingCycle: billingCycle ?? before.billingCycle,
    ...(endsOn === undefined ? {} : { endsOn }),
  };
};

const nextTermOf = (facts: SubscriptionFacts, term: Term, prices: RenewalPrices): NextTerm => {
  const startsOn = dateOf(dayOf(term.endsOn) + 1);
  const { units, planCode } = facts;
  if (facts.renewal === 'extend') {
    const month = { kind: 'extended', termDuration: 'P1M', billingCycle: 'monthly', anchor: term.anchor } as const;
    return { reason: 'extends', term: termFrom(startsOn, month), units, planCode, unitPriceMinor: extendedPrice(facts, prices) };
  }
  // What was arranged for the renewal doesn't outlive a suspension.
  const change = facts.state === 'suspended' ? {} : (facts.scheduledChange ?? {});
  return {
    reason: 'renews',
    term: termFrom(startsOn, soldNext(facts, term)),
    units: change.units ?? units,
    planCode: change.planCode ?? planCode,
    unitPriceMinor: prices.unitPriceMinor,
  };
};

const expired = (facts: SubscriptionFacts): SubscriptionFacts => ({
  ...facts,
  state: 'expired',
  units: 0,
  unitsInUse: 0,
  lots: [],
  scheduledChange: null,
  intents: [],
});

const renewedFacts = (facts: SubscriptionFacts, next: NextTerm, unitPriceMinor: number, request: RenewalRequest): SubscriptionFacts => {
  const policy = request.policy ?? facts.policy;
  const boughtAt = request.renewedAt ?? `${next.term.startsOn}T00:00:00.000Z`;
  const cancellableUntil = request.cancellableUntil ?? windowEndOf(policy.cancellation, boughtAt);
  const id = request.lotId ?? `${facts.id}/${next.term.startsOn}`;
  const lot: SeatLot = { id, units: next.units, unitPriceMinor, boughtAt, cancellableUntil, charges: [] };
  const first = cycleAt(next.term, dayOf(next.term.startsOn));
  const lots = [{ ...lot, charges: [chargeOfLine(chargeLine(lot, first))] }];
  const { units, planCode, term } = next;
  return { ...facts, planCode, units, term, lots, policy, scheduledChange: null, intents: [], promotionId: null };
};

const priceChanges = (facts: SubscriptionFacts, unitPriceMinor: number): boolean =>
  facts.lots.some((lot) => lot.unitPriceMinor !== unitPriceMinor);

/**
 * What happens at the end of the term, and what is charged then (requirement B44): the same before it, as what will be, and at it, as what
 * is. All units become one lot at the price of that day, with a window of its own. The vendor renews what is suspended too.
 */
export const decideRenewal = (facts: SubscriptionFacts, request: RenewalRequest, now: string): Decision => {
  const { term, state } = facts;
  if (!term) return decided(facts, 'refused', 'open_ended');
  if (state !== 'active' && state !== 'suspended')
    return decided(facts, 'refused', state === 'ended' || state === 'cancelled' || state === 'expired' ? 'already_over' : 'not_active');
  const effectiveAt = endOfTerm(term);
  const outcome = isBefore(now, effectiveAt) ? 'scheduled' : 'allowed';
  const when = outcome === 'scheduled' ? { until: effectiveAt, effectiveAt } : { since: effectiveAt, effectiveAt };
  if (facts.renewal === 'end' || (facts.renewal === 'extend' && !isExtensionOffered(facts))) {
    const seats = facts.unitsInUse > 0 ? (['seats_go'] as const) : [];
    return decided(facts, outcome, 'expires', { ...when, seatsToFree: facts.unitsInUse, warnings: seats, after: expired(facts) });
  }
  const next = nextTermOf(facts, term, request);
  if (next.unitPriceMinor === null)
    return decided(facts, 'refused', 'no_price', {
      ...when,
      effectiveAt: null,
      instead: [{ kind: 'ask_a_person', at: null, until: effectiveAt }],
    });
  const after = renewedFacts(facts, next, next.unitPriceMinor, request);
  const lines = after.lots.map((lot) => chargeLine(lot, cycleAt(next.term, dayOf(next.term.startsOn))));
  const seatsToFree = Math.max(0, facts.unitsInUse - next.units);
  const warnings = [
    ...(priceChanges(facts, next.unitPriceMinor) ? (['price_changes'] as const) : []),
    ...(seatsToFree > 0 ? (['seats_go'] as const) : []),
    ...(state === 'suspended' && facts.scheduledChange ? (['scheduled_change_dropped'] as const) : []),
    ...(facts.promotionId === null ? [] : (['promotion_lost'] as const)),
  ];
  return decided(facts, outcome, next.reason, { ...when, lines, seatsToFree, warnings, after });
};
