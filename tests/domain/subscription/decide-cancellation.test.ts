import { describe, expect, it } from 'vitest';
import { decideCancellation } from '../../../domain/subscription/decide-cancellation.js';
import { decideCharges } from '../../../domain/subscription/decide-charges.js';
import { decideRenewal } from '../../../domain/subscription/decide-renewal.js';
import { decideSeatChange } from '../../../domain/subscription/decide-seat-change.js';
import type { SubscriptionState } from '../../../domain/subscription/subscription.js';
import { later, licencePolicy, soldSubscription } from '../../support/sold-subscriptions.js';

const YEAR = soldSubscription();
const DEADLINE = '2027-01-17T09:30:00.000Z';
const DAY_MS = 86_400_000;
/** Five more units on 9 February, a day before the second charge. */
const grown = decideSeatChange(
  YEAR,
  { units: 15, when: 'now', unitPriceMinor: 1_100, seatsFreed: 0, lotId: 'second' },
  '2027-02-09T12:00:00.000Z',
).after!;

describe('B45 a cancellation inside the window', () => {
  it('on the third day gives back what is left without the three days', () => {
    const decision = decideCancellation(YEAR, '2027-01-12T23:59:59.999Z');
    expect(decision).toMatchObject({
      outcome: 'allowed',
      reason: 'in_window',
      since: '2027-01-10T09:30:00.000Z',
      until: DEADLINE,
      effectiveAt: '2027-01-12T23:59:59.999Z',
      totalMinor: -9_077,
      owedMinor: 0,
      warnings: ['access_ends_at_once', 'cannot_be_undone'],
      after: { state: 'cancelled', units: 0, lots: [] },
    });
    expect(decision.lines).toEqual([
      {
        kind: 'refund',
        lotId: 'first',
        chargeId: 'first@2027-01-10',
        from: '2027-01-13',
        through: '2027-02-09',
        per: 'day',
        unitPriceMinor: 1_005,
        units: 10,
        parts: 28,
        ofParts: 31,
        amountMinor: -9_077,
        arithmetic: '1005 × 10 × 28 / 31 = 9077.419… → 9077',
      },
    ]);
  });

  it('a millisecond before the deadline is allowed; at the deadline itself and a millisecond after it is refused', () => {
    const at = (ms: number) => decideCancellation(YEAR, later(DEADLINE, ms));
    expect([at(-1), at(0), at(1)].map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['allowed', 'in_window'],
      ['refused', 'window_closed'],
      ['refused', 'window_closed'],
    ]);
    expect(at(-1).totalMinor).toBe(-Math.round((1_005 * 10 * 23) / 31));
    expect(at(0)).toMatchObject({ since: DEADLINE, until: '2028-01-10T00:00:00.000Z', lines: [], totalMinor: 0, after: null });
  });

  it('across UTC midnight gives back a day less, and says until when its amount holds', () => {
    const before = decideCancellation(YEAR, '2027-01-13T23:59:59.999Z');
    const after = decideCancellation(YEAR, '2027-01-14T00:00:00.000Z');
    expect(before.amountsUntil).toBe('2027-01-14T00:00:00.000Z');
    expect([before.lines[0]?.parts, after.lines[0]?.parts]).toEqual([27, 26]);
  });

  it.each([
    ['the clocks go forward in Rome', '2027-03-25T10:00:00.000Z', '2027-04-01T10:00:00.000Z'],
    ['the clocks go back in Rome', '2027-10-28T10:00:00.000Z', '2027-11-04T10:00:00.000Z'],
    ['there is a leap day', '2028-02-25T10:00:00.000Z', '2028-03-03T10:00:00.000Z'],
    ['the year ends', '2026-12-28T10:00:00.000Z', '2027-01-04T10:00:00.000Z'],
    ['the year ends with the first second', '2026-12-31T23:59:59.000Z', '2027-01-07T23:59:59.000Z'],
  ])('is open for 168 hours, also while %s', (_name, at, deadline) => {
    const sold = soldSubscription({ at });
    expect(decideCancellation(sold, later(deadline, -1))).toMatchObject({ outcome: 'allowed', until: deadline });
    expect(decideCancellation(sold, deadline)).toMatchObject({ outcome: 'refused', since: deadline });
  });

  it('is open as the vendor told, where it told another deadline than was computed', () => {
    const [lot] = YEAR.lots;
    const told = { ...YEAR, lots: [{ ...lot!, cancellableUntil: '2027-01-16T00:00:00.000Z' }] };
    expect(decideCancellation(told, '2027-01-15T23:59:59.999Z').outcome).toBe('allowed');
    expect(decideCancellation(told, '2027-01-16T00:00:00.000Z')).toMatchObject({ outcome: 'refused', since: '2027-01-16T00:00:00.000Z' });
  });

  it('by UTC days is open to the end of the seventh, the day of the purchase being the first', () => {
    const sold = soldSubscription({ at: '2027-01-10T23:59:59.999Z', policy: licencePolicy({ windowClock: 'vendor' }) });
    expect(decideCancellation(sold, '2027-01-16T23:59:59.999Z').outcome).toBe('allowed');
    expect(decideCancellation(sold, '2027-01-17T00:00:00.000Z').outcome).toBe('refused');
  });

  it('is open again from a renewal on, and gives back of the new term', () => {
    const renewed = decideRenewal(YEAR, { unitPriceMinor: 1_200, monthlyTermUnitPriceMinor: null }, '2028-01-10T00:00:00.000Z').after!;
    const decision = decideCancellation(renewed, '2028-01-16T23:59:59.999Z');
    expect(decision).toMatchObject({ outcome: 'allowed', until: '2028-01-17T00:00:00.000Z' });
    expect(decision.totalMinor).toBe(-Math.round((1_200 * 10 * 24) / 31));
    expect(decideCancellation(renewed, '2028-01-17T00:00:00.000Z').reason).toBe('window_closed');
  });
});

