import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmeticOf, dividedHalfUp, prorate } from '../../domain/money/prorate.js';

describe('an amount for a part of a cycle', () => {
  it('of 100.50 a month of 31 days, 27 July to 14 August: 19 days, both included', () => {
    const share = { unitPriceMinor: 10_050, units: 1, parts: 19, ofParts: 31 };
    expect(prorate(share)).toBe(6_160);
    expect(arithmeticOf(share, 6_160)).toBe('10050 × 1 × 19 / 31 = 6159.677… → 6160');
  });

  it('is rounded once for the whole line, half up', () => {
    expect(prorate({ unitPriceMinor: 1, units: 1, parts: 15, ofParts: 30 })).toBe(1);
    expect(prorate({ unitPriceMinor: 1, units: 3, parts: 15, ofParts: 30 })).toBe(2);
    expect(prorate({ unitPriceMinor: 1, units: 1_000, parts: 1, ofParts: 31 })).toBe(32);
    expect(prorate({ unitPriceMinor: 999, units: 7, parts: 31, ofParts: 31 })).toBe(6_993);
  });

  it('away from zero also below it, and never minus nothing', () => {
    expect([dividedHalfUp(5n, 2n), dividedHalfUp(-5n, 2n), dividedHalfUp(-1n, 3n), dividedHalfUp(0n, 7n)]).toEqual([3, -3, 0, 0]);
    expect(Object.is(dividedHalfUp(-1n, 3n), 0)).toBe(true);
    expect(() => dividedHalfUp(1n, 0n)).toThrow(RangeError);
    expect(() => dividedHalfUp(2n ** 60n, 1n)).toThrow('no safe amount');
  });

  it('says how it came about, without dots where nothing is left out', () => {
    expect(arithmeticOf({ unitPriceMinor: 1_000, units: 2, parts: 31, ofParts: 31 }, 2_000)).toBe('1000 × 2 = 2000');
    expect(arithmeticOf({ unitPriceMinor: 1_000, units: 1, parts: 1, ofParts: 4 }, 250)).toBe('1000 × 1 × 1 / 4 = 250.000 → 250');
  });

  it('and for the other part add up to the whole, but for the half that both round up', () => {
    const whole = fc.record({ unitPriceMinor: fc.nat(10_000_000), units: fc.nat(100_000), ofParts: fc.integer({ min: 1, max: 1_096 }) });
    fc.assert(
      fc.property(whole, fc.nat(1_096), (one, part) => {
        const parts = part % (one.ofParts + 1);
        const both = prorate({ ...one, parts }) + prorate({ ...one, parts: one.ofParts - parts });
        const isHalf =
          (2n * BigInt(one.unitPriceMinor) * BigInt(one.units) * BigInt(parts)) % (2n * BigInt(one.ofParts)) === BigInt(one.ofParts);
        expect(both - one.unitPriceMinor * one.units).toBe(isHalf ? 1 : 0);
      }),
    );
  });
});
