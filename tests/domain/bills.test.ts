import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billsOf, nextBillOf, owedOf } from '../../domain/subscription/bills.js';
import { termEndOf } from '../../domain/subscription/term.js';

const term = (termStartsAt: string, termDuration: string, billingCycle: string) => ({
  termStartsAt,
  termEndsAt: termEndOf(termStartsAt, termDuration),
  billingCycle,
});
const midnight = (day: string) => `${day}T00:00:00.000Z`;

describe('the bills of a term after its first one', () => {
  it('fall on the anniversaries of its first day, the ends of months included, and not on its end', () => {
    const bills = billsOf(term('2027-01-31T22:30:00.000Z', 'P1Y', 'monthly'));
    expect(bills).toHaveLength(11);
    expect(bills.slice(0, 3)).toEqual([midnight('2027-02-28'), midnight('2027-03-31'), midnight('2027-04-30')]);
    expect(billsOf(term('2028-02-29T00:00:00.000Z', 'P3Y', 'annual'))).toEqual([midnight('2029-02-28'), midnight('2030-02-28')]);
  });

  it('are none where the term is paid in one', () => {
    for (const [duration, cycle] of [
      ['P1M', 'monthly'],
      ['P1Y', 'annual'],
      ['P3Y', 'upfront'],
    ] as const)
      expect(billsOf(term('2026-11-28T10:00:00.000Z', duration, cycle))).toEqual([]);
  });

  it('are next from the instant after the one before', () => {
    const year = term('2026-11-28T10:00:00.000Z', 'P1Y', 'monthly');
    expect(nextBillOf(year, '2026-12-27T23:59:59.999Z')).toBe(midnight('2026-12-28'));
    expect(nextBillOf(year, midnight('2026-12-28'))).toBe(midnight('2027-01-28'));
    expect(nextBillOf(year, '2027-10-28T00:00:00.000Z')).toBeUndefined();
  });
});

it('what is owed is the bills to come of the lots that can no longer be left', () => {
  const year = term('2026-11-28T10:00:00.000Z', 'P1Y', 'monthly');
  const lot = { units: 5, unitPriceMinor: 1_230, cancellableUntil: '2026-12-05T10:00:00.000Z' };
  expect(owedOf([lot], year, '2026-12-05T09:59:59.999Z')).toBe(0);
  expect(owedOf([lot], year, '2026-12-05T10:00:00.000Z')).toBe(11 * 5 * 1_230);
  expect(owedOf([lot, { ...lot, cancellableUntil: '2027-06-01T00:00:00.000Z' }], year, '2027-05-29T00:00:00.000Z')).toBe(5 * 5 * 1_230);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
      const at = new Date(Date.parse('2026-12-06T00:00:00Z') + days * 86_400_000).toISOString();
      const later = new Date(Date.parse(at) + 86_400_000).toISOString();
      expect(owedOf([lot], year, later)).toBeLessThanOrEqual(owedOf([lot], year, at));
    }),
  );
});
