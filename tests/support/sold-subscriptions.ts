import { cycleAt, termFrom, type NewTerm } from '../../domain/subscription/charge-cycle.js';
import { chargeLine, chargeOfLine } from '../../domain/subscription/charge-lines.js';
import { windowEndOf } from '../../domain/subscription/cancellation-window.js';
import { subscriptionPolicy, type SubscriptionPolicy } from '../../domain/subscription/policy.js';
import { subscriptionFacts, type SubscriptionFacts } from '../../domain/subscription/subscription-facts.js';
import { dateOf, dayAt } from '../../domain/subscription/utc-day.js';

type Cancelling = Partial<SubscriptionPolicy['cancellation']>;
type Changing = Partial<SubscriptionPolicy['term']>;

/** The rules of a licence of the new commerce, and how others differ from them. */
export const licencePolicy = (cancellation: Cancelling = {}, term: Changing = {}): SubscriptionPolicy =>
  subscriptionPolicy.parse({
    cancellation: {
      windowHours: 168,
      windowClock: 'elapsed-hours',
      refundRule: 'prorated-by-day',
      afterWindow: 'keep-and-charge',
      ...cancellation,
    },
    term: {
      upgradeAllowed: true,
      renewalNoticeDays: [30, 7],
      extendedTermRateBp: 300,
      extendedTermBoughtFrom: '2025-04-01',
      extendedTermEndingFrom: '2026-05-04',
      upgradeTargets: ['business-premium'],
      ...term,
    },
  });

export interface Sold extends Partial<Omit<SubscriptionFacts, 'term'>> {
  readonly at?: string;
  readonly units?: number;
  readonly unitPriceMinor?: number;
  readonly term?: Partial<NewTerm>;
}

/** A subscription as it stands right after it was bought: one lot, charged for its first cycle. */
export const soldSubscription = (sold: Sold = {}): SubscriptionFacts => {
  const { at = '2027-01-10T09:30:00.000Z', units = 10, unitPriceMinor = 1_005, term: wanted, policy = licencePolicy(), ...rest } = sold;
  const term = termFrom(dateOf(dayAt(at)), { termDuration: 'P1Y', billingCycle: 'monthly', ...wanted });
  const lot = { id: 'first', units, unitPriceMinor, boughtAt: at, cancellableUntil: windowEndOf(policy.cancellation, at) };
  const charges = [chargeOfLine(chargeLine(lot, cycleAt(term, dayAt(at))))];
  const named = { id: 'contoso', planCode: 'business-basic', state: 'active', currency: 'EUR', boughtAt: at };
  return subscriptionFacts.parse({ ...named, units, term, lots: [{ ...lot, charges }], policy, ...rest });
};

/** So many milliseconds later. */
export const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
