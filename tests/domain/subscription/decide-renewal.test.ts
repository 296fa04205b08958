import { describe, expect, it } from 'vitest';
import { decideCharges } from '../../../domain/subscription/decide-charges.js';
import { decideRenewal } from '../../../domain/subscription/decide-renewal.js';
import { decideRenewalSetting } from '../../../domain/subscription/decide-renewal-setting.js';
import { decideSeatChange } from '../../../domain/subscription/decide-seat-change.js';
import type { RenewalChoice } from '../../../domain/subscription/subscription-facts.js';
import { licencePolicy, soldSubscription } from '../../support/sold-subscriptions.js';

const YEAR = soldSubscription();
const END = '2028-01-10T00:00:00.000Z';
const PRICES = { unitPriceMinor: 1_200, monthlyTermUnitPriceMinor: 1_300 };
const set = (facts: typeof YEAR, renewal: RenewalChoice, now: string) => decideRenewalSetting(facts, { renewal, ...PRICES }, now);

describe('B44 a renewal', () => {
  it('is the same before the end of the term, as what will be, and at it', () => {
    const [before, at] = [decideRenewal(YEAR, PRICES, '2028-01-09T23:59:59.999Z'), decideRenewal(YEAR, PRICES, END)];
    expect([before.outcome, at.outcome]).toEqual(['scheduled', 'allowed']);
    expect(before).toMatchObject({ reason: 'renews', lines: at.lines, after: at.after, effectiveAt: END, until: END });
  });

  it('makes one lot of all units at the price of its day, with a window of its own', () => {
    const more = { units: 15, when: 'now', unitPriceMinor: 1_100, seatsFreed: 0, lotId: 'second' } as const;
    const grown = decideSeatChange(YEAR, more, '2027-05-01T00:00:00.000Z').after!;
    const decision = decideRenewal(grown, PRICES, END);
    expect(decision).toMatchObject({ totalMinor: 15 * 1_200, warnings: ['price_changes'] });
    expect(decision.after).toMatchObject({
      units: 15,
      term: { startsOn: '2028-01-10', endsOn: '2029-01-09', anchor: '2027-01-10' },
      lots: [{ units: 15, unitPriceMinor: 1_200, boughtAt: END, cancellableUntil: '2028-01-17T00:00:00.000Z' }],
    });
  });

  it('has the deadline that the vendor tells, which may renew hours later', () => {
    const told = { ...PRICES, renewedAt: '2028-01-10T07:12:00.000Z', cancellableUntil: '2028-01-17T07:12:00.000Z' };
    expect(decideRenewal(YEAR, told, END).after?.lots[0]).toMatchObject({
      boughtAt: told.renewedAt,
      cancellableUntil: told.cancellableUntil,
    });
    const counted = decideRenewal(YEAR, { ...PRICES, renewedAt: told.renewedAt }, END);
    expect(counted.after?.lots[0]?.cancellableUntil).toBe(told.cancellableUntil);
  });

  it('takes what was arranged: fewer units, another plan, term, billing and last day', () => {
    const scheduledChange = {
      units: 4,
      planCode: 'business-lite',
      termDuration: 'P1M',
      billingCycle: 'monthly' as const,
      endsOn: '2028-01-31',
    };
    const decision = decideRenewal({ ...YEAR, unitsInUse: 6, scheduledChange }, PRICES, END);
    expect(decision).toMatchObject({ seatsToFree: 2, warnings: ['price_changes', 'seats_go'] });
    expect(decision.after).toMatchObject({ units: 4, planCode: 'business-lite', scheduledChange: null });
    expect(decision.after?.term).toMatchObject({ startsOn: '2028-01-10', endsOn: '2028-01-31', anchor: '2028-02-01' });
    expect(decision.lines).toMatchObject([{ parts: 22, ofParts: 31, amountMinor: 3_406 }]);
  });

  it('happens whether the customer pays or not; what was arranged is gone with a suspension', () => {
    const suspended = { ...YEAR, state: 'suspended' as const, scheduledChange: { units: 4 } };
    const decision = decideRenewal(suspended, PRICES, END);
    expect(decision).toMatchObject({ outcome: 'allowed', totalMinor: 12_000, after: { state: 'suspended', units: 10 } });
    expect(decision.warnings).toContain('scheduled_change_dropped');
  });

  it('takes the rules of its day, where they are named, and keeps the old ones otherwise', () => {
    const policy = licencePolicy({ windowHours: 72 });
    expect(decideRenewal(YEAR, { ...PRICES, policy }, END).after?.lots[0]?.cancellableUntil).toBe('2028-01-13T00:00:00.000Z');
    expect(decideRenewal(YEAR, PRICES, END).after?.policy).toEqual(YEAR.policy);
  });

  it('needs a price, a term, and something that is there', () => {
    expect(decideRenewal(YEAR, { unitPriceMinor: null, monthlyTermUnitPriceMinor: null }, END)).toMatchObject({
      reason: 'no_price',
      instead: [{ kind: 'ask_a_person' }],
    });
    expect(decideRenewal({ ...YEAR, term: null, lots: [] }, PRICES, END).reason).toBe('open_ended');
    expect(decideRenewal({ ...YEAR, state: 'cancelled' }, PRICES, END).reason).toBe('already_over');
    expect(decideRenewal({ ...YEAR, state: 'failed' }, PRICES, END).reason).toBe('not_active');
  });

  it('of a trial makes a year of it, with a window', () => {
    const trial = soldSubscription({
      units: 25,
      unitPriceMinor: 0,
      term: { kind: 'trial', termDuration: 'P30D', billingCycle: 'upfront' },
    });
    expect(decideRenewal(trial, PRICES, '2027-02-09T00:00:00.000Z')).toMatchObject({
      totalMinor: 25 * 1_200,
      after: {
        term: { kind: 'regular', termDuration: 'P1Y', endsOn: '2028-02-08' },
        lots: [{ cancellableUntil: '2027-02-16T00:00:00.000Z' }],
      },
    });
  });
});

