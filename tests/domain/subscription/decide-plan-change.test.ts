import { describe, expect, it } from 'vitest';
import { decidePlanChange, planChangeRequest } from '../../../domain/subscription/decide-plan-change.js';
import { decideSeatChange } from '../../../domain/subscription/decide-seat-change.js';
import { endDatesOf } from '../../../domain/subscription/end-dates.js';
import { licencePolicy, soldSubscription } from '../../support/sold-subscriptions.js';

const YEAR = soldSubscription();
const NOW = '2027-03-15T10:00:00.000Z';
const change = (facts: typeof YEAR, request: object, now = NOW) =>
  decidePlanChange(facts, planChangeRequest.parse({ planCode: 'business-premium', unitPriceMinor: 2_205, ...request }), now);
/** As it stands in the third cycle, 10 March to 9 April. */
const charged = (() => {
  const [lot] = YEAR.lots;
  const charge = {
    id: 'first@2027-03-10',
    from: '2027-03-10',
    through: '2027-04-09',
    cycleDays: 31,
    units: 10,
    unitPriceMinor: 1_005,
    amountMinor: 10_050,
    refundedMinor: 0,
  };
  return { ...YEAR, lots: [{ ...lot!, charges: [charge] }] };
})();

describe('B42 an upgrade', () => {
  it('of the whole keeps the last day; the old plan is credited and the new one charged from today on', () => {
    const decision = change(charged, {});
    expect(decision).toMatchObject({ outcome: 'allowed', reason: 'upgraded', warnings: ['cannot_be_undone'], into: null });
    expect(decision.lines).toMatchObject([
      { kind: 'refund', lotId: 'first', from: '2027-03-15', parts: 26, ofParts: 31, amountMinor: -8_429 },
      { kind: 'charge', from: '2027-03-15', through: '2027-04-09', parts: 26, ofParts: 31, amountMinor: 18_494 },
    ]);
    expect(decision.totalMinor).toBe(18_494 - 8_429);
    expect(decision.after).toMatchObject({ planCode: 'business-premium', units: 10, term: YEAR.term });
  });

  it('opens no new window: each unit keeps the deadline of the lot that it comes from', () => {
    expect(change(charged, {}).after?.lots.map(({ cancellableUntil }) => cancellableUntil)).toEqual(['2027-01-17T09:30:00.000Z']);
  });

  it('of some units leaves the rest as it is and makes a subscription of its own, with the seats that find no room', () => {
    const decision = change({ ...charged, unitsInUse: 9 }, { units: 4 });
    expect(decision.lines[0]).toMatchObject({ units: 4, amountMinor: -3_372 });
    expect(decision.after).toMatchObject({
      units: 6,
      unitsInUse: 6,
      planCode: 'business-basic',
      lots: [{ id: 'first', units: 6, charges: [{ refundedMinor: 3_372 }] }],
    });
    expect(decision.into).toMatchObject({ id: 'contoso/1', units: 4, unitsInUse: 3, planCode: 'business-premium', term: YEAR.term });
  });

  it('into a subscription that there is, if it ends on the same day', () => {
    const into = { id: 'other', endsOn: '2028-01-09' };
    expect(change(charged, { into })).toMatchObject({ after: { state: 'ended', units: 0 }, into: { id: 'other', units: 10 } });
    expect(change(charged, { into: { ...into, endsOn: '2028-01-10' } }).reason).toBe('other_end_date');
  });

  it('loses the promotion and what was arranged for the renewal', () => {
    const decision = change({ ...charged, promotionId: 'spring', scheduledChange: { units: 5 } }, {});
    expect(decision).toMatchObject({ warnings: ['cannot_be_undone', 'promotion_lost', 'scheduled_change_dropped'] });
    expect(decision.after).toMatchObject({ promotionId: null, scheduledChange: null });
  });

  it('on the day of the purchase pays no day twice', () => {
    const decision = change(YEAR, {}, '2027-01-10T23:59:59.999Z');
    expect(decision.totalMinor).toBe(10 * 2_205 - 10 * 1_005);
  });

  it.each([
    ['not together with more units', { units: 11 }, 'not_with_more_units'],
    ['not to what the vendor doesn’t list', { planCode: 'business-basic-lite' }, 'not_an_upgrade'],
    ['not in another currency', { currency: 'USD' }, 'other_currency'],
    ['not to a shorter term', { termDuration: 'P1M' }, 'shorter_term'],
    ['not to the same', { planCode: 'business-basic' }, 'nothing_changes'],
    ['not to another billing alone, which can be arranged', { planCode: 'business-basic', billingCycle: 'annual' }, 'billing_at_renewal'],
  ])('%s', (_name, request, reason) => {
    expect(change(charged, request)).toMatchObject({
      outcome: 'refused',
      reason,
      lines: [],
      instead: [{ kind: 'change_at_renewal', at: '2028-01-10T00:00:00.000Z', until: '2028-01-09T00:00:00.000Z' }],
    });
  });

  it('is what the vendor says it is, where it was asked', () => {
    expect(change(charged, { eligible: false }).reason).toBe('not_an_upgrade');
    expect(change(charged, { planCode: 'copilot', eligible: true }).outcome).toBe('allowed');
    expect(change({ ...charged, policy: licencePolicy({}, { upgradeAllowed: false }) }, {}).reason).toBe('upgrade_not_offered');
  });

  it('waits while the vendor works on another change, and isn’t for a trial', () => {
    expect(change({ ...charged, pendingSince: '2027-03-15T09:00:00.000Z' }, {})).toMatchObject({
      reason: 'operation_pending',
      until: '2027-03-16T09:00:00.000Z',
    });
    const trial = soldSubscription({ term: { kind: 'trial', termDuration: 'P30D', billingCycle: 'upfront' } });
    expect(change(trial, {}, '2027-01-11T00:00:00.000Z').reason).toBe('trial');
  });
});

