import { Temporal } from 'temporal-polyfill';

/** True for an IANA time-zone name that this machine knows, such as "Europe/Rome". Offsets and abbreviations are refused. */
export const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** True for a calendar date "YYYY-MM-DD" that exists. */
export const isDate = (text: string): boolean => {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
};

/** True for a time of day "HH:mm" by the 24-hour clock. */
export const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** True for a local date and time "YYYY-MM-DDTHH:mm" that exists in the calendar. */
export const isLocalDateTime = (text: string): boolean => {
  try {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return false;
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
};

/**
 * The instant (ISO-8601, UTC) of a wall-clock time in a zone. A time that a daylight-saving change
 * skips moves forward by the gap; one that happens twice is its first occurrence (RFC 5545).
 */
export const instantOf = (localDateTime: string, timeZone: string): string =>
  new Date(
    Temporal.PlainDateTime.from(localDateTime).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds,
  ).toISOString();

/** Whether a wall-clock time comes in a zone `once`, never (`skipped`, as clocks go forward) or `twice` (as they go back). */
export const occurrenceOf = (localDateTime: string, timeZone: string): 'once' | 'skipped' | 'twice' => {
  const local = Temporal.PlainDateTime.from(localDateTime);
  const [first, last] = (['earlier', 'later'] as const).map((disambiguation) => local.toZonedDateTime(timeZone, { disambiguation }));
  if (first!.epochMilliseconds === last!.epochMilliseconds) return 'once';
  return first!.toPlainDateTime().equals(local) ? 'twice' : 'skipped';
};

/** The instant (ISO-8601, UTC) at which a date begins in a zone; where midnight is skipped, the day's first instant. */
export const startOfDate = (date: string, timeZone: string): string =>
  new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).startOfDay().epochMilliseconds).toISOString();

/** The calendar date "YYYY-MM-DD" that an instant falls on in a zone. */
export const dateAt = (instant: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The wall-clock time "YYYY-MM-DDTHH:mm" of an instant in a zone. */
export const localDateTimeAt = (instant: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
