import { describe, expect, it } from 'vitest';
import { readBenchOptions } from '../../bench/options.js';
import { suites } from '../../bench/suites.js';

const known = Object.keys(suites);
const read = (args: string[], env: NodeJS.ProcessEnv = {}) => readBenchOptions(args, known, env);

describe('the command line of the bench', () => {
  it('names suites, or means all of them', () => {
    expect(known).toEqual(expect.arrayContaining(['foundation', 'people', 'purchase']));
    expect(read([])).toEqual({ names: known, quick: false });
    expect(read(['foundation'])).toEqual({ names: ['foundation'], quick: false });
  });

  it('asks for a short look by --quick or BENCH_QUICK=1', () => {
    expect(read(['--quick', 'foundation'])).toEqual({ names: ['foundation'], quick: true });
    expect(read([], { BENCH_QUICK: '1' })).toEqual({ names: known, quick: true });
    expect(read([], { BENCH_QUICK: '0' }).quick).toBe(false);
  });

  it('says in one sentence which suites there are when another one is named', () => {
    expect(() => read(['everything'])).toThrow(/^There is no suite everything; there is foundation.*\.$/s);
  });
});
