import { createSignal, onCleanup } from 'solid-js';
import { isTimeZone } from '../../domain/calendar/local-time.js';
import { language, locale, messages } from '../i18n.js';
import { plural } from './numbers.js';
import { zoneName } from './zone-name.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const shell = messages('shell');

const formats = new Map<string, Intl.DateTimeFormat>();
const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale()}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known;
};

/** A date by the given form. What is no date, or of a zone that this device doesn't know, stays as it came: half-typed input is shown too. */
const written = (options: Intl.DateTimeFormatOptions, date: Date, asItCame: string): string => {
  try {
    return formatter(options).format(date);
  } catch (error) {
    if (error instanceof RangeError) return asItCame;
    throw error;
  }
};

const [now, setNow] = createSignal(Date.now());
let listeners = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The present time in ms, read again each 15 s for as long as something on screen uses it. */
export const useNow = (): (() => number) => {
  listeners += 1;
  if (listeners === 1) {
    setNow(Date.now());
    timer = setInterval(() => setNow(Date.now()), 15_000);
  }
  onCleanup(() => {
    listeners -= 1;
    if (listeners === 0) clearInterval(timer);
  });
  return now;
};

/** A span of time in at most two units: "3 days 4 h", "20 min", "less than a minute". */
export const formatSpan = (ms: number): string => {
  const words = shell().time;
  const size = Math.abs(ms);
  if (size < minuteMs) return words.moment;
  if (size < hourMs) return `${Math.floor(size / minuteMs)} min`;
  const minutes = Math.floor((size % hourMs) / minuteMs);
  if (size < dayMs) return `${Math.floor(size / hourMs)} h${minutes > 0 && size < 6 * hourMs ? ` ${minutes} min` : ''}`;
  const days = Math.floor(size / dayMs);
  const hours = Math.floor((size % dayMs) / hourMs);
  const dayText = `${days} ${plural(days, words.days)}`;
  if (days >= 60) return `${Math.round(days / 30.44)} ${words.months}`;
  return hours > 0 && days < 7 ? `${dayText} ${hours} h` : dayText;
};

/** "in 3 days 4 h" or "12 min ago". */
export const formatRelative = (instant: string, nowMs: number): string => {
  const difference = Date.parse(instant) - nowMs;
  if (Math.abs(difference) < minuteMs && difference <= 0) return shell().time.justNow;
  return difference > 0 ? shell().time.ahead(formatSpan(difference)) : shell().time.ago(formatSpan(difference));
};

const [readerZone, setReaderZone] = createSignal<string>();

/** The zone of this device. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** From now on, times without a zone of their own are told by the clock of the person who is signed in. */
export const tellTimesIn = setReaderZone;
/** The zone in which this reader is told times that have none of their own. */
export const toldIn = (): string => readerZone() ?? deviceZone();
const ownZone = toldIn;

/** "28 Nov 2025, 09:00", in the given zone or the reader's own. */
export const formatDateTime = (instant: string, timeZone?: string): string =>
  written({ dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone ?? ownZone() }, new Date(instant), instant);

/** "09:00", by the reader's own clock: for what happens while one looks at it. */
export const formatTime = (instant: string): string => written({ timeStyle: 'short', timeZone: ownZone() }, new Date(instant), instant);

/** "28 Nov 2025": the day of an instant, in the given zone or the reader's own. */
export const formatDay = (instant: string, timeZone?: string): string =>
  written({ dateStyle: 'medium', timeZone: timeZone ?? ownZone() }, new Date(instant), instant);

/** "28 Nov 2025, 09:00 Rome time": never leaves in doubt which clock is meant. */
export const formatDateTimeZone = (instant: string, timeZone?: string): string =>
  `${formatDateTime(instant, timeZone)} ${zoneName(timeZone ?? ownZone(), language())}`;

/** "28 Nov 2025" for a calendar date "YYYY-MM-DD"; no zone can move it. */
export const formatDate = (date: string): string => written({ dateStyle: 'medium', timeZone: 'UTC' }, new Date(`${date}T00:00:00Z`), date);

/** A wall-clock time "YYYY-MM-DDTHH:mm" of a zone, as "28 Nov 2025, 09:00 Rome time". */
export const formatLocalDateTime = (local: string, timeZone: string): string =>
  `${written({ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }, new Date(`${local}:00Z`), local.replace('T', ' '))} ${zoneName(timeZone, language())}`;

/** The wall-clock time "YYYY-MM-DDTHH:mm" of an instant in a zone; of one that this device doesn't know, in UTC. */
export const localDateTimeIn = (instant: string | number, timeZone: string): string => {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
  return parts.replace(' ', 'T');
};
