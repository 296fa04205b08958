import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { compareDurations, cycleAt, cyclesFrom, endOfTerm, termFrom } from '../../../domain/subscription/charge-cycle.js';
import { dateOf, dayAt, dayOf, midnightOf, monthsAfter, wholeMonthsSince } from '../../../domain/subscription/utc-day.js';

const shown = (cycles: ReturnType<typeof cyclesFrom>) => cycles.map(({ from, to, cycleDays }) => [dateOf(from), dateOf(to - 1), cycleDays]);
const year = (startsOn: string, endsOn?: string) => termFrom(startsOn, { termDuration: 'P1Y', billingCycle: 'monthly', endsOn });

describe('days by UTC', () => {
  it('are the same as the calendar of a library, over 200 years, with their months', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), fc.integer({ min: -60, max: 60 }), (day, months) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
        expect(dateOf(day)).toBe(date.toString());
        expect(dayOf(dateOf(day))).toBe(day);
        expect(dateOf(monthsAfter(day, months))).toBe(date.add({ months }).toString());
      }),
    );
  });

  it('count the whole months since an anchor so that neither more nor fewer have passed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -2_000, max: 4_000 }), (anchor, after) => {
        const months = wholeMonthsSince(anchor, anchor + after);
        expect(monthsAfter(anchor, months)).toBeLessThanOrEqual(anchor + after);
        expect(monthsAfter(anchor, months + 1)).toBeGreaterThan(anchor + after);
      }),
    );
  });

  it.each([
    ['2027-03-28T00:59:59.999Z', '2027-03-28'],
    ['2027-03-28T01:00:00.000Z', '2027-03-28'],
    ['2027-10-31T00:30:00.000Z', '2027-10-31'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01'],
    ['2027-01-01T13:30:00.000+14:00', '2026-12-31'],
  ])('%s is on %s, whatever the clocks of Rome or Kiritimati show', (instant, date) => {
    expect(dateOf(dayAt(instant))).toBe(date);
  });

  it.each(['2027-02-29', '2027-13-01', '27-01-01', '2027-02-03T00:00:00.000Z', ''])('%j is no date', (date) => {
    expect(() => dayOf(date)).toThrow(RangeError);
  });
});

describe('the last day of a term is included', () => {
  it.each([
    ['2026-11-21', 'P1Y', '2027-11-20'],
    ['2027-03-01', 'P1Y', '2028-02-29'],
    ['2028-03-01', 'P1Y', '2029-02-28'],
    ['2028-02-29', 'P1Y', '2029-02-27'],
    ['2027-01-31', 'P1M', '2027-02-27'],
    ['2028-01-31', 'P1M', '2028-02-28'],
    ['2026-12-31', 'P1M', '2027-01-30'],
    ['2027-03-28', 'P1M', '2027-04-27'],
    ['2026-11-21', 'P3Y', '2029-11-20'],
    ['2027-02-15', 'P30D', '2027-03-16'],
  ])('from %s for %s: %s', (startsOn, termDuration, endsOn) => {
    const term = termFrom(startsOn, { termDuration, billingCycle: 'upfront' });
    expect(term.endsOn).toBe(endsOn);
    expect(endOfTerm(term)).toBe(midnightOf(dayOf(endsOn) + 1));
  });

  it('31 January by the month, 14 times: the anchor is kept over short months and a leap day', () => {
    let term = termFrom('2027-01-31', { termDuration: 'P1M', billingCycle: 'monthly' });
    const starts = [term.startsOn];
    for (let month = 1; month < 14; month += 1) {
      term = termFrom(dateOf(dayOf(term.endsOn) + 1), { ...term, endsOn: undefined });
      starts.push(term.startsOn);
    }
    expect(starts.map((date) => date.slice(5))).toEqual([
      '01-31',
      '02-28',
      '03-31',
      '04-30',
      '05-31',
      '06-30',
      '07-31',
      '08-31',
      '09-30',
      '10-31',
      '11-30',
      '12-31',
      '01-31',
      '02-29',
    ]);
    expect(term).toMatchObject({ startsOn: '2028-02-29', endsOn: '2028-03-30', anchor: '2027-01-31' });
  });

  it('a year of 366 days is one that has 29 February in it', () => {
    const days = (startsOn: string) =>
      cycleAt(termFrom(startsOn, { termDuration: 'P1Y', billingCycle: 'annual' }), dayOf(startsOn)).cycleDays;
    expect([days('2027-02-28'), days('2027-03-01'), days('2028-02-29'), days('2028-03-01')]).toEqual([365, 366, 365, 365]);
  });
});

