import { endOfTerm } from './charge-cycle.js';
import { chargesAhead } from './charge-lines.js';
import { decided, totalOfLines, type Alternative, type Decision, type Reason } from './decision.js';
import { amountsUntil, refundLines } from './refund-lines.js';
import { earliest, endsOfTerm, isOpen, latest, refusedAsItStands, refusedByLock, renewalLockOf } from './standing.js';
import type { SeatLot, SubscriptionFacts } from './subscription-facts.js';
import { hoursAfter } from './utc-day.js';

const refundOf = (facts: SubscriptionFacts, lots: readonly SeatLot[], now: string) =>
  lots.flatMap((lot) => refundLines(facts, lot, lot.units, now));

const cancelled = (facts: SubscriptionFacts): SubscriptionFacts => ({
  ...facts,
  state: 'cancelled',
  units: 0,
  unitsInUse: 0,
  lots: [],
  scheduledChange: null,
  intents: [],
  changes: facts.changes + 1,
});

type Holds = Pick<Decision, 'since' | 'until'>;

const atOnce = (facts: SubscriptionFacts, reason: Reason, now: string, holds: Holds, refunded = facts.lots): Decision => {
  const lines = refundOf(facts, refunded, now);
  const seats = facts.unitsInUse > 0 ? (['seats_go'] as const) : [];
  return decided(facts, 'allowed', reason, {
    ...holds,
    amountsUntil: amountsUntil(facts, lines, now),
    effectiveAt: now,
    lines,
    seatsToFree: facts.unitsInUse,
    warnings: ['access_ends_at_once', 'cannot_be_undone', ...seats],
    instead: endsOfTerm(facts, now),
    after: cancelled(facts),
  });
};

/** Of some lots that are still open: what is left if they are given back. */
const fewerNow = (facts: SubscriptionFacts, open: readonly SeatLot[], now: string): Alternative[] => {
  if (open.length === 0 || !facts.policy.cancellation.partialReduction) return [];
  const units = facts.units - open.reduce((sum, lot) => sum + lot.units, 0);
  const until = earliest(open.map(({ cancellableUntil }) => cancellableUntil));
  return [{ kind: 'fewer_units_now', at: null, until, units, totalMinor: totalOfLines(refundOf(facts, open, now)) }];
};

const refusedTrial = (facts: SubscriptionFacts, startsAt: string, endsAt: string, now: string): Decision => {
  const until = hoursAfter(endsAt, facts.policy.cancellation.windowHours);
  const converted: Alternative[] = facts.renewal === 'end' ? [] : [{ kind: 'cancel_after_conversion', at: endsAt, until }];
  return decided(facts, 'refused', 'trial', { since: startsAt, until: endsAt, instead: [...converted, ...endsOfTerm(facts, now)] });
};

/** Ends with its term, without a refund: as its policy says of what is cancelled too late for one. */
const endsWithTerm = (facts: SubscriptionFacts, endsAt: string, now: string, instead: readonly Alternative[]): Decision => {
  if (facts.renewal === 'end') return decided(facts, 'refused', 'ends_already', { until: endsAt, instead });
  const locked = refusedByLock(facts, now);
  if (locked) return { ...locked, instead };
  const warnings = facts.scheduledChange ? (['scheduled_change_dropped'] as const) : [];
  const after: SubscriptionFacts = { ...facts, renewal: 'end', scheduledChange: null, changes: facts.changes + 1 };
  const owed = chargesAhead(facts);
  return decided(facts, 'scheduled', 'ends_with_term', {
    until: renewalLockOf(facts),
    effectiveAt: endsAt,
    owed,
    warnings,
    instead,
    after,
  });
};

/**
 * Whether a subscription can be cancelled at an instant, and what is given back (requirement B45). The whole of it can while each of its
 * lots is in its window; after that its policy says what holds. Licences under *keep and charge* stay, and the rest of the term is named.
 */
export const decideCancellation = (facts: SubscriptionFacts, now: string): Decision => {
  const standing = refusedAsItStands(facts, now);
  if (standing) return standing;
  const { term, lots } = facts;
  if (!term) return atOnce(facts, 'open_ended', now, { since: null, until: null });
  const endsAt = endOfTerm(term);
  const startsAt = `${term.startsOn}T00:00:00.000Z`;
  if (term.kind === 'trial') return refusedTrial(facts, startsAt, endsAt, now);
  if (term.kind === 'extended') return atOnce(facts, 'extended_term', now, { since: startsAt, until: endsAt });
  const deadlines = lots.map(({ cancellableUntil }) => cancellableUntil);
  const open = lots.filter((lot) => isOpen(facts, lot, now));
  if (open.length === lots.length) {
    const holds = { since: earliest(lots.map(({ boughtAt }) => boughtAt)), until: earliest([...deadlines, endsAt]) };
    return atOnce(facts, 'in_window', now, holds);
  }
  const fewer = fewerNow(facts, open, now);
  const { afterWindow } = facts.policy.cancellation;
  const since = open.length === 0 ? latest(deadlines) : earliest(deadlines);
  if (afterWindow === 'immediate') return atOnce(facts, 'ends_without_refund', now, { since, until: endsAt }, open);
  if (afterWindow === 'end-of-term') return endsWithTerm(facts, endsAt, now, fewer);
  const until = open.length === 0 ? endsAt : earliest([latest(open.map(({ cancellableUntil }) => cancellableUntil)), endsAt]);
  const owed = chargesAhead(facts);
  const instead = [...fewer, ...endsOfTerm(facts, now)];
  return decided(facts, 'refused', open.length === 0 ? 'window_closed' : 'some_lots_bound', { since, until, owed, instead });
};
