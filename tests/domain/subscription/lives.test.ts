import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOfTerm } from '../../../domain/subscription/charge-cycle.js';
import { decideCancellation } from '../../../domain/subscription/decide-cancellation.js';
import { decideCharges } from '../../../domain/subscription/decide-charges.js';
import { decideRenewal } from '../../../domain/subscription/decide-renewal.js';
import { decideSeatChange } from '../../../domain/subscription/decide-seat-change.js';
import type { AmountLine, Decision } from '../../../domain/subscription/decision.js';
import { dateOf } from '../../../domain/subscription/utc-day.js';
import { later, soldSubscription } from '../../support/sold-subscriptions.js';
import { datesBetween, daysOfCycle, nextDay, plainAmount, plainDate, plainDay } from './plain-oracle.js';

const DAY_MS = 86_400_000;
const LIFE_MS = 3_653 * DAY_MS;

const change = fc.record({
  afterMs: fc.integer({ min: 1, max: 150 * DAY_MS }),
  soon: fc.boolean(),
  units: fc.integer({ min: 1, max: 30 }),
  when: fc.constantFrom('now' as const, 'now' as const, 'renewal' as const),
  price: fc.integer({ min: 1, max: 9_999 }),
});
const life = fc.record({
  start: fc.integer({ min: 18_000, max: 28_000 }),
  atMs: fc.integer({ min: 0, max: DAY_MS - 1 }),
  termDuration: fc.constantFrom('P1M', 'P1Y', 'P3Y'),
  price: fc.integer({ min: 1, max: 9_999 }),
  units: fc.integer({ min: 1, max: 30 }),
  changes: fc.array(change, { minLength: 1, maxLength: 60 }),
});
type Life = typeof life extends fc.Arbitrary<infer One> ? One : never;

/** Lives one, and keeps beside it, day by day, how many units were there: what is removed has its day, what is added begins with its own. */
const live = ({ start, atMs, termDuration, price, units, changes }: Life) => {
  const bought = later(`${dateOf(start)}T00:00:00.000Z`, atMs);
  let facts = soldSubscription({ at: bought, units, unitPriceMinor: price, term: { termDuration } });
  const [first] = facts.lots;
  const lines: Pick<
    AmountLine,
    'kind' | 'lotId' | 'from' | 'through' | 'units' | 'unitPriceMinor' | 'parts' | 'ofParts' | 'amountMinor'
  >[] = first!.charges.map((one) => ({ ...one, kind: 'charge', lotId: first!.id, parts: one.cycleDays, ofParts: one.cycleDays }));
  const steps: { from: string; units: number }[] = [{ from: dateOf(start), units }];
  const take = (decision: Decision): void => {
    lines.push(...decision.lines);
    facts = decision.after ?? facts;
  };
  let now = bought;
  for (const wanted of changes) {
    now = later(now, wanted.soon ? wanted.afterMs % (3 * DAY_MS) : wanted.afterMs);
    if (Date.parse(now) - Date.parse(bought) > LIFE_MS) break;
    for (let end = endOfTerm(facts.term!); end <= now; end = endOfTerm(facts.term!)) {
      take(decideCharges(facts, later(end, -1)));
      take(decideRenewal(facts, { unitPriceMinor: wanted.price, monthlyTermUnitPriceMinor: null }, end));
      steps.push({ from: end.slice(0, 10), units: facts.units });
    }
    take(decideCharges(facts, now));
    const before = facts.units;
    const request = { units: wanted.units, when: wanted.when, unitPriceMinor: wanted.price, seatsFreed: 0 };
    const decision = decideSeatChange(facts, request, now);
    if (decision.outcome === 'refused') continue;
    take({ ...decision, lines: decision.outcome === 'allowed' ? decision.lines : [] });
    const today = now.slice(0, 10);
    if (decision.outcome === 'allowed')
      steps.push({ from: facts.units > before ? today : plainDate(nextDay(plainDay(today))), units: facts.units });
  }
  return { bought, now, facts, lines, steps };
};

/** Units that went and units that came on one day: both are there on it. */
const heldOn = (steps: readonly { from: string; units: number }[], date: string): number => {
  let [held, last] = [0, 0];
  for (const { from, units } of steps) {
    if (from <= date) held += units - last;
    last = units;
  }
  return held;
};

it('over ten years of random changes no day of a unit is charged twice or not at all, and no lot gives back more than it was charged', () => {
  const check = (one: Life): void => {
    const { bought, lines, steps } = live(one);
    const charged = new Map<string, number>();
    for (const { kind, from, through, units } of lines)
      for (const date of datesBetween(from, through)) charged.set(date, (charged.get(date) ?? 0) + (kind === 'charge' ? units : -units));
    const last = lines.reduce((latest, { through }) => (through > latest ? through : latest), '');
    for (const date of datesBetween(bought.slice(0, 10), last)) expect(charged.get(date) ?? 0, date).toBe(heldOn(steps, date));
    const byLot = new Map<string, number>();
    for (const { lotId, amountMinor } of lines) byLot.set(lotId, (byLot.get(lotId) ?? 0) + amountMinor);
    for (const [lot, left] of byLot) expect(left, lot).toBeGreaterThanOrEqual(0);
  };
  fc.assert(fc.property(life, check), { numRuns: 100 });
});

it('thousands of random lives come to the same amounts by a plain count of days', () => {
  const check = (one: Life): void => {
    const { lines, bought } = live({ ...one, changes: one.changes.slice(0, 12) });
    const dayOfMonth = Number(bought.slice(8, 10));
    const charges = new Map<string, number>();
    for (const line of lines) {
      const dates = datesBetween(line.from, line.through).length;
      expect([line.parts, line.ofParts]).toEqual([dates, daysOfCycle(line.from, dayOfMonth)]);
      const amount = plainAmount(line.unitPriceMinor, line.units, dates, daysOfCycle(line.from, dayOfMonth));
      const key = `${line.lotId} ${line.through}`;
      const given = line.kind === 'charge' ? amount : -Math.min(amount, charges.get(key) ?? 0);
      charges.set(key, (charges.get(key) ?? 0) + given);
      expect(line.amountMinor + 0).toBe(given + 0);
    }
  };
  fc.assert(fc.property(life, check), { numRuns: 1_000 });
});

it('a cancellation gives back less with time and never again, and is the same whoever asks', () => {
  fc.assert(
    fc.property(life, fc.array(fc.integer({ min: 0, max: 20 * DAY_MS }), { minLength: 2, maxLength: 6 }), (one, waits) => {
      const { facts, now } = live(one);
      const decisions = [...waits].sort((a, b) => a - b).map((ms) => ({ ms, decision: decideCancellation(facts, later(now, ms)) }));
      const inTerm = decisions.filter(({ ms }) => later(now, ms) < endOfTerm(facts.term!)).map(({ decision }) => decision);
      inTerm.slice(1).forEach((decision, index) => {
        const before = inTerm[index]!;
        if (before.outcome === 'refused') expect(decision.outcome).toBe('refused');
        if (decision.outcome === 'allowed') expect(decision.totalMinor).toBeGreaterThanOrEqual(before.totalMinor);
      });
      expect(decideCancellation(JSON.parse(JSON.stringify(facts)) as typeof facts, now)).toEqual(decideCancellation(facts, now));
    }),
    { numRuns: 200 },
  );
});
