import { describe, expect, it } from 'vitest';
import { startDateFault } from '../../domain/licence/start-date.js';

describe('the start date of a licence', () => {
  it.each([
    ['2026-11-20', 'date_past'],
    ['2026-11-21', undefined],
    ['2026-11-22', undefined],
    ['2036-11-21', undefined],
    ['2036-11-22', 'date_too_far'],
    ['9999-12-31', 'date_too_far'],
    ['0001-01-01', 'date_past'],
  ])('A8 %s, when today is 2026-11-21: %s', (date, fault) => {
    expect(startDateFault(date, '2026-11-21')).toBe(fault);
  });

  it('A8 reaches ten years ahead from a leap day too', () => {
    expect(startDateFault('2038-02-28', '2028-02-29')).toBeUndefined();
    expect(startDateFault('2038-03-01', '2028-02-29')).toBe('date_too_far');
  });
});
