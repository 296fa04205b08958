import { dateOf, dayOf, midnightOf, monthsAfter, wholeMonthsSince, type UtcDay } from './utc-day.js';

export const billingCycles = ['monthly', 'annual', 'upfront'] as const;
export type BillingCycle = (typeof billingCycles)[number];

/** `trial`: free, becomes a paid term. `extended`: month to month after a term, to be left on any day. */
export const termKinds = ['regular', 'trial', 'extended'] as const;
export type TermKind = (typeof termKinds)[number];

/** What was agreed to, in dates "YYYY-MM-DD" by UTC. */
export interface Term {
  readonly kind: TermKind;
  readonly startsOn: string;
  /** The last day; it is included. */
  readonly endsOn: string;
  /** The day whose day of the month all charge cycles begin on; the term's end falls on it too. */
  readonly anchor: string;
  /** ISO 8601: P1M, P1Y, P3Y; P30D for a trial. */
  readonly termDuration: string;
  readonly billingCycle: BillingCycle;
}

const DURATION = /^P([1-9]\d{0,2})([DMY])$/;

/** Months of a duration, or days of one that is counted in days. Throws a RangeError for what is no duration of one unit. */
export const lengthOf = (duration: string): { readonly months: number } | { readonly days: number } => {
  const [, count, unit] = DURATION.exec(duration) ?? [];
  if (count === undefined) throw new RangeError(`${duration} is no term`);
  return unit === 'D' ? { days: Number(count) } : { months: Number(count) * (unit === 'Y' ? 12 : 1) };
};

/** Which of two durations is longer, as a number: below none the first is shorter. A month counts as 30 days beside days. */
export const compareDurations = (a: string, b: string): number => {
  const days = (duration: string): number => {
    const length = lengthOf(duration);
    return 'days' in length ? length.days : length.months * 30;
  };
  return days(a) - days(b);
};

export type NewTerm = Pick<Term, 'termDuration' | 'billingCycle'> & {
  readonly kind?: TermKind;
  /** Of the term before, whose day of the month is kept where the new one begins on it. */
  readonly anchor?: string;
  /** Co-termination: the last day that the vendor lists for it. */
  readonly endsOn?: string;
};

const isOnGrid = (anchor: UtcDay, day: UtcDay): boolean => monthsAfter(anchor, wholeMonthsSince(anchor, day)) === day;

/** The day after the last one of a term that begins on a day and isn't cut short. */
const naturalEnd = (starts: UtcDay, anchor: UtcDay, duration: string): UtcDay => {
  const length = lengthOf(duration);
  return 'days' in length ? starts + length.days : monthsAfter(anchor, wholeMonthsSince(anchor, starts) + length.months);
};

/**
 * A term that begins on a day. Its last day is included: P1Y from 1 March ends on 28 or 29 February. Where its end is set by
 * co-termination it is shorter, and its charge cycles are counted back from that end, so that the first one is cut short and those after
 * it fall together with the other's. Throws a RangeError for an end that is before its beginning or past the natural one.
 */
export const termFrom = (startsOn: string, { termDuration, billingCycle, kind = 'regular', anchor, endsOn }: NewTerm): Term => {
  const starts = dayOf(startsOn);
  const kept = anchor !== undefined && isOnGrid(dayOf(anchor), starts) ? dayOf(anchor) : starts;
  const natural = naturalEnd(starts, kept, termDuration);
  const told = { kind, startsOn, termDuration, billingCycle };
  if (endsOn === undefined) return { ...told, endsOn: dateOf(natural - 1), anchor: dateOf(kept) };
  const end = dayOf(endsOn) + 1;
  if (end <= starts || end > natural) throw new RangeError(`a term from ${startsOn} can't end on ${endsOn}`);
  const otherAnchor = anchor !== undefined && isOnGrid(dayOf(anchor), end) ? dayOf(anchor) : end;
  return { ...told, endsOn, anchor: dateOf(otherAnchor) };
};

/** The first instant at which a term is over: midnight (UTC) after its last day. */
export const endOfTerm = ({ endsOn }: Pick<Term, 'endsOn'>): string => midnightOf(dayOf(endsOn) + 1);

/** The days for which one charge is made. */
export interface ChargeCycle {
  readonly from: UtcDay;
  /** The day after its last. */
  readonly to: UtcDay;
  /** How many days the whole cycle has, which the price of a unit is for. More than are billed where co-termination cuts the first one short. */
  readonly cycleDays: number;
}

const MONTHS: Readonly<Record<Exclude<BillingCycle, 'upfront'>, number>> = { monthly: 1, annual: 12 };

/** The charge cycle of a term that a day is in. Throws a RangeError for a day outside of the term, or a term whose end its anchor doesn't meet. */
export const cycleAt = (term: Term, day: UtcDay): ChargeCycle => {
  const [starts, end, anchor] = [dayOf(term.startsOn), dayOf(term.endsOn) + 1, dayOf(term.anchor)];
  if (day < starts || day >= end) throw new RangeError(`${dateOf(day)} isn't in the term from ${term.startsOn} to ${term.endsOn}`);
  const length = lengthOf(term.termDuration);
  if ('days' in length) return { from: starts, to: end, cycleDays: end - starts };
  if (!isOnGrid(anchor, end)) throw new RangeError(`a term with the anchor ${term.anchor} can't end on ${term.endsOn}`);
  const months = term.billingCycle === 'upfront' ? length.months : Math.min(MONTHS[term.billingCycle], length.months);
  const last = wholeMonthsSince(anchor, end);
  const cyclesToEnd = Math.ceil((last - wholeMonthsSince(anchor, day)) / months);
  const boundary = (cycles: number): UtcDay => monthsAfter(anchor, last - cycles * months);
  const [from, to] = [boundary(cyclesToEnd), boundary(cyclesToEnd - 1)];
  return { from: Math.max(from, starts), to, cycleDays: to - from };
};

/** All charge cycles of a term that begin on a day or later, in order. */
export const cyclesFrom = (term: Term, day: UtcDay): ChargeCycle[] => {
  const [starts, end] = [dayOf(term.startsOn), dayOf(term.endsOn) + 1];
  const cycles: ChargeCycle[] = [];
  for (let next = Math.max(starts, Math.min(day, end)); next < end;) {
    const cycle = cycleAt(term, next);
    if (cycle.from >= day) cycles.push(cycle);
    next = cycle.to;
  }
  return cycles;
};