describe('B43 what is to happen at the end of the term', () => {
  it('can be set and taken back until the last UTC day begins', () => {
    const off = set(YEAR, 'end', '2028-01-08T23:59:59.999Z');
    expect(off).toMatchObject({
      outcome: 'scheduled',
      reason: 'renewal_set',
      effectiveAt: END,
      until: '2028-01-09T00:00:00.000Z',
      totalMinor: 0,
    });
    const on = set(off.after!, 'renew', '2028-01-08T23:59:59.999Z');
    expect(on).toMatchObject({ outcome: 'scheduled', totalMinor: 12_000, after: { renewal: 'renew' } });
    for (const now of ['2028-01-09T00:00:00.000Z', '2028-01-09T00:00:00.001Z', '2028-01-09T23:59:59.999Z'])
      expect(set(YEAR, 'end', now)).toMatchObject({ reason: 'renewal_locked', since: '2028-01-09T00:00:00.000Z', until: END });
    expect(set(YEAR, 'end', END).reason).toBe('renewal_under_way');
  });

  it('ends on the day that was said: no charge, no units, and who holds seats loses them', () => {
    const off = set({ ...YEAR, unitsInUse: 3 }, 'end', '2027-06-01T00:00:00.000Z');
    expect(off).toMatchObject({ seatsToFree: 3, warnings: ['seats_go'] });
    expect(decideRenewal(off.after!, PRICES, END)).toMatchObject({ reason: 'expires', lines: [], after: { state: 'expired', units: 0 } });
  });

  it('drops what was arranged when it no longer renews, and says so', () => {
    const arranged = { ...YEAR, scheduledChange: { units: 5 } };
    expect(set(arranged, 'end', '2027-06-01T00:00:00.000Z')).toMatchObject({
      warnings: ['scheduled_change_dropped'],
      after: { scheduledChange: null },
    });
  });

  it('changes nothing twice, and nothing of what has no term', () => {
    expect(set(YEAR, 'renew', '2027-06-01T00:00:00.000Z').reason).toBe('nothing_changes');
    expect(set({ ...YEAR, term: null, lots: [] }, 'end', '2027-06-01T00:00:00.000Z').reason).toBe('open_ended');
  });
});

