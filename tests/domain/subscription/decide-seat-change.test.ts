import { describe, expect, it } from 'vitest';
import { decideSeatChange, type SeatChangeRequest } from '../../../domain/subscription/decide-seat-change.js';
import { later, licencePolicy, soldSubscription } from '../../support/sold-subscriptions.js';

const YEAR = soldSubscription();
const change = (facts: typeof YEAR, request: Partial<SeatChangeRequest>, now: string) =>
  decideSeatChange(facts, { units: 10, when: 'now', seatsFreed: 0, unitPriceMinor: 1_100, ...request }, now);
const grown = change(YEAR, { units: 15, lotId: 'second' }, '2027-02-01T12:00:00.000Z').after!;

describe('B41 more units', () => {
  it('at any time, as a lot at the price of the day, charged to the end of the cycle, with a window of its own', () => {
    const decision = change(YEAR, { units: 15, lotId: 'second' }, '2027-02-01T12:00:00.000Z');
    expect(decision).toMatchObject({ outcome: 'allowed', reason: 'more_units', amountsUntil: '2027-02-02T00:00:00.000Z' });
    expect(decision.lines).toMatchObject([
      { lotId: 'second', from: '2027-02-01', through: '2027-02-09', parts: 9, ofParts: 31, amountMinor: 1_597 },
    ]);
    expect(decision.after).toMatchObject({ units: 15, changes: 1 });
    expect(decision.after?.lots[0]).toEqual(YEAR.lots[0]);
    expect(decision.after?.lots[1]).toMatchObject({
      id: 'second',
      units: 5,
      unitPriceMinor: 1_100,
      cancellableUntil: '2027-02-08T12:00:00.000Z',
    });
  });

  it('27 July to 14 August at 100.50 is 19 days of 31', () => {
    const sold = soldSubscription({ at: '2027-07-15T10:00:00.000Z' });
    const decision = change(sold, { units: 11, unitPriceMinor: 10_050 }, '2027-07-27T10:00:00.000Z');
    expect(decision.lines[0]).toMatchObject({ from: '2027-07-27', through: '2027-08-14', parts: 19, ofParts: 31, amountMinor: 6_160 });
  });

  it('on the first and on the last day of a cycle: all of its days, and one', () => {
    expect(change(YEAR, { units: 11 }, '2027-02-10T00:00:00.000Z').lines[0]).toMatchObject({ parts: 28, ofParts: 28, amountMinor: 1_100 });
    expect(change(YEAR, { units: 11 }, '2027-02-09T23:59:59.999Z').lines[0]).toMatchObject({ parts: 1, ofParts: 31, amountMinor: 35 });
    expect(change(YEAR, { units: 11 }, '2028-01-09T23:59:59.999Z').lines[0]).toMatchObject({ through: '2028-01-09', parts: 1 });
  });

  it('of a year billed at once: the days that are left of 365, or 366', () => {
    const annual = soldSubscription({ at: '2027-06-01T08:00:00.000Z', term: { billingCycle: 'annual' } });
    const decision = change(annual, { units: 11, unitPriceMinor: 12_000 }, '2028-02-29T08:00:00.000Z');
    expect(decision.lines[0]).toMatchObject({ through: '2028-05-31', parts: 93, ofParts: 366, amountMinor: 3_049 });
  });

  it('drop what was arranged for the renewal, and say so', () => {
    const arranged = { ...YEAR, scheduledChange: { units: 5 } };
    const decision = change(arranged, { units: 11 }, '2027-03-01T00:00:00.000Z');
    expect(decision).toMatchObject({ warnings: ['scheduled_change_dropped'], after: { scheduledChange: null } });
  });

  it('not without a price, not beyond what is sold, not more often than the vendor takes', () => {
    expect(change(YEAR, { units: 11, unitPriceMinor: undefined }, '2027-03-01T00:00:00.000Z').reason).toBe('no_price');
    expect(change({ ...YEAR, maxUnits: 12 }, { units: 13 }, '2027-03-01T00:00:00.000Z').reason).toBe('units_out_of_range');
    expect(change({ ...YEAR, changes: 1_199 }, { units: 11 }, '2027-03-01T00:00:00.000Z').outcome).toBe('allowed');
    const often = change({ ...YEAR, changes: 1_200 }, { units: 11 }, '2027-03-01T00:00:00.000Z');
    expect(often).toMatchObject({ reason: 'too_many_changes', instead: [{ kind: 'ask_a_person' }] });
  });
});

