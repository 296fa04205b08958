import { median, rankDistance, timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import type { Attempts } from './attempts.js';

/** What chance exceeds once in a hundred times, in its standard deviations, either way. */
const BEYOND_CHANCE = 2.576;

/** Attempts in pairs, one of a user who exists and one of a user who doesn't; which goes first changes from pair to pair. */
const timePairs = async (attempts: Attempts, pairs: number): Promise<Record<'known' | 'unknown', number[]>> => {
  const taken = { known: [] as number[], unknown: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const order = pair % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const name of order) taken[name].push(await timed(() => attempts.fail(name)));
  }
  return taken;
};

/** Whether the time of a refusal tells that a login name exists: the medians, and whether the ranks differ more than chance makes them. */
export const signInTiming = async ({ quick, print, report }: Bench, attempts: Attempts): Promise<void> => {
  await timePairs(attempts, 10);
  const { known, unknown } = await report.during('Refused sign-ins', timePairs(attempts, quick ? 40 : 200));
  const medians = { value: median(unknown), against: median(known) };
  print({ name: 'Refused sign-in, unknown name against known, median', ...medians, unit: 'ms', aim: null, better: 'lower' });
  const distance = Math.abs(rankDistance(unknown, known));
  const name = 'Refused sign-in, how far unknown and known names differ, rank test against 1 % chance';
  print({ name, value: distance, unit: 'sigma', against: BEYOND_CHANCE, aim: 1, better: 'lower' });
};
