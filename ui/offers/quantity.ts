import type { FieldIssue } from '../failure.js';
import { formatNumber } from '../format/numbers.js';

interface Bounds {
  readonly minSeats: number;
  readonly maxSeats: number;
}

/** What is wrong with a number of units for an offer, as the server would say it. */
export const quantityIssue = (count: number | undefined, { minSeats, maxSeats }: Bounds): Omit<FieldIssue, 'field'> | undefined => {
  if (count === undefined) return { code: 'not_a_number', params: {} };
  if (count < minSeats) return { code: 'too_small', params: { min: formatNumber(minSeats) } };
  return count > maxSeats ? { code: 'too_big', params: { max: formatNumber(maxSeats) } } : undefined;
};
