import { endOfTerm } from './charge-cycle.js';
import { decided, type Alternative, type Decision, type Reason } from './decision.js';
import type { SeatLot, SubscriptionFacts } from './subscription-facts.js';
import type { SubscriptionState } from './subscription.js';
import { hoursAfter, millisecondsOf } from './utc-day.js';

const WHY: Readonly<Record<SubscriptionState, Reason | null>> = {
  scheduled: 'not_there_yet',
  provisioning: 'not_there_yet',
  active: null,
  failed: 'not_active',
  suspended: 'suspended',
  ending: 'ending',
  ended: 'already_over',
  cancelled: 'already_over',
  expired: 'already_over',
};

export const isBefore = (instant: string, other: string): boolean => millisecondsOf(instant) < millisecondsOf(other);

/** The earlier of instants that are all written alike; null of none. */
export const earliest = (instants: readonly (string | null)[]): string | null =>
  instants.filter((instant) => instant !== null).sort((a, b) => millisecondsOf(a) - millisecondsOf(b))[0] ?? null;

export const latest = (instants: readonly string[]): string | null =>
  [...instants].sort((a, b) => millisecondsOf(b) - millisecondsOf(a))[0] ?? null;

const wait = (until: string): Alternative[] => [{ kind: 'wait', at: until, until: null }];

/**
 * Why nothing about a subscription can be changed just now, whatever it is: undefined where something can. The vendor refuses a second
 * change while it works on one, and any while it renews.
 */
export const refusedAsItStands = (facts: SubscriptionFacts, now: string): Decision | undefined => {
  const why = WHY[facts.state];
  if (why === 'suspended') return decided(facts, 'refused', why, { instead: [{ kind: 'reactivate', at: null, until: null }] });
  if (why !== null) return decided(facts, 'refused', why);
  const { term, pendingSince } = facts;
  const { operationHours, renewalHours } = facts.policy.term;
  if (pendingSince !== null) {
    const until = hoursAfter(pendingSince, operationHours);
    const instead: Alternative[] = isBefore(now, until) ? wait(until) : [{ kind: 'ask_a_person', at: null, until: null }];
    return decided(facts, 'refused', 'operation_pending', { since: pendingSince, until: isBefore(now, until) ? until : null, instead });
  }
  if (!term || isBefore(now, endOfTerm(term))) return undefined;
  const [since, until] = [endOfTerm(term), hoursAfter(endOfTerm(term), renewalHours)];
  return decided(facts, 'refused', 'renewal_under_way', { since, until: isBefore(now, until) ? until : null, instead: wait(until) });
};

/** The instant from which nothing about the renewal can be changed any more; null of what has no term. */
export const renewalLockOf = ({ term, policy }: SubscriptionFacts): string | null =>
  term ? hoursAfter(endOfTerm(term), -policy.term.renewalLockHours) : null;

/** Whether the vendor offers to go on month by month after this term. */
export const isExtensionOffered = ({ term, policy }: SubscriptionFacts): boolean => {
  const { extendedTermRateBp, extendedTermBoughtFrom, extendedTermEndingFrom } = policy.term;
  if (!term || term.kind === 'trial') return false;
  if (term.kind === 'extended') return true;
  return extendedTermRateBp > 0 && term.startsOn >= (extendedTermBoughtFrom ?? '') && term.endsOn >= (extendedTermEndingFrom ?? '');
};

/** What can be done at the end of the term, as long as nothing is locked. */
export const endsOfTerm = (facts: SubscriptionFacts, now: string): Alternative[] => {
  const lock = renewalLockOf(facts);
  if (!facts.term || lock === null || !isBefore(now, lock)) return [];
  const at = endOfTerm(facts.term);
  return [
    ...(facts.renewal === 'end' ? [] : [{ kind: 'end_with_term' as const, at, until: lock }]),
    ...(facts.renewal !== 'extend' && isExtensionOffered(facts) ? [{ kind: 'extend_month_to_month' as const, at, until: lock }] : []),
  ];
};

/** The same change at the end of the term, as long as nothing is locked; with automatic renewal off, that comes first. */
export const atRenewal = (facts: SubscriptionFacts, now: string, units?: number): Alternative[] => {
  const lock = renewalLockOf(facts);
  if (!facts.term || lock === null || !isBefore(now, lock)) return [];
  if (facts.renewal !== 'renew') return [{ kind: 'turn_renewal_on', at: null, until: lock }];
  return [{ kind: 'change_at_renewal', at: endOfTerm(facts.term), until: lock, ...(units === undefined ? {} : { units }) }];
};

/** Why the end of the term can't be arranged any more; undefined while it can. */
export const refusedByLock = (facts: SubscriptionFacts, now: string): Decision | undefined => {
  const lock = renewalLockOf(facts);
  if (!facts.term || lock === null || isBefore(now, lock)) return undefined;
  return decided(facts, 'refused', 'renewal_locked', { since: lock, until: endOfTerm(facts.term) });
};

/** A lot that can be given back. Of an extended term each can, on any day. */
export const isOpen = ({ term }: SubscriptionFacts, { cancellableUntil }: SeatLot, now: string): boolean =>
  term?.kind === 'extended' || isBefore(now, cancellableUntil);