describe('B41 fewer units', () => {
  it('from the lot whose window is open, with what is unused of it', () => {
    const decision = change(grown, { units: 12 }, '2027-02-03T12:00:00.000Z');
    expect(decision).toMatchObject({ outcome: 'allowed', reason: 'fewer_units', until: '2027-02-08T12:00:00.000Z' });
    expect(decision.lines).toMatchObject([{ lotId: 'second', units: 3, from: '2027-02-04', parts: 6, ofParts: 31, amountMinor: -639 }]);
    expect(decision.after?.lots.map(({ id, units }) => [id, units])).toEqual([
      ['first', 10],
      ['second', 2],
    ]);
    expect(decision.after?.lots[1]?.charges[0]?.refundedMinor).toBe(639);
  });

  it('a millisecond before the deadline of the lot, at it and after it', () => {
    const at = (ms: number) => change(grown, { units: 10 }, later('2027-02-08T12:00:00.000Z', ms));
    expect([at(-1).reason, at(0).reason, at(1).reason]).toEqual(['fewer_units', 'window_closed', 'window_closed']);
    expect(at(-1).after?.lots.map(({ id }) => id)).toEqual(['first']);
  });

  it('more than the open lots have: refused, with what is possible now and what at renewal', () => {
    const decision = change(grown, { units: 8 }, '2027-02-03T12:00:00.000Z');
    expect(decision).toMatchObject({
      outcome: 'refused',
      reason: 'some_lots_bound',
      since: '2027-01-17T09:30:00.000Z',
      until: '2027-02-08T12:00:00.000Z',
    });
    expect(decision.instead).toEqual([
      { kind: 'fewer_units_now', at: null, until: '2027-02-08T12:00:00.000Z', units: 10, totalMinor: -1_065 },
      { kind: 'change_at_renewal', at: '2028-01-10T00:00:00.000Z', until: '2028-01-09T00:00:00.000Z', units: 8 },
    ]);
  });

  it('after every window: at renewal; with automatic renewal off, that first; on the last day not any more', () => {
    expect(change(YEAR, { units: 8 }, '2027-06-01T00:00:00.000Z')).toMatchObject({
      reason: 'window_closed',
      since: '2027-01-17T09:30:00.000Z',
      until: '2028-01-10T00:00:00.000Z',
      instead: [{ kind: 'change_at_renewal', units: 8 }],
    });
    const off = change({ ...YEAR, renewal: 'end' }, { units: 8 }, '2027-06-01T00:00:00.000Z');
    expect(off.instead).toMatchObject([{ kind: 'turn_renewal_on', until: '2028-01-09T00:00:00.000Z' }]);
    expect(change(YEAR, { units: 8 }, '2028-01-09T00:00:00.000Z').instead).toEqual([]);
  });

  it('take the lots that were bought last first', () => {
    const third = change(grown, { units: 17, lotId: 'third' }, '2027-02-05T12:00:00.000Z').after!;
    const decision = change(third, { units: 14 }, '2027-02-06T00:00:00.000Z');
    expect(decision.lines.map(({ lotId, units }) => [lotId, units])).toEqual([
      ['third', 2],
      ['second', 1],
    ]);
    expect(decision.until).toBe('2027-02-08T12:00:00.000Z');
  });

  it('never more is given back of a lot than was charged, unit by unit', () => {
    let facts = soldSubscription({ units: 31, unitPriceMinor: 1 });
    let refunded = 0;
    for (let units = 30; units >= 1; units -= 1) {
      const decision = change(facts, { units }, '2027-01-10T10:00:00.000Z');
      refunded -= decision.totalMinor;
      facts = decision.after!;
    }
    expect(refunded).toBe(30);
    expect(facts.lots[0]?.charges[0]).toMatchObject({ amountMinor: 31, refundedMinor: 30 });
  });

  it('not below the seats in use, unless as many are freed with it', () => {
    const used = { ...YEAR, unitsInUse: 9 };
    expect(change(used, { units: 7 }, '2027-01-11T00:00:00.000Z')).toMatchObject({
      reason: 'seats_in_use',
      seatsToFree: 2,
      instead: [{ kind: 'free_seats', units: 2 }],
    });
    expect(change(used, { units: 7, seatsFreed: 1 }, '2027-01-11T00:00:00.000Z').seatsToFree).toBe(1);
    expect(change(used, { units: 7, seatsFreed: 2 }, '2027-01-11T00:00:00.000Z')).toMatchObject({
      outcome: 'allowed',
      after: { unitsInUse: 7 },
    });
  });

  it('not single ones of software that is given back as a whole', () => {
    const software = soldSubscription({ policy: licencePolicy({ partialReduction: false }) });
    expect(change(software, { units: 9 }, '2027-01-11T00:00:00.000Z')).toMatchObject({
      reason: 'no_partial_reduction',
      instead: [
        { kind: 'cancel_now', until: '2027-01-17T09:30:00.000Z' },
        { kind: 'change_at_renewal', units: 9 },
      ],
    });
    expect(change(software, { units: 9 }, '2027-01-18T00:00:00.000Z').instead.map(({ kind }) => kind)).toEqual(['change_at_renewal']);
  });

  it('not all of them: that is a cancellation', () => {
    expect(change(YEAR, { units: 0 }, '2027-01-11T00:00:00.000Z').reason).toBe('units_out_of_range');
  });
});