describe('an extended term', () => {
  it('goes on month by month at 3 % on the monthly term, or 23 % on a month where there is none', () => {
    const monthly = set(YEAR, 'extend', '2027-06-01T00:00:00.000Z');
    expect(monthly.lines).toMatchObject([
      { unitPriceMinor: 1_339, units: 10, amountMinor: 13_390, from: '2028-01-10', through: '2028-02-09' },
    ]);
    const annual = soldSubscription({ unitPriceMinor: 12_000, term: { billingCycle: 'annual' } });
    const without = { renewal: 'extend' as const, unitPriceMinor: 12_000, monthlyTermUnitPriceMinor: null };
    expect(decideRenewalSetting(annual, without, '2027-06-01T00:00:00.000Z').lines).toMatchObject([{ unitPriceMinor: 1_230 }]);
  });

  it.each([
    ['2025-03-31', 'refused'],
    ['2025-04-01', 'refused'],
    ['2025-05-04', 'refused'],
    ['2025-05-05', 'scheduled'],
  ])('of a year from %s is %s: bought from 1 April 2025, ending from 4 May 2026', (startsOn, outcome) => {
    const sold = soldSubscription({ at: `${startsOn}T10:00:00.000Z` });
    const decision = set(sold, 'extend', `${startsOn}T11:00:00.000Z`);
    expect(decision.outcome).toBe(outcome);
    if (outcome === 'refused') expect(decision).toMatchObject({ reason: 'extension_not_offered', instead: [{ kind: 'end_with_term' }] });
  });

  it('of three years is asked by both its dates', () => {
    const sold = soldSubscription({ at: '2025-03-31T10:00:00.000Z', term: { termDuration: 'P3Y' } });
    expect(set(sold, 'extend', '2025-06-01T00:00:00.000Z').reason).toBe('extension_not_offered');
    expect(decideRenewal({ ...sold, renewal: 'extend' }, PRICES, '2028-03-31T00:00:00.000Z').reason).toBe('expires');
  });

  it('is extended month after month with its anchor; once it is left, that can’t be taken back', () => {
    let facts = decideRenewal(
      { ...soldSubscription({ at: '2027-01-31T10:00:00.000Z' }), renewal: 'extend' },
      PRICES,
      '2028-01-31T00:00:00.000Z',
    ).after!;
    const ends = [facts.term?.endsOn];
    for (let month = 0; month < 2; month += 1) {
      facts = decideRenewal(facts, PRICES, `${ends.at(-1)!}T23:59:59.999Z`).after!;
      ends.push(facts.term?.endsOn);
    }
    expect(ends).toEqual(['2028-02-28', '2028-03-30', '2028-04-29']);
    const left = set(facts, 'end', '2028-04-01T00:00:00.000Z');
    expect(left.warnings).toContain('cannot_be_undone');
    expect(set(left.after!, 'renew', '2028-04-02T00:00:00.000Z').reason).toBe('cannot_be_taken_back');
  });

  it('can be left for a new term', () => {
    const extended = decideRenewal({ ...YEAR, renewal: 'extend' }, PRICES, END).after!;
    const back = set(extended, 'renew', '2028-01-20T00:00:00.000Z').after!;
    const renewed = decideRenewal({ ...back, scheduledChange: { termDuration: 'P1Y' } }, PRICES, '2028-02-10T00:00:00.000Z');
    expect(renewed.after?.term).toMatchObject({ kind: 'regular', startsOn: '2028-02-10', endsOn: '2029-02-09' });
  });
});

describe('a charge within the term', () => {
  it('is made when its cycle begins, at the midnight itself, and not a millisecond before', () => {
    expect(decideCharges(YEAR, '2027-02-09T23:59:59.999Z')).toMatchObject({ reason: 'nothing_due', until: '2027-02-10T00:00:00.000Z' });
    const due = decideCharges(YEAR, '2027-02-10T00:00:00.000Z');
    expect(due).toMatchObject({ reason: 'charges_due', until: '2027-03-10T00:00:00.000Z' });
    expect(due.lines).toMatchObject([{ from: '2027-02-10', through: '2027-03-09', amountMinor: 10_050 }]);
    expect(decideCharges(due.after!, '2027-02-10T00:00:00.000Z').reason).toBe('nothing_due');
  });

  it('makes up for what was slept through, once', () => {
    const due = decideCharges(YEAR, '2027-06-01T00:00:00.000Z');
    expect(due.lines.map(({ from }) => from)).toEqual(['2027-02-10', '2027-03-10', '2027-04-10', '2027-05-10']);
    expect(decideCharges(due.after!, '2027-06-09T23:59:59.999Z').lines).toEqual([]);
  });

  it('is made of what is suspended, and of nothing that is over or has no term', () => {
    expect(decideCharges({ ...YEAR, state: 'suspended' }, '2027-02-10T00:00:00.000Z').outcome).toBe('allowed');
    expect(decideCharges({ ...YEAR, state: 'expired' }, '2027-02-10T00:00:00.000Z').reason).toBe('nothing_due');
    expect(decideCharges({ ...YEAR, term: null, lots: [] }, '2027-02-10T00:00:00.000Z').reason).toBe('open_ended');
  });

  it('ends with the term: whatever is waited for, nothing is charged after its last day', () => {
    const all = decideCharges(YEAR, '2040-01-01T00:00:00.000Z');
    expect(all.lines).toHaveLength(11);
    expect(all.lines.at(-1)?.through).toBe('2028-01-09');
  });
});
