import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits, toMinorUnits } from '../../domain/money/minor-units.js';
import { marginOf, paidFor } from '../../domain/order/margin.js';
import { orderLineStates } from '../../domain/order/order.js';

describe('an amount that comes as a double', () => {
  it.each([
    [3 * 4.35, 'EUR', 1305],
    [4.35, 'EUR', 435],
    [1.005, 'EUR', 101],
    [8.345, 'EUR', 835],
    [1.004999, 'EUR', 100],
    [0.1 + 0.2, 'EUR', 30],
    [0, 'EUR', 0],
    [0.004, 'EUR', 0],
    [1e-9, 'EUR', 0],
    [123_456_789.125, 'EUR', 12_345_678_913],
    [1234.5, 'JPY', 1235],
    [1.0005, 'KWD', 1001],
  ])('%d %s is %i of its minor unit', (amount, currency, minor) => {
    expect(toMinorUnits(amount, currency)).toBe(minor);
  });

  it('is none where it can’t be counted', () => {
    for (const amount of [Number.NaN, Infinity, 1e300, 2 ** 53]) expect(toMinorUnits(amount, 'EUR'), String(amount)).toBeUndefined();
    expect(() => minorDigits('euro')).toThrow(RangeError);
  });

  it('is rounded by its decimal digits, halves up, however it was multiplied', () => {
    const price = fc.integer({ min: 0, max: 9_999_999 });
    const units = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(price, units, (thousandths, quantity) => {
        const whole = BigInt(thousandths) * BigInt(quantity);
        expect(toMinorUnits((thousandths / 1000) * quantity, 'EUR')).toBe(Number((whole + 5n) / 10n));
      }),
    );
  });
});

describe('the margin of a line', () => {
  it('is what is left, and its share of what the customer pays', () => {
    expect(marginOf(1368, 1094)).toEqual({ amountMinor: 274, shareBp: 2003 });
    expect(marginOf(1000, 1250)).toEqual({ amountMinor: -250, shareBp: -2500 });
    expect(marginOf(0, 500)).toEqual({ amountMinor: -500, shareBp: null });
    expect(marginOf(500, 0)).toEqual({ amountMinor: 500, shareBp: 10_000 });
  });

  it('of all lines together is the sum of their margins', () => {
    const amounts = fc.array(fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, (lines) => {
        const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
        const together = marginOf(sum(lines.map(([charged]) => charged)), sum(lines.map(([, cost]) => cost)));
        expect(together.amountMinor).toBe(sum(lines.map(([charged, cost]) => marginOf(charged, cost).amountMinor)));
      }),
    );
  });

  it('counts with what is paid: nothing for what was left out or taken back, unless the money was kept', () => {
    const paid = (keptMinor: number) => orderLineStates.filter((state) => paidFor({ state, chargeMinor: 700 }, keptMinor) === 700);
    expect(paid(0)).toEqual(['placed', 'provisioning', 'provisioned', 'refused', 'active']);
    expect(paid(700)).toEqual(['placed', 'provisioning', 'provisioned', 'refused', 'active', 'cancelled', 'not_cancelled']);
  });
});
