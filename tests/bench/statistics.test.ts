import { describe, expect, it } from 'vitest';
import { interleaved, medians, repeat } from '../../bench/load.js';
import { median, quantile, rankDistance } from '../../bench/statistics.js';

const upTo = (count: number, first = 1): number[] => Array.from({ length: count }, (_unused, index) => index + first);

describe('the statistics of the bench', () => {
  it('take quantiles and medians of values in any order', () => {
    expect(quantile([...upTo(100)].reverse(), 0.95)).toBe(96);
    expect(quantile([7], 0.95)).toBe(7);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });

  it('say how far two samples differ as Mann and Whitney do', () => {
    // U is 50 (45 pairs and 10 ties) where chance gives 200; the deviation of chance, ten ties taken off, is √(400/12 · (41 − 60/1560)) = 36.95.
    expect(rankDistance(upTo(20), upTo(20, 11))).toBeCloseTo(-150 / 36.951, 3);
    expect(rankDistance(upTo(20, 11), upTo(20))).toBeCloseTo(150 / 36.951, 3);
    expect(rankDistance([1, 3, 5, 7], [1, 3, 5, 7])).toBe(0);
    expect(rankDistance([2, 2, 2], [2, 2, 2])).toBe(0);
  });

  it('find a small shift in noise, and none where there is none', () => {
    const noise = (seed: number) => upTo(400).map((index) => 20 + (((index * 7919 + seed * 104_729) % 1009) / 1009) * 10);
    const [a, b] = [noise(1), noise(2)];
    expect(Math.abs(rankDistance(a, b))).toBeLessThan(2.576);
    const late = a.map((value) => value + 1.5);
    expect(rankDistance(late, b)).toBeGreaterThan(2.576);
  });
});

describe('the load of the bench', () => {
  it('does the work as often as asked, and no more of it at once than asked', async () => {
    let [running, most, done] = [0, 0, 0];
    const latencies = await repeat(23, 5, async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      done += 1;
    });
    expect([latencies.length, most, done]).toEqual([23, 5, 23]);
  });

  it('measures in turns that begin with another piece each time, and leaves the first round out', async () => {
    const order: string[] = [];
    const piece = (name: string) => async () => order.push(name);
    const rounds = await interleaved(2, { a: piece('a'), b: piece('b') });
    expect(order.join('')).toBe('abbaab');
    expect(rounds).toEqual({ a: [4, 5], b: [3, 6] });
    expect(medians(rounds)).toEqual({ a: 4.5, b: 4.5 });
  });
});