describe('B45 after the window', () => {
  it('the licence is kept and the rest of the term charged, in amounts, and ending with the term is offered', () => {
    const decision = decideCancellation(YEAR, '2027-01-20T00:00:00.000Z');
    expect(decision.owed).toHaveLength(11);
    expect(decision).toMatchObject({ owedMinor: 11 * 10_050, totalMinor: 0 });
    expect(decision.instead).toEqual([
      { kind: 'end_with_term', at: '2028-01-10T00:00:00.000Z', until: '2028-01-09T00:00:00.000Z' },
      { kind: 'extend_month_to_month', at: '2028-01-10T00:00:00.000Z', until: '2028-01-09T00:00:00.000Z' },
    ]);
  });

  it('on the last day of the term nothing is possible any more but to wait for the renewal', () => {
    const charged = decideCharges(YEAR, '2028-01-09T00:00:00.000Z').after!;
    expect(decideCancellation(charged, '2028-01-09T00:00:00.000Z')).toMatchObject({ reason: 'window_closed', owedMinor: 0, instead: [] });
    const renewing = decideCancellation(YEAR, '2028-01-10T00:00:00.000Z');
    expect(renewing).toMatchObject({ reason: 'renewal_under_way', since: '2028-01-10T00:00:00.000Z', until: '2028-01-11T00:00:00.000Z' });
    expect(renewing.instead).toEqual([{ kind: 'wait', at: '2028-01-11T00:00:00.000Z', until: null }]);
  });

  it('of some lots only: the whole is refused, what can still be given back is offered with its refund', () => {
    const decision = decideCancellation(grown, '2027-02-11T10:00:00.000Z');
    expect(decision).toMatchObject({ reason: 'some_lots_bound', since: DEADLINE, until: '2027-02-16T12:00:00.000Z' });
    expect(decision.instead[0]).toEqual({ kind: 'fewer_units_now', at: null, until: '2027-02-16T12:00:00.000Z', units: 10, totalMinor: 0 });
    expect(decideCancellation(grown, '2027-02-16T12:00:00.000Z')).toMatchObject({
      reason: 'window_closed',
      since: '2027-02-16T12:00:00.000Z',
    });
  });

  it('ends with the term, where the policy says so, until the renewal lock', () => {
    const service = soldSubscription({
      policy: licencePolicy({ windowHours: 72, refundRule: 'full', afterWindow: 'end-of-term' }),
      term: { termDuration: 'P1M' },
    });
    const decision = decideCancellation(service, '2027-02-08T23:59:59.999Z');
    expect(decision).toMatchObject({
      outcome: 'scheduled',
      reason: 'ends_with_term',
      effectiveAt: '2027-02-10T00:00:00.000Z',
      totalMinor: 0,
    });
    expect(decision.after).toMatchObject({ renewal: 'end', state: 'active' });
    expect(decideCancellation(decision.after!, '2027-02-08T23:59:59.999Z').reason).toBe('ends_already');
    expect(decideCancellation(service, '2027-02-09T00:00:00.000Z')).toMatchObject({ outcome: 'refused', reason: 'renewal_locked' });
  });

  it('ends at once without a refund, where the policy says so', () => {
    const sold = soldSubscription({ policy: licencePolicy({ afterWindow: 'immediate' }) });
    expect(decideCancellation(sold, DEADLINE)).toMatchObject({
      outcome: 'allowed',
      reason: 'ends_without_refund',
      lines: [],
      effectiveAt: DEADLINE,
    });
  });
});

