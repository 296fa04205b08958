import { describe, expect, it } from 'vitest';
import { decideSeatChange } from '../../../domain/subscription/decide-seat-change.js';
import { duesAfter, nextDue } from '../../../domain/subscription/next-due.js';
import { project, projectRequest } from '../../../domain/subscription/project.js';
import { soldSubscription } from '../../support/sold-subscriptions.js';

const YEAR = soldSubscription();
const shown = (facts: typeof YEAR, after: string) => duesAfter(facts, after).map(({ kind, at }) => [kind, at]);
const midnight = (date: string) => `${date}T00:00:00.000Z`;

describe('B47 what the dates of a subscription bring', () => {
  it('a year by the month, from its purchase to its renewal', () => {
    expect(shown(YEAR, '2027-01-10T09:30:00.000Z')).toEqual([
      ['window_ends', '2027-01-17T09:30:00.000Z'],
      ...['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => ['charge', midnight(`2027-${month}-10`)]),
      ['renewal_notice', midnight('2027-12-11')],
      ['renewal_notice', midnight('2028-01-03')],
      ['renewal_charge', midnight('2028-01-06')],
      ['renewal_locks', midnight('2028-01-09')],
      ['renews', midnight('2028-01-10')],
    ]);
  });

  it('a month is told of three days before, and a card isn’t charged before the term begins', () => {
    const month = soldSubscription({ at: '2027-01-31T10:00:00.000Z', term: { termDuration: 'P1M' } });
    expect(shown(month, '2027-01-31T10:00:00.000Z')).toEqual([
      ['window_ends', '2027-02-07T10:00:00.000Z'],
      ['renewal_charge', midnight('2027-02-24')],
      ['renewal_notice', midnight('2027-02-25')],
      ['renewal_locks', midnight('2027-02-27')],
      ['renews', midnight('2027-02-28')],
    ]);
  });

  it('ends or goes on as was chosen; nothing is charged for what ends', () => {
    const kinds = (renewal: 'end' | 'extend') => shown({ ...YEAR, renewal }, midnight('2028-01-05')).map(([kind]) => kind);
    expect(kinds('end')).toEqual(['renewal_locks', 'expires']);
    expect(kinds('extend')).toEqual(['renewal_charge', 'renewal_locks', 'extends']);
  });

  it('each lot’s window, and what somebody wants done before the lock', () => {
    const more = { units: 15, when: 'now', unitPriceMinor: 1_100, seatsFreed: 0, lotId: 'second' } as const;
    const grown = decideSeatChange(YEAR, more, '2027-01-12T08:00:00.000Z').after!;
    const wanted = { ...grown, intents: [{ id: 'five-fewer', firesAt: '2028-01-08T00:00:00.000Z' }] };
    const named = duesAfter(wanted, '2027-01-12T08:00:00.000Z').filter(({ subjectId }) => subjectId !== undefined);
    expect(named.map(({ subjectId, at }) => [subjectId, at])).toEqual([
      ['first', '2027-01-17T09:30:00.000Z'],
      ['second', '2027-01-19T08:00:00.000Z'],
      ['five-fewer', '2028-01-08T00:00:00.000Z'],
    ]);
  });

  it('nothing of what is over, or has no term', () => {
    expect(nextDue({ ...YEAR, state: 'cancelled' }, '2027-01-11T00:00:00.000Z')).toBeNull();
    expect(nextDue({ ...YEAR, term: null, lots: [] }, '2027-01-11T00:00:00.000Z')).toBeNull();
    expect(nextDue(YEAR, midnight('2028-01-10'))).toBeNull();
  });

  it('the next one is strictly later than what was seen to, and all of the same instant come together', () => {
    const seen: string[] = [];
    for (let due = nextDue(YEAR, YEAR.boughtAt); due; due = nextDue(YEAR, due.at)) seen.push(due.at);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(duesAfter(YEAR, YEAR.boughtAt).length);
    const both = soldSubscription({ at: '2027-02-03T00:00:00.000Z', term: { endsOn: '2028-01-09', anchor: '2027-01-10' } });
    expect(nextDue(both, '2027-02-03T00:00:00.000Z')).toEqual({
      at: midnight('2027-02-10'),
      dues: [
        { kind: 'window_ends', at: midnight('2027-02-10'), subjectId: 'first' },
        { kind: 'charge', at: midnight('2027-02-10') },
      ],
    });
  });
});

describe('B48 the months ahead', () => {
  const prices = [
    { from: '2027-01-01', unitPriceMinor: 1_005, monthlyTermUnitPriceMinor: 1_206 },
    { from: '2028-01-01', unitPriceMinor: 1_100, monthlyTermUnitPriceMinor: 1_300 },
  ];
  const ahead = (choice: object = {}) => project(YEAR, projectRequest.parse({ prices, ...choice }), '2027-01-20T10:00:00.000Z');

  it('24 of them to the cent, with the price of the day of the renewal', () => {
    const all = ahead();
    expect(all.charges).toHaveLength(24);
    expect(all).toMatchObject({ totalMinor: 11 * 10_050 + 12 * 11_000 + 11_000, through: '2029-01-19', currency: 'EUR' });
    expect(all.terms).toEqual([
      { at: midnight('2028-01-10'), reason: 'renews', units: 10 },
      { at: midnight('2029-01-10'), reason: 'renews', units: 10 },
    ]);
    expect(all.charges.map(({ at }) => at).slice(10, 12)).toEqual([midnight('2027-12-10'), midnight('2028-01-10')]);
  });

  it('and under another choice: fewer units, another term, an end, month by month', () => {
    expect(ahead({ scheduledChange: { units: 4 } }).totalMinor).toBe(11 * 10_050 + 13 * 4_400);
    expect(ahead({ renewal: 'end' })).toMatchObject({ totalMinor: 11 * 10_050, terms: [{ reason: 'expires', units: 0 }] });
    expect(ahead({ renewal: 'extend' }).totalMinor).toBe(11 * 10_050 + 13 * 13_390);
    expect(ahead({ scheduledChange: { termDuration: 'P1M' } }).terms).toHaveLength(13);
  });

  it('stop where there is no price any more', () => {
    const gone = project(
      YEAR,
      projectRequest.parse({ prices: [{ from: '2027-01-01', unitPriceMinor: null }] }),
      '2027-01-20T10:00:00.000Z',
    );
    expect(gone).toMatchObject({ totalMinor: 11 * 10_050, terms: [{ reason: 'no_price', units: 0 }] });
  });
});
