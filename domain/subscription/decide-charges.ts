import { cyclesFrom, endOfTerm } from './charge-cycle.js';
import { chargesBefore, withCharges } from './charge-lines.js';
import { decided, type Decision } from './decision.js';
import { earliest } from './standing.js';
import type { SubscriptionFacts } from './subscription-facts.js';
import { dayAt, dayOf, midnightOf } from './utc-day.js';

/** The midnight at which the next charge cycle begins after a day; the end of the term where it is the last one. */
const nextCharge = (facts: SubscriptionFacts, day: number): string | null => {
  if (!facts.term) return null;
  const next = cyclesFrom(facts.term, day + 1)[0];
  return earliest([next ? midnightOf(next.from) : null, endOfTerm(facts.term)]);
};

/**
 * What is to be charged by an instant of the cycles of the term that have begun, for each lot. What is suspended is charged too. Of what
 * was missed nothing is lost, and what was charged isn't charged again: each lot goes on from the last day it was charged for.
 */
export const decideCharges = (facts: SubscriptionFacts, now: string): Decision => {
  const { term, state } = facts;
  if (!term) return decided(facts, 'refused', 'open_ended');
  if (state !== 'active' && state !== 'suspended') return decided(facts, 'refused', 'nothing_due');
  const today = Math.min(dayAt(now), dayOf(term.endsOn));
  const lines = chargesBefore(facts, today + 1);
  const until = nextCharge(facts, today);
  if (lines.length === 0) return decided(facts, 'refused', 'nothing_due', { until });
  const after = { ...facts, lots: withCharges(facts.lots, lines) };
  return decided(facts, 'allowed', 'charges_due', { until, effectiveAt: now, lines, after });
};
