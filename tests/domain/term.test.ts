import { describe, expect, it } from 'vitest';
import { windowEndOf } from '../../domain/subscription/cancellation-window.js';
import { termEndOf } from '../../domain/subscription/term.js';

describe('the end of a term', () => {
  it.each([
    ['2026-11-21T10:42:00.000Z', 'P1Y', '2027-11-21T00:00:00.000Z'],
    ['2026-11-21T23:59:59.999Z', 'P1M', '2026-12-21T00:00:00.000Z'],
    ['2026-11-22T00:00:00.000Z', 'P1M', '2026-12-22T00:00:00.000Z'],
    ['2027-01-31T12:00:00.000Z', 'P1M', '2027-02-28T00:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', 'P1Y', '2029-02-28T00:00:00.000Z'],
    ['2027-03-01T12:00:00.000Z', 'P1Y', '2028-03-01T00:00:00.000Z'],
    ['2026-12-31T23:00:00.000Z', 'P1M', '2027-01-31T00:00:00.000Z'],
    ['2027-03-28T00:30:00.000Z', 'P1M', '2027-04-28T00:00:00.000Z'],
    ['2026-11-21T10:00:00.000Z', 'P3Y', '2029-11-21T00:00:00.000Z'],
  ])('B44 bought %s for %s ends %s: the last day is included, by UTC', (boughtAt, term, end) => {
    expect(termEndOf(boughtAt, term)).toBe(end);
  });
});

describe('the end of a cancellation window', () => {
  it.each([
    ['elapsed-hours', 168, '2026-11-21T10:42:00.123Z', '2026-11-28T10:42:00.123Z'],
    ['elapsed-hours', 168, '2027-03-25T10:00:00.000Z', '2027-04-01T10:00:00.000Z'],
    ['elapsed-hours', 72, '2028-02-28T10:00:00.000Z', '2028-03-02T10:00:00.000Z'],
    ['utc-days', 168, '2026-11-21T10:42:00.123Z', '2026-11-28T00:00:00.000Z'],
    ['utc-days', 168, '2026-11-21T23:59:59.999Z', '2026-11-28T00:00:00.000Z'],
    ['utc-days', 168, '2026-11-22T00:00:00.000Z', '2026-11-29T00:00:00.000Z'],
    ['utc-days', 168, '2026-12-28T12:00:00.000Z', '2027-01-04T00:00:00.000Z'],
    ['vendor', 168, '2026-11-21T10:42:00.123Z', '2026-11-28T00:00:00.000Z'],
    ['vendor', 168, '2026-11-21T00:00:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['vendor', 12, '2026-11-21T10:42:00.123Z', '2026-11-21T22:42:00.123Z'],
  ] as const)('B46 counted by %s of %d hours from %s is %s', (windowClock, windowHours, boughtAt, end) => {
    expect(windowEndOf({ windowClock, windowHours }, boughtAt)).toBe(end);
  });
});
