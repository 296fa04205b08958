import { setTimeout as wait } from 'node:timers/promises';
import { signIn } from '../api.js';
import { interleaved, medians, repeat, warmUp } from '../load.js';
import { account } from '../people/fill-users.js';
import type { Product } from '../product.js';
import { quantile } from '../statistics.js';
import type { Bench } from '../suite.js';
import { beside } from './beside.js';

const AIM = 1.5;
/** 20,000 headings without a name and 10,000 empty rows: what once stopped a server for a minute, in 30 kB. */
const HOSTILE = `${','.repeat(19_999)}\n${'\n'.repeat(10_000)}`;
/** Not faster than anybody may; the limit of files an hour is above what this sends. */
const REST_MS = 150;

/** Whether a file made to be slow makes others wait: p95 of a page of users while it is sent again and again, against without. */
export const pageBesideHostileFile = async ({ quick, print, report }: Bench, product: Product): Promise<void> => {
  const [rounds, requests, warmUpMs] = quick ? [1, 20, 100] : [3, 150, 3_000];
  const carla = await signIn(product, 'carla@fiordaliso.example');
  const rita = await signIn(product, 'rita@nordica.example');
  const list = carla.asking('users.list', { customerId: account, sort: 'name', direction: 'asc', limit: 50 });
  const quiet = async () => quantile(await repeat(requests, 1, list), 0.95);
  const send = async () => {
    const refusal = await rita.mutate('customers.importDryRun', { csv: HOSTILE, columns: {} }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (!/answered 4(00|13|22)/.test(refusal)) throw new Error(`the hostile file: ${refusal}`);
    await wait(REST_MS);
  };
  const measure = async () => {
    await warmUp(warmUpMs, 1, [list]);
    return interleaved(rounds, { quiet, harmed: () => beside(1, send, quiet) });
  };
  const measured = medians(await report.during('A page beside a hostile file', measure()));
  const name = 'List of users while a hostile file is sent, against without, p95';
  print({ name, value: measured.harmed, unit: 'ms', against: measured.quiet, aim: AIM, better: 'lower' });
};
