import { interleaved, medians, repeat, warmUp } from './load.js';
import { quantile } from './statistics.js';
import type { Bench } from './suite.js';

/** Does something over and over, so many at once, while `measured` is measured; fails if the work does. */
const during = async <Value>(atOnce: number, work: () => Promise<unknown>, measured: () => Promise<Value>): Promise<Value> => {
  let isOver = false;
  const lane = async () => {
    while (!isOver) await work();
  };
  const lanes = Promise.all(Array.from({ length: atOnce }, lane));
  lanes.catch(() => undefined); // awaited below
  try {
    return await measured();
  } finally {
    isOver = true;
    await lanes;
  }
};

interface Beside {
  readonly name: string;
  /** What the progress is called. */
  readonly label: string;
  readonly aim: number;
  readonly rounds: number;
  readonly requests: number;
  readonly warmUpMs: number;
  /** What is measured, one after the other. */
  readonly request: () => Promise<unknown>;
  /** What others do meanwhile, so many at once. */
  readonly others: () => Promise<unknown>;
  readonly atOnce: number;
}

/** Prints the p95 of a request while others do something, against its p95 without them. */
export const printBeside = async ({ print, report }: Bench, beside: Beside): Promise<void> => {
  const { name, label, aim, rounds, requests, warmUpMs, request, others, atOnce } = beside;
  const quiet = async () => quantile(await repeat(requests, 1, request), 0.95);
  const measure = async () => {
    await warmUp(warmUpMs, 1, [request]);
    return interleaved(rounds, { quiet, harmed: () => during(atOnce, others, quiet) });
  };
  const { quiet: against, harmed: value } = medians(await report.during(label, measure()));
  print({ name, value, unit: 'ms', against, aim, better: 'lower' });
};