describe('units from the renewal on', () => {
  it('are arranged until the lock, a millisecond before it and not at it', () => {
    const request = { units: 4, when: 'renewal' as const };
    const decision = change({ ...YEAR, unitsInUse: 6 }, request, '2028-01-08T23:59:59.999Z');
    expect(decision).toMatchObject({ outcome: 'scheduled', reason: 'at_renewal', effectiveAt: '2028-01-10T00:00:00.000Z', totalMinor: 0 });
    expect(decision).toMatchObject({ seatsToFree: 2, warnings: ['seats_go'], after: { units: 10, scheduledChange: { units: 4 } } });
    const locked = change(YEAR, request, '2028-01-09T00:00:00.000Z');
    expect(locked).toMatchObject({ reason: 'renewal_locked', since: '2028-01-09T00:00:00.000Z', until: '2028-01-10T00:00:00.000Z' });
  });

  it('only where it renews, and only if they are others', () => {
    expect(change({ ...YEAR, renewal: 'end' }, { units: 4, when: 'renewal' }, '2027-05-01T00:00:00.000Z').reason).toBe('renewal_off');
    expect(change(YEAR, { when: 'renewal' }, '2027-05-01T00:00:00.000Z').reason).toBe('nothing_changes');
    const arranged = { ...YEAR, scheduledChange: { units: 4 } };
    expect(change(arranged, { units: 10, when: 'renewal' }, '2027-05-01T00:00:00.000Z').after?.scheduledChange).toEqual({ units: 10 });
  });
});

it('a trial keeps its seats; the units of what is open-ended are changed freely', () => {
  const trial = soldSubscription({ term: { kind: 'trial', termDuration: 'P30D', billingCycle: 'upfront' } });
  expect(change(trial, { units: 12 }, '2027-01-11T00:00:00.000Z').reason).toBe('trial');
  const assigned = { ...YEAR, term: null, lots: [] };
  expect(change(assigned, { units: 12 }, '2027-01-11T00:00:00.000Z')).toMatchObject({
    outcome: 'allowed',
    totalMinor: 0,
    after: { units: 12 },
  });
  expect(change(assigned, { units: 2 }, '2027-01-11T00:00:00.000Z')).toMatchObject({ outcome: 'allowed', after: { units: 2 } });
});
