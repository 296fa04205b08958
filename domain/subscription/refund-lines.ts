import { arithmeticOf, prorate, type Share } from '../money/prorate.js';
import type { AmountLine } from './decision.js';
import type { RefundRule } from './policy.js';
import type { LotCharge, SeatLot, SubscriptionFacts } from './subscription-facts.js';
import { dateOf, dayAt, dayOf, hoursAfter, midnightOf, millisecondsOf, wholeHoursBetween, type UtcDay } from './utc-day.js';

const fullUntil = ({ policy }: SubscriptionFacts, { boughtAt }: SeatLot): string =>
  hoursAfter(boughtAt, policy.cancellation.fullRefundHours);

/** The rule by which a lot is given back at an instant. An extended term is always given back by the day. */
const ruleOf = (facts: SubscriptionFacts, lot: SeatLot, now: string): RefundRule => {
  if (facts.term?.kind === 'extended') return 'prorated-by-day';
  return millisecondsOf(now) < millisecondsOf(fullUntil(facts, lot)) ? 'full' : facts.policy.cancellation.refundRule;
};

const HOURS_A_DAY = 24;

interface Unused {
  readonly from: UtcDay;
  readonly parts: number;
  readonly ofParts: number;
  readonly per: 'day' | 'hour';
}

const unusedDays = ({ from, through, cycleDays }: LotCharge, firstUnused: UtcDay): Unused => {
  const first = Math.max(dayOf(from), firstUnused);
  return { from: first, parts: dayOf(through) + 1 - first, ofParts: cycleDays, per: 'day' };
};

const unusedHours = ({ from, through, cycleDays }: LotCharge, now: string): Unused => {
  const begins = midnightOf(dayOf(from));
  const since = millisecondsOf(begins) > millisecondsOf(now) ? begins : now;
  const parts = wholeHoursBetween(since, midnightOf(dayOf(through) + 1));
  return { from: dayAt(since), parts, ofParts: cycleDays * HOURS_A_DAY, per: 'hour' };
};

/** A day that was begun is used: who leaves on the third day pays three. */
const unusedOf = (charge: LotCharge, rule: RefundRule, now: string): Unused => {
  if (rule === 'full') return unusedDays(charge, dayOf(charge.from));
  return rule === 'prorated-by-hour' ? unusedHours(charge, now) : unusedDays(charge, dayAt(now) + 1);
};

/** A part of a charge that is given back, never more than is left of it. */
const refundLine = (lot: SeatLot, charge: LotCharge, units: number, { from, parts, ofParts, per }: Unused): AmountLine[] => {
  if (parts <= 0 || units === 0) return [];
  const share: Share = { unitPriceMinor: charge.unitPriceMinor, units, parts, ofParts };
  const [prorated, left] = [prorate(share), charge.amountMinor - charge.refundedMinor];
  const amount = Math.min(prorated, left);
  const arithmetic = arithmeticOf(share, prorated) + (amount < prorated ? `, at most ${String(left)}` : '');
  const named = { kind: 'refund', lotId: lot.id, chargeId: charge.id } as const;
  return [{ ...named, from: dateOf(from), through: charge.through, per, ...share, amountMinor: amount === 0 ? 0 : -amount, arithmetic }];
};

/** What is given back for units of a lot that is left at an instant, by the policy that it was bought under: one line for each charge. */
export const refundLines = (facts: SubscriptionFacts, lot: SeatLot, units: number, now: string): AmountLine[] => {
  const rule = ruleOf(facts, lot, now);
  return rule === 'none' ? [] : lot.charges.flatMap((charge) => refundLine(lot, charge, units, unusedOf(charge, rule, now)));
};

/** What is credited for units that another plan takes over from a day on, which is charged there: by the day, whatever the window. */
export const creditLines = (lot: SeatLot, units: number, from: UtcDay): AmountLine[] =>
  lot.charges.flatMap((charge) => refundLine(lot, charge, units, unusedDays(charge, from)));

/** A lot without some of its units, and with what was given back of its charges; null where none is left. */
export const withoutUnits = (lot: SeatLot, units: number, lines: readonly AmountLine[]): SeatLot | null => {
  if (units === lot.units) return null;
  const given = (id: string): number => lines.reduce((sum, { chargeId, amountMinor }) => (chargeId === id ? sum - amountMinor : sum), 0);
  const charges = lot.charges.map((charge) => ({ ...charge, refundedMinor: charge.refundedMinor + given(charge.id) }));
  return { ...lot, units: lot.units - units, charges };
};

const HOUR_MS = 3_600_000;

/** Until when amounts that are charged or given back at an instant stay as they are: to the next UTC day or hour, or the end of the full refund. */
export const amountsUntil = (facts: SubscriptionFacts, lines: readonly AmountLine[], now: string): string | null => {
  if (lines.length === 0) return null;
  const nextHour = new Date((Math.floor(millisecondsOf(now) / HOUR_MS) + 1) * HOUR_MS + 1).toISOString();
  const ends = facts.lots.map((lot) => fullUntil(facts, lot)).filter((end) => millisecondsOf(end) > millisecondsOf(now));
  return [midnightOf(dayAt(now) + 1), ...(lines.some(({ per }) => per === 'hour') ? [nextHour] : []), ...ends].sort()[0] ?? null;
};
