import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureKinds, type FailureCode } from '../../domain/failure/failure-code.js';
import { chargeOf, commitmentOf, totalOf } from '../../domain/order/amounts.js';
import { orderEnds, orderStates, orderSteps, orderTransitions, type OrderState } from '../../domain/order/order.js';
import { allowedCommands, type OrderStand } from '../../domain/order/remedies.js';

const codes = Object.keys(failureKinds) as FailureCode[];
const isEnd = (state: OrderState) => (orderEnds as readonly string[]).includes(state);
const stand = fc.record<OrderStand>({
  state: fc.constantFrom(...orderStates),
  step: fc.constantFrom(undefined, ...orderSteps),
  failure: fc.constantFrom(undefined, ...codes),
  undoing: fc.boolean(),
  somethingProvisioned: fc.boolean(),
});

describe('the states of an order', () => {
  it('B38 every one leads to an end, and no end leads anywhere', () => {
    const reaches = (from: OrderState, seen = new Set<OrderState>()): boolean =>
      isEnd(from) || (!seen.has(from) && orderTransitions[from].some((to) => reaches(to, new Set([...seen, from]))));
    for (const state of orderStates) expect(reaches(state), state).toBe(true);
    for (const state of orderEnds) expect(orderTransitions[state]).toEqual([]);
  });

  it('B38 an order that stands still can always be gone on with, whatever it stands still for', () => {
    fc.assert(
      fc.property(stand, (of) => {
        const allowed = allowedCommands(of);
        if (of.state === 'needs_attention') expect(allowed).toContain('retry');
        if (of.state === 'needs_attention' && !of.undoing) expect(allowed).toContain('undo');
        if (isEnd(of.state) || of.state === 'undoing') expect(allowed).toEqual([]);
      }),
    );
  });

  it('B38 can not be undone by command while the vendor is at work and all is well', () => {
    fc.assert(
      fc.property(stand, fc.constantFrom('ordering', 'provisioning', 'charging'), (of, step) => {
        expect(allowedCommands({ ...of, state: 'in_progress', step })).toEqual([]);
      }),
    );
  });

  it('C4 refused lines are left out only where something else is left', () => {
    const stuck = { state: 'needs_attention', step: 'provisioning', failure: 'vendor_line_failed', undoing: false } as const;
    expect(allowedCommands({ ...stuck, somethingProvisioned: true })).toContain('leave_out');
    expect(allowedCommands({ ...stuck, somethingProvisioned: false })).not.toContain('leave_out');
  });

  it('C4 input is corrected only where it is what failed', () => {
    for (const failure of codes) {
      const allowed = allowedCommands({
        state: 'needs_attention',
        step: 'preparing_tenant',
        failure,
        undoing: false,
        somethingProvisioned: false,
      });
      const remedies: readonly string[] = failureKinds[failure].remedies;
      expect(allowed.includes('correct'), failure).toBe(remedies.includes('correct_and_retry'));
    }
  });
});

describe('amounts', () => {
  const line = fc.record({ unitPriceMinor: fc.integer({ min: 0, max: 10_000_000 }), quantity: fc.integer({ min: 1, max: 100_000 }) });

  it('B32 the lines add up to the total, to the cent', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 50 }), (lines) => {
        const inCents = lines.reduce((sum, { unitPriceMinor, quantity }) => sum + BigInt(unitPriceMinor) * BigInt(quantity), 0n);
        expect(BigInt(totalOf(lines))).toBe(inCents);
      }),
    );
  });

  it('B32 refuses what a number can not hold exactly', () => {
    expect(() => chargeOf({ unitPriceMinor: Number.MAX_SAFE_INTEGER, quantity: 2 })).toThrow(RangeError);
  });

  it.each([
    ['P1Y', 'monthly', 1_260, 25, { months: 12, charges: 12, chargeMinor: 31_500, totalMinor: 378_000 }],
    ['P1Y', 'annual', 14_400, 25, { months: 12, charges: 1, chargeMinor: 360_000, totalMinor: 360_000 }],
    ['P1M', 'monthly', 1_512, 25, { months: 1, charges: 1, chargeMinor: 37_800, totalMinor: 37_800 }],
    ['P3Y', 'upfront', 100, 2, { months: 36, charges: 1, chargeMinor: 200, totalMinor: 200 }],
    ['P3Y', 'annual', 100, 2, { months: 36, charges: 3, chargeMinor: 200, totalMinor: 600 }],
  ])('B31 %s billed %s commits to all its charges', (termDuration, billingCycle, unitPriceMinor, quantity, commitment) => {
    expect(commitmentOf({ termDuration, billingCycle, unitPriceMinor, quantity })).toEqual(commitment);
  });
});
