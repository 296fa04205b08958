import { describe, expect, it } from 'vitest';
import { lineOf, reaches, type Figure } from '../../bench/figure.js';

const figure: Figure = { name: 'a list', value: 12.345678, unit: 'ms', against: 10, aim: 2, better: 'lower' };

describe('a figure of the bench', () => {
  it('is one line of JSON with exactly these fields, rounded to four places', () => {
    const line = lineOf(figure);
    expect(line).not.toContain('\n');
    expect(Object.keys(JSON.parse(line) as object)).toEqual(['name', 'value', 'unit', 'against', 'ratio', 'aim', 'better']);
    expect(JSON.parse(line)).toEqual({ name: 'a list', value: 12.35, unit: 'ms', against: 10, ratio: 1.235, aim: 2, better: 'lower' });
    expect(JSON.parse(lineOf({ ...figure, aim: null }))).toMatchObject({ aim: null });
  });

  it('reaches its aim by its unrounded ratio, in the direction that is better', () => {
    expect(reaches({ ...figure, value: 20 })).toBe(true);
    expect(reaches({ ...figure, value: 20.0001 })).toBe(false);
    expect(reaches({ ...figure, value: 20, better: 'higher' })).toBe(true);
    expect(reaches({ ...figure, value: 19.9999, better: 'higher' })).toBe(false);
    expect(reaches({ ...figure, aim: null })).toBeUndefined();
  });
});