describe('a downgrade', () => {
  const request = { planCode: 'business-lite', unitPriceMinor: 500 };
  it('is refused within the term, and arranged for the renewal', () => {
    expect(change(charged, request).reason).toBe('not_an_upgrade');
    const decision = change(charged, { ...request, when: 'renewal' });
    expect(decision).toMatchObject({ outcome: 'scheduled', reason: 'at_renewal', effectiveAt: '2028-01-10T00:00:00.000Z', totalMinor: 0 });
    expect(decision.after).toMatchObject({ planCode: 'business-basic', scheduledChange: { planCode: 'business-lite' } });
  });
  it('is done within the term by a vendor who allows it', () => {
    expect(change({ ...charged, policy: licencePolicy({}, { downgradeMidTerm: true }) }, request).totalMinor).toBe(4_194 - 8_429);
  });
  it('isn’t arranged on the last day, nor where nothing renews', () => {
    expect(change(charged, { ...request, when: 'renewal' }, '2028-01-08T23:59:59.999Z').outcome).toBe('scheduled');
    expect(change(charged, { ...request, when: 'renewal' }, '2028-01-09T00:00:00.000Z').reason).toBe('renewal_locked');
    expect(change({ ...charged, renewal: 'end' }, { ...request, when: 'renewal' }).reason).toBe('renewal_off');
  });
});

