import { Temporal } from 'temporal-polyfill';

/**
 * The instant (ISO-8601 UTC) at which a term ends: its last day is included, so it is the midnight (UTC) after the day before
 * the anniversary. 31 January and a month is 28 February's midnight. Source: the vendor's end dates are inclusive, at the end of a UTC day.
 */
export const termEndOf = (startsAt: string, termDuration: string): string => {
  const day = Temporal.Instant.from(startsAt).toZonedDateTimeISO('UTC').toPlainDate();
  return day.add(Temporal.Duration.from(termDuration)).toZonedDateTime('UTC').toInstant().toString({ smallestUnit: 'millisecond' });
};
