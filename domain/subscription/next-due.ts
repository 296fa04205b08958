import { cyclesFrom, endOfTerm, lengthOf, type Term } from './charge-cycle.js';
import { isExtensionOffered, renewalLockOf } from './standing.js';
import type { SubscriptionFacts } from './subscription-facts.js';
import { dayOf, hoursAfter, midnightOf, millisecondsOf } from './utc-day.js';

export const dueKinds = [
  'window_ends',
  'charge',
  'renewal_notice',
  'renewal_charge',
  'intent',
  'renewal_locks',
  'renews',
  'extends',
  'expires',
] as const;
export type DueKind = (typeof dueKinds)[number];

/** Something that a date brings. */
export interface Due {
  readonly kind: DueKind;
  /** ISO-8601 UTC. */
  readonly at: string;
  /** The lot whose window ends, or the intent. */
  readonly subjectId?: string;
  /** Of a notice: how many days before the end of the term. */
  readonly days?: number;
}

const SHORT_TERM_DAYS = 31;
const AT_END = { renew: 'renews', end: 'expires', extend: 'extends' } as const;

/** A year is told of well before its end; a month would have only just begun. */
const noticeDaysOf = ({ policy }: SubscriptionFacts, { termDuration, startsOn, endsOn }: Term): number[] => {
  const length = lengthOf(termDuration);
  const isShort = 'days' in length ? length.days <= SHORT_TERM_DAYS : length.months === 1;
  const days = isShort ? policy.term.shortTermNoticeDays : policy.term.renewalNoticeDays;
  return days.filter((before) => before <= dayOf(endsOn) - dayOf(startsOn));
};

/** What a term brings besides its charges and windows. */
const endDues = (facts: SubscriptionFacts, term: Term): Due[] => {
  const [at, lock] = [endOfTerm(term), renewalLockOf(facts)];
  const end = dayOf(term.endsOn) + 1;
  const notices = noticeDaysOf(facts, term).map((days): Due => ({ kind: 'renewal_notice', at: midnightOf(end - days), days }));
  // Where it isn't extended any more, the choice to extend lets it end.
  const kind = facts.renewal === 'extend' && !isExtensionOffered(facts) ? 'expires' : AT_END[facts.renewal];
  const charge = lock !== null && kind !== 'expires' ? hoursAfter(lock, -facts.policy.term.renewalChargeHours) : null;
  const charged: Due[] = charge !== null && charge > midnightOf(dayOf(term.startsOn)) ? [{ kind: 'renewal_charge', at: charge }] : [];
  return [...notices, ...charged, ...(lock === null ? [] : [{ kind: 'renewal_locks' as const, at: lock }]), { kind, at }];
};

const ORDER = new Map(dueKinds.map((kind, index) => [kind, index]));

/** By date; at the same instant what closes comes before what begins. */
const byDate = (a: Due, b: Due): number =>
  millisecondsOf(a.at) - millisecondsOf(b.at) || (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0);

/** Everything that the dates of a subscription bring to the end of its term, after an instant (requirement B47), soonest first. */
export const duesAfter = (facts: SubscriptionFacts, after: string): Due[] => {
  const { term, state, lots, intents } = facts;
  if (!term || (state !== 'active' && state !== 'suspended')) return [];
  const end = endOfTerm(term);
  const windows = lots
    .filter(({ cancellableUntil }) => term.kind === 'regular' && millisecondsOf(cancellableUntil) < millisecondsOf(end))
    .map(({ id, cancellableUntil }): Due => ({ kind: 'window_ends', at: cancellableUntil, subjectId: id }));
  const charges = cyclesFrom(term, dayOf(term.startsOn) + 1).map(({ from }): Due => ({ kind: 'charge', at: midnightOf(from) }));
  const wanted = intents.map(({ id, firesAt }): Due => ({ kind: 'intent', at: firesAt, subjectId: id }));
  const all = [...windows, ...charges, ...wanted, ...endDues(facts, term)];
  return all.filter(({ at }) => millisecondsOf(at) > millisecondsOf(after)).sort(byDate);
};

/**
 * What comes next after an instant, all that fall on the same one together; null where nothing does. The instant is that up to which
 * everything was seen to, not the present one: so what was slept through is still to come, and nothing is done twice.
 */
export const nextDue = (facts: SubscriptionFacts, after: string): { readonly at: string; readonly dues: readonly Due[] } | null => {
  const dues = duesAfter(facts, after);
  const [first] = dues;
  return first ? { at: first.at, dues: dues.filter(({ at }) => millisecondsOf(at) === millisecondsOf(first.at)) } : null;
};
