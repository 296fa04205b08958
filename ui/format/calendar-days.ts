import { locale } from '../i18n.js';

const dayMs = 86_400_000;
const toDate = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
const toIso = (date: Date): string => date.toISOString().slice(0, 10);

/** The calendar date that many days later. */
export const addDays = (iso: string, days: number): string => toIso(new Date(toDate(iso).getTime() + days * dayMs));

/** The same day of another month, or that month's last day where it has fewer. */
export const addMonths = (iso: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return toIso(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))));
};

/** 0 for Monday to 6 for Sunday. */
export const weekday = (iso: string): number => (toDate(iso).getUTCDay() + 6) % 7;

/** The weeks of a month, Monday first, with the days of its neighbours that fill the first and the last. */
export const weeksOf = (iso: string): string[][] => {
  const first = `${iso.slice(0, 7)}-01`;
  const start = addDays(first, -weekday(first));
  const weeks = Array.from({ length: 6 }, (_week, week) => Array.from({ length: 7 }, (_day, day) => addDays(start, week * 7 + day)));
  return weeks.filter((days) => days.some((day) => day.startsWith(iso.slice(0, 7))));
};

/** "November 2025". */
export const monthName = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(toDate(iso));

/** "Friday 28 November 2025", as a calendar's day is read aloud. */
export const dayName = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeZone: 'UTC' }).format(toDate(iso));

/** The seven short names of the week's days, Monday first. */
export const weekdayNames = (): { short: string; long: string }[] =>
  Array.from({ length: 7 }, (_, day) => {
    const date = toDate(`2024-01-0${String(day + 1)}`);
    const name = (weekdayForm: 'short' | 'long') =>
      new Intl.DateTimeFormat(locale(), { weekday: weekdayForm, timeZone: 'UTC' }).format(date);
    return { short: name('short').slice(0, 2), long: name('long') };
  });

/** How a date is typed and shown in a field: 28/11/2025, in both languages. */
export const writeDate = (iso: string): string => iso.split('-').reverse().join('/');

/** The date that was typed as 28/11/2025, 28.11.25, 28-11-2025 or 2025-11-28; undefined when there is no such day. */
export const readDate = (typed: string): string | undefined => {
  const text = typed.trim();
  const dayFirst = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$/.exec(text);
  const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [year, month, day] = dayFirst ? [dayFirst[3], dayFirst[2], dayFirst[1]] : yearFirst ? yearFirst.slice(1) : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = toDate(iso);
  return !Number.isNaN(date.getTime()) && toIso(date) === iso ? iso : undefined;
};
