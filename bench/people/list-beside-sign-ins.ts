import { signIn } from '../api.js';
import { interleaved, medians, repeat, warmUp } from '../load.js';
import type { Product } from '../product.js';
import { quantile } from '../statistics.js';
import type { Bench } from '../suite.js';
import type { Attempts } from './attempts.js';
import { account } from './fill-users.js';

const SIGN_INS = 50;
const AIM = 2;

/** Keeps so many sign-ins running until told to stop. */
const signingIn = (attempts: Attempts): (() => Promise<void>) => {
  let isOver = false;
  const lane = async () => {
    while (!isOver) await attempts.signIn();
  };
  const lanes = Promise.all(Array.from({ length: SIGN_INS }, lane));
  lanes.catch(() => undefined); // awaited below
  return async () => {
    isOver = true;
    await lanes;
  };
};

/** Whether 50 people who sign in make those wait who are in: p95 of a page of users, with and without them. */
export const listBesideSignIns = async ({ quick, print, report }: Bench, product: Product, attempts: Attempts): Promise<void> => {
  const [rounds, requests, warmUpMs] = quick ? [2, 50, 100] : [7, 150, 3_000];
  const api = await signIn(product, 'carla@fiordaliso.example');
  const list = api.asking('users.list', { customerId: account, sort: 'name', direction: 'asc', limit: 50 });
  const p95 = async () => quantile(await repeat(requests, 1, list), 0.95);
  const beside = async () => {
    const stop = signingIn(attempts);
    try {
      return await p95();
    } finally {
      await stop();
    }
  };
  const measure = async () => {
    await warmUp(warmUpMs, 1, [list]);
    return interleaved(rounds, { quiet: p95, beside });
  };
  const measured = medians(await report.during('A list beside sign-ins', measure()));
  const name = 'List of users while 50 sign-ins run, against without, p95';
  print({ name, value: measured.beside, unit: 'ms', against: measured.quiet, aim: AIM, better: 'lower' });
};
