import { expect, it } from 'vitest';
import { undoWithin } from '../../domain/order/undo-deadline.js';

const HOUR = 3_600_000;
const bought = Date.parse('2026-03-01T00:00:00Z');
const window = (hours: number) => ({
  boughtAt: new Date(bought).toISOString(),
  cancellableUntil: new Date(bought + hours * HOUR).toISOString(),
});
const absent = { boughtAt: null, cancellableUntil: null };

it('leaves a seventh of the shortest window that is open for the undoing itself', () => {
  expect(undoWithin([window(168)], bought)).toBe(144 * HOUR);
  expect(undoWithin([window(168), window(70), absent], bought)).toBe(60 * HOUR);
  expect(undoWithin([window(168)], bought + 100 * HOUR)).toBe(44 * HOUR);
});

it('is now once that share is over, and nothing where no window is open', () => {
  expect(undoWithin([window(168)], bought + 144 * HOUR)).toBe(0);
  expect(undoWithin([window(168)], bought + 168 * HOUR - 1)).toBe(0);
  expect(undoWithin([window(168)], bought + 168 * HOUR)).toBeUndefined();
  expect(undoWithin([window(168), window(24)], bought + 24 * HOUR)).toBe(120 * HOUR);
  expect(undoWithin([absent], bought)).toBeUndefined();
  expect(undoWithin([], bought)).toBeUndefined();
});
