import { setTimeout as wait } from 'node:timers/promises';
import { signIn } from '../api.js';
import { printBeside } from '../beside.js';
import { askingForUsers } from '../people/fill-users.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';

const AIM = 1.5;
/** 20,000 headings without a name and 10,000 empty rows: what once stopped a server for a minute, in 30 kB. */
const HOSTILE = `${','.repeat(19_999)}\n${'\n'.repeat(10_000)}`;
/** Not faster than anybody may; the limit of files an hour is above what this sends. */
const REST_MS = 150;

/** Whether a file made to be slow makes others wait: p95 of a page of users while it is sent again and again, against without. */
export const pageBesideHostileFile = async (bench: Bench, product: Product): Promise<void> => {
  const [rounds, requests, warmUpMs] = bench.quick ? [1, 20, 100] : [3, 150, 3_000];
  const carla = await signIn(product, 'carla@fiordaliso.example');
  const rita = await signIn(product, 'rita@nordica.example');
  const send = async () => {
    const refusal = await rita.mutate('customers.importDryRun', { csv: HOSTILE, columns: {} }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (!/answered 4(00|13|22)/.test(refusal)) throw new Error(`the hostile file: ${refusal}`);
    await wait(REST_MS);
  };
  await printBeside(bench, {
    name: 'List of users while a hostile file is sent, against without, p95',
    label: 'A page beside a hostile file',
    aim: AIM,
    rounds,
    requests,
    warmUpMs,
    request: askingForUsers(carla),
    others: send,
    atOnce: 1,
  });
};
