import { Temporal } from 'temporal-polyfill';

export const windowClocks = ['elapsed-hours', 'utc-days'] as const;
export type WindowClock = (typeof windowClocks)[number];

/** How long a lot can be cancelled, as its product's policy says. */
export interface CancellationWindow {
  readonly windowHours: number;
  readonly windowClock: WindowClock;
}

/**
 * The instant (ISO-8601 UTC) at which a lot's window closes; from that instant on it is closed. Elapsed hours count from the
 * purchase; UTC days last to the end of the day that many days after it. Fixed when the lot is made, never computed again.
 */
export const windowEndOf = ({ windowHours, windowClock }: CancellationWindow, boughtAt: string): string => {
  const bought = Temporal.Instant.from(boughtAt);
  const end =
    windowClock === 'elapsed-hours'
      ? bought.add({ hours: windowHours })
      : bought
          .toZonedDateTimeISO('UTC')
          .startOfDay()
          .add({ days: Math.floor(windowHours / 24) + 1 })
          .toInstant();
  return end.toString({ smallestUnit: 'millisecond' });
};