describe('B46 what is given back, by the policy that it was bought under', () => {
  const refundAt = (cancellation: Parameters<typeof licencePolicy>[0], at: string) =>
    decideCancellation(soldSubscription({ policy: licencePolicy(cancellation) }), at);

  it('all of it: marketplace software for 72 hours, perpetual software for 30 days', () => {
    const saas = { windowHours: 72, refundRule: 'full' } as const;
    expect(refundAt(saas, '2027-01-13T09:29:59.999Z').totalMinor).toBe(-10_050);
    expect(refundAt(saas, '2027-01-13T09:30:00.000Z').outcome).toBe('refused');
    const perpetual = { windowHours: 720, refundRule: 'full' } as const;
    expect(refundAt(perpetual, '2027-02-09T09:29:59.999Z').totalMinor).toBe(-10_050);
    expect(refundAt(perpetual, '2027-02-09T09:30:00.000Z').outcome).toBe('refused');
  });

  it('all of it in the first 24 hours, then by the hour, at one distributor', () => {
    const hourly = { refundRule: 'prorated-by-hour', fullRefundHours: 24 } as const;
    const [last, first] = [refundAt(hourly, '2027-01-11T09:29:59.999Z'), refundAt(hourly, '2027-01-11T09:30:00.000Z')];
    expect([last.totalMinor, last.amountsUntil]).toEqual([-10_050, '2027-01-11T09:30:00.000Z']);
    expect(first.lines[0]).toMatchObject({ per: 'hour', parts: 29 * 24 + 14, ofParts: 31 * 24 });
    expect(first).toMatchObject({ totalMinor: -Math.round((10_050 * 710) / 744), amountsUntil: '2027-01-11T10:00:00.001Z' });
    expect(refundAt(hourly, '2027-01-11T10:00:00.000Z').totalMinor).toBe(first.totalMinor);
    expect(refundAt(hourly, '2027-01-11T10:00:00.001Z').lines[0]?.parts).toBe(709);
  });

  it('nothing of it', () => {
    expect(refundAt({ refundRule: 'none' }, '2027-01-10T10:00:00.000Z')).toMatchObject({ outcome: 'allowed', lines: [], totalMinor: 0 });
  });

  it('of each charge that reaches past the day, and never more than was charged', () => {
    const young = soldSubscription({ at: '2027-02-08T00:00:00.000Z', term: { anchor: '2027-01-31', endsOn: '2028-01-30' } });
    expect(young.lots[0]?.charges).toMatchObject([
      { from: '2027-02-08', through: '2027-02-27', amountMinor: Math.round((10_050 * 20) / 28) },
    ]);
    const [lot] = young.lots;
    const charge = { ...lot!.charges[0]!, refundedMinor: 7_000 };
    const decision = decideCancellation({ ...young, lots: [{ ...lot!, charges: [charge] }] }, '2027-02-08T01:00:00.000Z');
    expect(decision.lines[0]).toMatchObject({ amountMinor: -179, arithmetic: '1005 × 10 × 19 / 28 = 6819.642… → 6820, at most 179' });
  });

  it('of a year over 29 February a day is a 366th', () => {
    const sold = soldSubscription({ at: '2027-06-01T08:00:00.000Z', unitPriceMinor: 12_345, units: 3, term: { billingCycle: 'annual' } });
    expect(decideCancellation(sold, '2027-06-02T08:00:00.000Z').lines[0]).toMatchObject({ parts: 364, ofParts: 366, amountMinor: -36_833 });
  });
});

