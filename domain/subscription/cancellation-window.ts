import { dayAt, hoursAfter, midnightOf } from './utc-day.js';

/** `vendor`: it tells each lot's deadline itself; until it has, the earlier of the two ways of counting holds. */
export const windowClocks = ['vendor', 'elapsed-hours', 'utc-days'] as const;
export type WindowClock = (typeof windowClocks)[number];

/** How long a lot can be cancelled, as its product's policy says. */
export interface CancellationWindow {
  readonly windowHours: number;
  readonly windowClock: WindowClock;
}

const HOURS_A_DAY = 24;

/**
 * The instant (ISO-8601 UTC) at which a lot's window closes; from that instant on it is closed. Elapsed hours count from the
 * purchase. Of UTC days the day of the purchase is the first, and the window lasts to the end of the last one: a deadline that is promised
 * too late costs a term. Fixed when the lot is made; only what the vendor tells replaces it.
 */
export const windowEndOf = ({ windowHours, windowClock }: CancellationWindow, boughtAt: string): string => {
  const elapsed = hoursAfter(boughtAt, windowHours);
  const days = midnightOf(dayAt(boughtAt) + Math.ceil(windowHours / HOURS_A_DAY));
  return { 'elapsed-hours': elapsed, 'utc-days': days, vendor: days < elapsed ? days : elapsed }[windowClock];
};