describe('charge cycles', () => {
  it('of a year by the month have 28 to 31 days', () => {
    expect(shown(cyclesFrom(year('2027-01-31'), dayOf('2027-01-31'))).slice(0, 4)).toEqual([
      ['2027-01-31', '2027-02-27', 28],
      ['2027-02-28', '2027-03-30', 31],
      ['2027-03-31', '2027-04-29', 30],
      ['2027-04-30', '2027-05-30', 31],
    ]);
  });

  it('of three years by the year, and of three years at once', () => {
    const three = (billingCycle: 'annual' | 'upfront') => termFrom('2027-06-15', { termDuration: 'P3Y', billingCycle });
    expect(shown(cyclesFrom(three('annual'), 0)).map(([, , days]) => days)).toEqual([366, 365, 365]);
    expect(shown(cyclesFrom(three('upfront'), 0))).toEqual([['2027-06-15', '2030-06-14', 1_096]]);
  });

  it('that begin on a day or later, of a term that has begun', () => {
    const term = year('2027-01-15');
    expect(cyclesFrom(term, dayOf('2027-12-16'))).toHaveLength(0);
    expect(shown(cyclesFrom(term, dayOf('2027-12-15')))).toEqual([['2027-12-15', '2028-01-14', 31]]);
    expect(shown(cyclesFrom(term, dayOf('2027-11-16')))).toEqual([['2027-12-15', '2028-01-14', 31]]);
    expect(cyclesFrom(term, dayOf('2030-01-01'))).toEqual([]);
  });

  it('of a term that ends with another one: the first is cut short, the others fall together', () => {
    const month = year('2027-03-10', '2027-12-31');
    expect(month.anchor).toBe('2028-01-01');
    expect(shown(cyclesFrom(month, 0)).slice(0, 2)).toEqual([
      ['2027-03-10', '2027-03-31', 31],
      ['2027-04-01', '2027-04-30', 30],
    ]);
    const other = termFrom('2027-03-10', { termDuration: 'P1Y', billingCycle: 'monthly', anchor: '2027-01-31', endsOn: '2028-02-28' });
    expect(other.anchor).toBe('2027-01-31');
    expect(shown(cyclesFrom(other, 0)).at(-1)).toEqual(['2028-01-31', '2028-02-28', 29]);
  });

  it('can end on their own last day, and not past the natural end nor before they begin', () => {
    expect(year('2027-03-10', '2028-03-09').endsOn).toBe('2028-03-09');
    expect(year('2027-03-10', '2027-03-10').endsOn).toBe('2027-03-10');
    expect(() => year('2027-03-10', '2028-03-10')).toThrow("can't end on");
    expect(() => year('2027-03-10', '2027-03-09')).toThrow(RangeError);
  });

  it('are no gap and no overlap, and cover a term to its last day', () => {
    const choices = fc.record({
      start: fc.integer({ min: 18_000, max: 30_000 }),
      termDuration: fc.constantFrom('P1M', 'P1Y', 'P3Y', 'P30D'),
      billingCycle: fc.constantFrom('monthly' as const, 'annual' as const, 'upfront' as const),
      cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(choices, ({ start, cut, ...sold }) => {
        const whole = termFrom(dateOf(start), sold);
        const days = dayOf(whole.endsOn) - start;
        const endsOn = cut === undefined || sold.termDuration === 'P30D' ? undefined : dateOf(start + Math.floor(cut * days));
        const term = termFrom(dateOf(start), { ...sold, endsOn });
        const cycles = cyclesFrom(term, start);
        expect(cycles[0]?.from).toBe(start);
        cycles.forEach(({ from, to }, index) => expect(cycles[index + 1]?.from ?? dayOf(term.endsOn) + 1, dateOf(from)).toBe(to));
        for (const { from, to, cycleDays } of cycles.slice(1)) expect(to - from).toBe(cycleDays);
        expect(cycles.every(({ from, to }) => cycleAt(term, from).to === to && cycleAt(term, to - 1).from === from)).toBe(true);
      }),
    );
  });

  it('have no day outside of the term', () => {
    const term = year('2027-03-10');
    expect(() => cycleAt(term, dayOf('2027-03-09'))).toThrow(RangeError);
    expect(() => cycleAt(term, dayOf('2028-03-10'))).toThrow(RangeError);
    expect(() => cycleAt({ ...term, endsOn: '2028-01-31' }, dayOf('2027-03-10'))).toThrow('anchor');
  });
});

it('of two durations the longer one is known', () => {
  expect(compareDurations('P1Y', 'P1M')).toBeGreaterThan(0);
  expect(compareDurations('P12M', 'P1Y')).toBe(0);
  expect(compareDurations('P30D', 'P1Y')).toBeLessThan(0);
  expect(() => compareDurations('P1W', 'P1Y')).toThrow(RangeError);
});