describe("what can't be cancelled as it stands", () => {
  it.each<[SubscriptionState, string]>([
    ['scheduled', 'not_there_yet'],
    ['provisioning', 'not_there_yet'],
    ['failed', 'not_active'],
    ['suspended', 'suspended'],
    ['ending', 'ending'],
    ['ended', 'already_over'],
    ['cancelled', 'already_over'],
    ['expired', 'already_over'],
  ])('%s: %s', (state, reason) => {
    const decision = decideCancellation({ ...YEAR, state }, '2027-01-11T00:00:00.000Z');
    expect(decision).toMatchObject({ outcome: 'refused', reason, after: null });
    expect(decision.instead.map(({ kind }) => kind)).toEqual(state === 'suspended' ? ['reactivate'] : []);
  });

  it('while the vendor works on another change: wait for a day, then ask a person', () => {
    const pending = { ...YEAR, pendingSince: '2027-01-11T00:00:00.000Z' };
    expect(decideCancellation(pending, '2027-01-11T23:59:59.999Z')).toMatchObject({
      reason: 'operation_pending',
      until: '2027-01-12T00:00:00.000Z',
      instead: [{ kind: 'wait', at: '2027-01-12T00:00:00.000Z' }],
    });
    expect(decideCancellation(pending, '2027-01-12T00:00:00.000Z').instead).toMatchObject([{ kind: 'ask_a_person' }]);
  });

  it('a trial: it ends with its 30 days, or can be given back once it is a term', () => {
    const trial = soldSubscription({
      units: 25,
      unitPriceMinor: 0,
      term: { kind: 'trial', termDuration: 'P30D', billingCycle: 'upfront' },
    });
    expect(decideCancellation(trial, '2027-01-11T00:00:00.000Z')).toMatchObject({
      reason: 'trial',
      until: '2027-02-09T00:00:00.000Z',
      instead: [
        { kind: 'cancel_after_conversion', at: '2027-02-09T00:00:00.000Z', until: '2027-02-16T00:00:00.000Z' },
        { kind: 'end_with_term', until: '2027-02-08T00:00:00.000Z' },
      ],
    });
  });
});

it('an extended term is left on any day, and the days that are left are given back', () => {
  const extending = { ...YEAR, renewal: 'extend' as const };
  const extended = decideRenewal(extending, { unitPriceMinor: 1_005, monthlyTermUnitPriceMinor: 1_200 }, '2028-01-10T00:00:00.000Z').after!;
  const decision = decideCancellation(extended, later('2028-01-10T00:00:00.000Z', 20 * DAY_MS));
  expect(decision).toMatchObject({ outcome: 'allowed', reason: 'extended_term', until: '2028-02-10T00:00:00.000Z' });
  expect(decision.totalMinor).toBe(-Math.round((1_236 * 10 * 10) / 31));
});

it('what is open-ended is ended at once, and nothing was charged', () => {
  const assigned = { ...YEAR, term: null, lots: [], unitsInUse: 4 };
  const decision = decideCancellation(assigned, '2027-01-11T00:00:00.000Z');
  expect(decision).toMatchObject({ outcome: 'allowed', reason: 'open_ended', totalMinor: 0, seatsToFree: 4, until: null });
  expect(decision.warnings).toContain('seats_go');
});
