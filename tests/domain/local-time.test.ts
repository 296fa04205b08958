import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateAt,
  instantOf,
  isDate,
  isLocalDateTime,
  isTimeZone,
  localDateTimeAt,
  occurrenceOf,
  startOfDate,
} from '../../domain/calendar/local-time.js';

const ROME = 'Europe/Rome';
const zones = fc.constantFrom(
  ROME,
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
);
const instants = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('instantOf', () => {
  it.each([
    ['2026-01-15T09:00', ROME, '2026-01-15T08:00:00.000Z'],
    ['2026-07-15T09:00', ROME, '2026-07-15T07:00:00.000Z'],
    ['2028-02-29T09:00', ROME, '2028-02-29T08:00:00.000Z'],
    ['2027-01-01T00:30', ROME, '2026-12-31T23:30:00.000Z'],
    ['2026-12-31T23:30', 'America/New_York', '2027-01-01T04:30:00.000Z'],
    ['2026-06-01T00:00', 'UTC', '2026-06-01T00:00:00.000Z'],
    ['2026-06-01T12:00', 'Asia/Kolkata', '2026-06-01T06:30:00.000Z'],
  ])('A6 %s in %s is %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });

  it('A6 moves a time in the hour that spring skips forward by the gap', () => {
    expect(instantOf('2027-03-28T01:59', ROME)).toBe('2027-03-28T00:59:00.000Z');
    expect(instantOf('2027-03-28T02:30', ROME)).toBe('2027-03-28T01:30:00.000Z');
    expect(localDateTimeAt(new Date(instantOf('2027-03-28T02:30', ROME)), ROME)).toBe('2027-03-28T03:30');
    expect(instantOf('2027-03-28T03:00', ROME)).toBe('2027-03-28T01:00:00.000Z');
  });

  it('A6 takes the first of the two times in the hour that autumn repeats', () => {
    expect(instantOf('2027-10-31T01:59', ROME)).toBe('2027-10-30T23:59:00.000Z');
    expect(instantOf('2027-10-31T02:30', ROME)).toBe('2027-10-31T00:30:00.000Z');
    expect(instantOf('2027-10-31T03:00', ROME)).toBe('2027-10-31T02:00:00.000Z');
  });

  it('A6 gives back the wall clock it was asked for, or, in a skipped hour, a later one', () => {
    fc.assert(
      fc.property(instants, zones, (date, zone) => {
        const asked = date.toISOString().slice(0, 16);
        const shown = localDateTimeAt(new Date(instantOf(asked, zone)), zone);
        if (shown !== asked) {
          expect(shown > asked).toBe(true);
          expect(Date.parse(`${shown}Z`) - Date.parse(`${asked}Z`)).toBeLessThanOrEqual(HOUR);
        }
      }),
    );
  });

  it('A6 gives back the instant whose wall clock it is, or, in a doubled hour, the earlier one', () => {
    fc.assert(
      fc.property(instants, zones, (date, zone) => {
        const instant = Math.floor(date.getTime() / MINUTE) * MINUTE;
        const back = Date.parse(instantOf(localDateTimeAt(new Date(instant), zone), zone));
        expect([0, 30 * MINUTE, HOUR]).toContain(instant - back);
      }),
    );
  });
});

describe('startOfDate', () => {
  it.each([
    ['2026-11-21', ROME, '2026-11-20T23:00:00.000Z'],
    ['2027-03-28', ROME, '2027-03-27T23:00:00.000Z'],
    ['2027-03-29', ROME, '2027-03-28T22:00:00.000Z'],
    ['2027-10-31', ROME, '2027-10-30T22:00:00.000Z'],
    ['2027-11-01', ROME, '2027-10-31T23:00:00.000Z'],
    ['2027-01-01', 'Pacific/Kiritimati', '2026-12-31T10:00:00.000Z'],
    ['2028-02-29', 'UTC', '2028-02-29T00:00:00.000Z'],
  ])('A11 %s begins in %s at %s', (date, zone, instant) => {
    expect(startOfDate(date, zone)).toBe(instant);
  });

  it('A11 begins at the first instant there is where the clocks skip midnight, or the whole day', () => {
    expect(startOfDate('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
    expect(localDateTimeAt(new Date('2018-11-04T03:00:00Z'), 'America/Sao_Paulo')).toBe('2018-11-04T01:00');
    expect(startOfDate('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('A11 is on its date, and the moment before is not', () => {
    fc.assert(
      fc.property(instants, zones, (day, zone) => {
        const date = day.toISOString().slice(0, 10);
        const start = Date.parse(startOfDate(date, zone));
        expect(dateAt(new Date(start), zone)).toBe(date);
        expect(dateAt(new Date(start - 1), zone) < date).toBe(true);
      }),
    );
  });
});

describe('dateAt', () => {
  it.each([
    ['2026-12-31T22:59:59.999Z', ROME, '2026-12-31'],
    ['2026-12-31T23:00:00.000Z', ROME, '2027-01-01'],
    ['2026-12-31T23:59:59.999Z', 'UTC', '2026-12-31'],
    ['2028-02-28T23:30:00.000Z', ROME, '2028-02-29'],
    ['2026-06-01T03:59:59.000Z', 'America/New_York', '2026-05-31'],
  ])('A8 at %s it is in %s the %s', (instant, zone, date) => {
    expect(dateAt(new Date(instant), zone)).toBe(date);
  });
});

describe('what is a date, a time and a zone', () => {
  it.each(['2028-02-29', '2026-12-31'])('takes %s for a date', (text) => {
    expect(isDate(text)).toBe(true);
  });
  it.each([
    '2027-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '26-01-01',
    '2026-1-1',
    '2026-01-01T00:00',
    '',
    ' 2026-01-01',
    '+002026-01-01',
    '٢٠٢٦-٠١-٠١',
  ])('does not take %j for a date', (text) => {
    expect(isDate(text)).toBe(false);
  });
  it.each([
    '2026-01-01T24:00',
    '2026-01-01T23:60',
    '2026-02-30T10:00',
    '2026-01-01 10:00',
    '2026-01-01T10:00Z',
    '2026-01-01T10:00:00',
    '2026-01-01',
  ])('does not take %j for a local time', (text) => {
    expect(isLocalDateTime(text)).toBe(false);
  });
  it('takes what it makes for a local time', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        expect(isLocalDateTime(localDateTimeAt(instant, zone))).toBe(true);
        expect(isDate(dateAt(instant, zone))).toBe(true);
      }),
    );
  });
  it.each([ROME, 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('knows the zone %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });
  it.each(['', '+01:00', 'GMT+1', 'CET', 'Europe/Atlantis', 'Europe/Rome ', '../etc/passwd', 'Europe/Rome\0', "UTC'; --"])(
    'does not know the zone %j',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false);
    },
  );
});

describe('a wall-clock time', () => {
  it.each([
    ['2027-03-28T02:30', ROME, 'skipped'],
    ['2027-03-28T03:00', ROME, 'once'],
    ['2027-10-31T02:30', ROME, 'twice'],
    ['2027-10-31T03:00', ROME, 'once'],
    ['2027-04-04T01:45', 'Australia/Lord_Howe', 'twice'],
    ['2027-03-28T02:30', 'UTC', 'once'],
  ])('%s comes in %s: %s', (local, zone, occurrence) => {
    expect(occurrenceOf(local, zone)).toBe(occurrence);
  });
  it('comes once exactly where its instant reads as it and no other hour does', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const local = localDateTimeAt(instant, zone);
        const others = [-60, -30, 30, 60].filter((by) => localDateTimeAt(new Date(instant.getTime() + by * MINUTE), zone) === local);
        expect(occurrenceOf(local, zone)).toBe(others.length > 0 ? 'twice' : 'once');
      }),
    );
  });
});