describe('a longer term within the term', () => {
  const month = soldSubscription({ at: '2027-01-31T10:00:00.000Z', term: { termDuration: 'P1M' } });
  const request = { planCode: 'business-basic', termDuration: 'P1Y', unitPriceMinor: 900 };
  it('begins today, and what is left of the month is credited', () => {
    const decision = change(month, request, '2027-02-10T10:00:00.000Z');
    expect(decision).toMatchObject({
      reason: 'longer_term',
      after: { term: { startsOn: '2027-02-10', endsOn: '2028-02-09', termDuration: 'P1Y' } },
    });
    expect(decision.lines).toMatchObject([
      { from: '2027-02-10', parts: 18, ofParts: 28, amountMinor: -6_461 },
      { from: '2027-02-10', through: '2027-03-09', parts: 28, ofParts: 28, amountMinor: 9_000 },
    ]);
  });
  it('is for all units, and where the product has it', () => {
    expect(change(month, { ...request, units: 3 }, '2027-02-10T10:00:00.000Z').reason).toBe('not_an_upgrade');
    const without = { ...month, policy: licencePolicy({}, { longerTermMidTerm: false }) };
    expect(change(without, request, '2027-02-10T10:00:00.000Z').reason).toBe('longer_term_not_offered');
  });
});

describe('co-termination', () => {
  it.each([
    ['2027-03-10', 'P1Y', ['2028-03-09', '2028-02-29']],
    ['2027-03-01', 'P1Y', ['2028-02-29']],
    ['2027-01-31', 'P1M', ['2027-02-27', '2027-01-31']],
    ['2027-02-10', 'P1M', ['2027-03-09', '2027-02-28']],
    ['2027-01-01', 'P1M', ['2027-01-31']],
  ])('from %s for %s lists the natural end and the end of a calendar month that isn’t past it', (startsOn, term, ends) => {
    expect(endDatesOf(startsOn, term).map(({ endsOn }) => endsOn)).toEqual(ends);
  });
  it('lists the ends of other subscriptions that lie in it', () => {
    const others = [
      { id: 'a', endsOn: '2027-03-09' },
      { id: 'b', endsOn: '2027-03-10' },
      { id: 'c', endsOn: '2028-03-09' },
      { id: 'd', endsOn: '2028-03-10' },
    ];
    expect(endDatesOf('2027-03-10', 'P1Y', others).flatMap(({ subscriptionId = [] }) => subscriptionId)).toEqual(['b', 'c']);
  });
  it('of the next term is arranged for a listed day, the vendor’s list going first', () => {
    const same = { planCode: 'business-basic', when: 'renewal' };
    expect(change(charged, { ...same, endsOn: '2028-12-31' }).after?.scheduledChange).toMatchObject({ endsOn: '2028-12-31' });
    expect(change(charged, { ...same, endsOn: '2028-11-30' }).reason).toBe('no_co_termination');
    expect(change(charged, { ...same, endsOn: '2028-11-30', listedEnds: ['2028-11-30'] }).outcome).toBe('scheduled');
    expect(change({ ...charged, policy: licencePolicy({}, { coTermination: false }) }, { ...same, endsOn: '2028-12-31' }).reason).toBe(
      'no_co_termination',
    );
  });
});

it('what is open-ended has no other plan; what was changed too often asks for a person', () => {
  expect(change({ ...charged, term: null, lots: [] }, {}).reason).toBe('open_ended');
  expect(change({ ...charged, changes: 1_200 }, {}).reason).toBe('too_many_changes');
});

it('units that were added are upgraded first, each from its own lot', () => {
  const more = { units: 13, when: 'now', unitPriceMinor: 1_100, seatsFreed: 0, lotId: 'second' } as const;
  const grown = decideSeatChange(charged, more, '2027-03-12T00:00:00.000Z').after!;
  const decision = change(grown, { units: 5 });
  expect(decision.lines.map(({ kind, lotId, units }) => [kind, lotId, units])).toEqual([
    ['refund', 'second', 3],
    ['refund', 'first', 2],
    ['charge', 'contoso/2.1', 3],
    ['charge', 'contoso/2.2', 2],
  ]);
  expect(decision.into?.lots.map(({ cancellableUntil }) => cancellableUntil)).toEqual([
    '2027-03-19T00:00:00.000Z',
    '2027-01-17T09:30:00.000Z',
  ]);
});
