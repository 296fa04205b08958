import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureKinds, type FailureCode } from '../../domain/failure/failure-code.js';
import { chargeOf, commitmentOf, totalOf } from '../../domain/order/amounts.js';
import {
  orderEnds,
  orderLineEnds,
  orderLineStates,
  orderLineTransitions,
  orderStates,
  orderSteps,
  orderTransitions,
  undoSteps,
  type OrderState,
  type OrderStep,
} from '../../domain/order/order.js';
import { allowedCommands, orderCommands, type OrderCommand, type OrderStand } from '../../domain/order/remedies.js';

const codes = Object.keys(failureKinds) as FailureCode[];
const isEnd = (state: OrderState) => (orderEnds as readonly string[]).includes(state);
const stand = fc.record<OrderStand>({
  state: fc.constantFrom(...orderStates),
  step: fc.constantFrom(undefined, ...orderSteps),
  failure: fc.constantFrom(undefined, ...codes),
  undoing: fc.constantFrom(undefined, ...undoSteps),
  lines: fc.record({ refused: fc.nat(3), staying: fc.nat(3), inAccount: fc.nat(3) }),
});
const noLines = { refused: 0, staying: 0, inAccount: 0 };
const stuckAt = (step: OrderStep | undefined, failure: FailureCode | undefined, lines = noLines): OrderStand => ({
  state: 'needs_attention',
  step,
  failure,
  undoing: undefined,
  lines,
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

  it('B38 every line ends, too, and where undoing can begin it can end in full or be given up', () => {
    for (const state of orderLineStates) {
      const to: readonly string[] = orderLineTransitions[state];
      if (!(orderLineEnds as readonly string[]).includes(state))
        expect(to, state).toEqual(expect.arrayContaining(['cancelled', 'not_cancelled']));
    }
    expect(orderTransitions.undoing).toEqual(expect.arrayContaining(['cancelled', 'given_up', 'needs_attention']));
  });

  // What leads on from where an order stands still, for each step, cause and way of lines.
  const causes = [undefined, ...codes];
  const ways = [
    noLines,
    { refused: 1, staying: 0, inAccount: 0 },
    { refused: 1, staying: 1, inAccount: 0 },
    { refused: 1, staying: 1, inAccount: 1 },
  ];
  const leadsTo: Readonly<Record<OrderCommand, OrderState>> = {
    retry: 'in_progress',
    correct: 'in_progress',
    reconcile: 'in_progress',
    leave_out: 'in_progress',
    undo: 'undoing',
    give_up: 'undoing',
  };

  it.each([undefined, ...orderSteps])(
    'C4 at the step %s no cause is without an exit, and each command is one that makes sense there',
    (step) => {
      for (const failure of causes)
        for (const lines of ways) {
          const allowed = allowedCommands(stuckAt(step, failure, lines));
          const about = `${String(step)} ${String(failure)} ${JSON.stringify(lines)}`;
          expect(allowed, about).toEqual(expect.arrayContaining(['retry', 'undo']));
          expect(allowed, about).not.toContain('give_up');
          expect(allowed.includes('reconcile'), about).toBe(
            ['preparing_tenant', 'accepting_agreement', 'ordering', 'provisioning'].includes(String(step)),
          );
          expect(allowed.includes('leave_out'), about).toBe(step === 'provisioning' && lines.refused > 0 && lines.staying > 0);
          for (const command of allowed) expect(orderTransitions.needs_attention, about).toContain(leadsTo[command]);
        }
    },
  );

  it.each(undoSteps)('C4 C6 a failed %s is tried again or given up, whatever it failed for, and nothing else', (undoing) => {
    for (const failure of causes)
      for (const step of [undefined, ...orderSteps]) {
        expect(allowedCommands({ ...stuckAt(step, failure), undoing })).toEqual(['retry', 'give_up']);
        expect(allowedCommands({ ...stuckAt(step, failure), undoing, state: 'undoing' })).toEqual([]);
      }
  });

  it('C4 every command is allowed somewhere', () => {
    const everywhere = [undefined, ...orderSteps].flatMap((step) =>
      causes.flatMap((failure) =>
        ways.flatMap((lines) =>
          [undefined, ...undoSteps].flatMap((undoing) => allowedCommands({ ...stuckAt(step, failure, lines), undoing })),
        ),
      ),
    );
    expect([...new Set(everywhere)].sort()).toEqual([...orderCommands].sort());
  });

  it('C4 input is corrected only where it is what failed, and the account only while nothing is in it', () => {
    for (const failure of codes) {
      const remedies: readonly string[] = failureKinds[failure].remedies;
      const correctable = remedies.includes('correct_and_retry');
      expect(allowedCommands(stuckAt('preparing_tenant', failure)).includes('correct'), failure).toBe(correctable);
      const torn = allowedCommands(stuckAt('provisioning', failure, { refused: 1, staying: 1, inAccount: 1 }));
      expect(torn.includes('correct'), failure).toBe(correctable && /^(payment|credit)_/.test(failure));
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
