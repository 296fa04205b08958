import { Problem } from '../sandbox/problem.js';

export interface BenchOptions {
  readonly names: readonly string[];
  readonly quick: boolean;
}

/** What the command line asks for: the suites that it names, or all of them. BENCH_QUICK=1 is as --quick. */
export const readBenchOptions = (args: readonly string[], known: readonly string[], env: NodeJS.ProcessEnv = process.env): BenchOptions => {
  const named = args.filter((argument) => argument !== '--quick');
  const unknown = named.find((name) => !known.includes(name));
  if (unknown) throw new Problem(`There is no suite ${unknown}; there is ${known.join(', ')}. --quick is a short look with little data.`);
  return { names: named.length > 0 ? named : known, quick: args.includes('--quick') || env.BENCH_QUICK === '1' };
};
