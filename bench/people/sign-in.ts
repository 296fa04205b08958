import { interleaved, repeat } from '../load.js';
import { median, quantile, timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import { verifyBarely, type Attempts } from './attempts.js';

const AT_ONCE = 50;
const P95_AIM = 1.5;

interface Burst {
  readonly p95: number;
  readonly perSecond: number;
}

const burst = (times: number, atOnce: number, work: () => Promise<void>) => async (): Promise<Burst> => {
  let latencies: number[] = [];
  const tookMs = await timed(async () => (latencies = await repeat(times, atOnce, work)));
  return { p95: quantile(latencies, 0.95), perSecond: times / (tookMs / 1000) };
};

/** How long signing in takes one at a time and 50 at once, and how many a second go through, against a bare verification of the password. */
export const signInFigures = async ({ quick, print, report }: Bench, attempts: Attempts, bareUrl: string): Promise<void> => {
  const [rounds, single, many] = quick ? [2, 20, 50] : [5, 60, 150];
  const bare = verifyBarely(bareUrl);
  const pieces = {
    one: burst(single, 1, attempts.signIn),
    bareOne: burst(single, 1, bare),
    fifty: burst(many, AT_ONCE, attempts.signIn),
    bareFifty: burst(many, AT_ONCE, bare),
  };
  const measured = await report.during('Signing in', interleaved(rounds, pieces));
  const of = (name: keyof typeof pieces, what: keyof Burst) => median(measured[name].map((each) => each[what]));
  const latency = { unit: 'ms', aim: P95_AIM, better: 'lower' } as const;
  print({ name: 'Sign-in, one at a time, p95', value: of('one', 'p95'), against: of('bareOne', 'p95'), ...latency });
  print({ name: 'Sign-in, 50 at once, p95', value: of('fifty', 'p95'), against: of('bareFifty', 'p95'), ...latency });
  const rate = { value: of('fifty', 'perSecond'), against: of('bareFifty', 'perSecond') };
  print({ name: 'Sign-ins a second, 50 at once', ...rate, unit: '1/s', aim: null, better: 'higher' });
};
