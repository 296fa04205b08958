/**
 * Days of the UTC calendar as whole numbers: how many have passed since 1 January 1970. Terms, charges and refunds count in them, as
 * vendors' dates are UTC days, so that no time zone and no daylight saving can shift an amount.
 */
export type UtcDay = number;

const DAY_MS = 86_400_000;

/** The day of a date "YYYY-MM-DD". Throws a RangeError for a date that isn't in the calendar. */
export const dayOf = (date: string): UtcDay => {
  const day = Date.parse(date) / DAY_MS;
  if (!Number.isInteger(day) || dateOf(day) !== date) throw new RangeError(`${date} is no date`);
  return day;
};

export const dateOf = (day: UtcDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day that an instant (ISO-8601) falls on. Throws a RangeError for what is no instant. */
export const dayAt = (instant: string): UtcDay => Math.floor(millisecondsOf(instant) / DAY_MS);

/** The first instant of a day, ISO-8601 UTC. */
export const midnightOf = (day: UtcDay): string => new Date(day * DAY_MS).toISOString();

export const millisecondsOf = (instant: string): number => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`${instant} is no instant`);
  return ms;
};

const HOUR_MS = 3_600_000;

/** The instant so many hours later; fewer than none lie before it. */
export const hoursAfter = (instant: string, hours: number): string => new Date(millisecondsOf(instant) + hours * HOUR_MS).toISOString();

/** Whole hours from one instant to another; none where the other one is past. */
export const wholeHoursBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((millisecondsOf(to) - millisecondsOf(from)) / HOUR_MS));

/**
 * The day so many months after an anchor: the same day of the month, or the month's last where it has none such. Counted from the anchor
 * each time, so that 31 January gives 28 February and then 31 March.
 */
export const monthsAfter = (anchor: UtcDay, months: number): UtcDay => {
  const from = new Date(anchor * DAY_MS);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastOfMonth)) / DAY_MS;
};

/** How many whole months of an anchor have passed on a day: the last n for which `monthsAfter(anchor, n)` isn't later. */
export const wholeMonthsSince = (anchor: UtcDay, day: UtcDay): number => {
  const [from, to] = [new Date(anchor * DAY_MS), new Date(day * DAY_MS)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return monthsAfter(anchor, months) <= day ? months : months - 1;
};
