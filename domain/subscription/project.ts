import { z } from 'zod';
import { endOfTerm } from './charge-cycle.js';
import { decideCharges } from './decide-charges.js';
import { decideRenewal, renewalPrices } from './decide-renewal.js';
import { totalOfLines, type AmountLine, type Reason } from './decision.js';
import { isBefore } from './standing.js';
import { renewalChoices, subscriptionFacts, type SubscriptionFacts } from './subscription-facts.js';
import { dateOf, dayAt, dayOf, midnightOf, monthsAfter } from './utc-day.js';

export const projectRequest = z.strictObject({
  months: z.int().min(1).max(120).default(24),
  /** What renewals cost, by date: of each the last one that holds by then. */
  prices: z.array(renewalPrices.extend({ from: z.iso.date() })).min(1),
  /** Another choice than the one that is made, to be seen beside it. */
  renewal: z.enum(renewalChoices).optional(),
  scheduledChange: subscriptionFacts.shape.scheduledChange.optional(),
});
export type ProjectRequest = z.infer<typeof projectRequest>;

/** A charge that will be, if nothing is changed. */
export interface ChargeAhead extends AmountLine {
  /** ISO-8601 UTC. */
  readonly at: string;
}

export interface Projection {
  readonly currency: string;
  readonly charges: readonly ChargeAhead[];
  readonly totalMinor: number;
  /** What the ends of terms bring, in order. */
  readonly terms: readonly { readonly at: string; readonly reason: Reason; readonly units: number }[];
  /** The last day that was looked at. */
  readonly through: string;
}

const priceOn = (prices: ProjectRequest['prices'], date: string): ProjectRequest['prices'][number] | undefined =>
  prices.filter(({ from }) => from <= date).sort((a, b) => b.from.localeCompare(a.from))[0] ?? prices[0];

const chargesAt = (lines: readonly AmountLine[]): ChargeAhead[] => lines.map((line) => ({ ...line, at: `${line.from}T00:00:00.000Z` }));

/** Renewals after which it stops all the same: a term has at least a day. */
const MOST_TERMS = 4_000;

/**
 * What a subscription will cost (requirement B48), to the cent, by the same functions that charge it: of the cycles that begin after now, for
 * so many months. Another choice is looked at by naming it.
 */
export const project = (facts: SubscriptionFacts, request: ProjectRequest, now: string): Projection => {
  const horizon = monthsAfter(dayAt(now), request.months);
  let state: SubscriptionFacts = {
    ...facts,
    renewal: request.renewal ?? facts.renewal,
    scheduledChange: request.scheduledChange === undefined ? facts.scheduledChange : request.scheduledChange,
  };
  const charges: ChargeAhead[] = [];
  const terms: { at: string; reason: Reason; units: number }[] = [];
  for (let count = 0; state.term && count < MOST_TERMS; count += 1) {
    const lastDay = Math.min(dayOf(state.term.endsOn), horizon - 1);
    charges.push(...chargesAt(decideCharges(state, midnightOf(lastDay)).lines));
    const at = endOfTerm(state.term);
    if (!isBefore(at, midnightOf(horizon))) break;
    const { prices } = request;
    const { from: _from, ...price } = priceOn(prices, at.slice(0, 10)) ?? {
      from: '',
      unitPriceMinor: null,
      monthlyTermUnitPriceMinor: null,
    };
    const renewal = decideRenewal(state, price, at);
    terms.push({ at, reason: renewal.reason, units: renewal.after?.units ?? 0 });
    if (!renewal.after || renewal.after.state === 'expired') break;
    charges.push(...chargesAt(renewal.lines));
    state = renewal.after;
  }
  return { currency: facts.currency, charges, totalMinor: totalOfLines(charges), terms, through: dateOf(horizon - 1) };
};
