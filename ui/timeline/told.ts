import type { Finding } from '../../domain/order/finding.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import type { ProcessStand } from '../../domain/process/usual-time.js';
import { formatMoney } from '../format/money.js';
import { formatDate, formatDateTimeZone } from '../format/times.js';
import { language, messages } from '../i18n.js';
import type { Told } from '../messages/en/timeline.js';
import { unitsText } from './units.js';

const shell = messages('shell');
const timeline = messages('timeline');

const isInstant = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(value);
const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** "service 2: being set up → set up; account: not there → there". */
const findingsText = (found: readonly Finding[]): string =>
  found
    .map((one) => {
      const words = timeline().findings;
      const named = (state: string) => (one.of === 'line' ? shell().states.orderLine[state as typeof one.before] : words.standings[state]);
      return `${one.of === 'line' ? words.line(one.line) : words[one.of]}: ${String(named(one.before))} → ${String(named(one.after))}`;
    })
    .join('; ');

/** The facts of an event in the reader's language: instants by the given clock, failures as sentences, units with their word. */
export const tell = (params: Readonly<Record<string, unknown>>, timeZone: string | undefined): Told => {
  const told: Record<string, string | number | undefined> = {};
  for (const [name, value] of Object.entries(params)) {
    if (isInstant(value)) told[name] = formatDateTimeZone(value, timeZone);
    else if (isDate(value)) told[name] = formatDate(value);
    else if (name === 'failure' && isFailureCode(value)) told[name] = shell().failures[value];
    else if (typeof value === 'string' || typeof value === 'number') told[name] = value;
  }
  if (Array.isArray(params.found)) told.found = findingsText(params.found as readonly Finding[]);
  const inItalian = language() === 'it' ? params.titleIt : params.titleEn;
  const title = inItalian ?? params.title;
  if (typeof title === 'string') told.plan = title;
  if (typeof params.amountMinor === 'number' && typeof params.currency === 'string')
    told.amount = formatMoney(params.amountMinor, params.currency);
  if (typeof params.units === 'number') told.units = unitsText(params.units, typeof params.unitType === 'string' ? params.unitType : '');
  return told;
};

/** The sentence of something that happened; an event without one is named by its technical kind. */
export const eventText = (kind: string, params: Readonly<Record<string, unknown>>, timeZone: string | undefined): string => {
  const sentence = (timeline().events as Record<string, (told: Told) => string>)[kind];
  return sentence === undefined ? timeline().unknownEvent(kind) : sentence(tell(params, timeZone));
};

/** The sentence of something that will happen. */
export const nextText = (kind: string, params: Readonly<Record<string, unknown>>, timeZone: string | undefined): string => {
  const sentence = (timeline().next as Record<string, (told: Told) => string>)[kind];
  return sentence === undefined ? timeline().unknownEvent(kind) : sentence(tell(params, timeZone));
};

/** What a process is doing at a step; a step that several kinds have may read differently for one of them. */
export const stepText = (step: string, kind?: string): string =>
  timeline().stepsOf[`${kind ?? ''}.${step}`] ?? timeline().steps[step] ?? timeline().unknownEvent(step);

/** The word for how a process stands. */
export const standWord = (stand: ProcessStand): string =>
  stand === 'late' || stand === 'retrying' ? shell().states.stand[stand] : shell().states.process[stand];

/** Where a process stands: what it is doing, or what isn't done where it stands still. */
export const standText = (step: string, kind: string | undefined, state: string): string =>
  (state === 'needs_attention' ? timeline().stillOf[`${kind ?? ''}.${step}`] : undefined) ?? stepText(step, kind);
