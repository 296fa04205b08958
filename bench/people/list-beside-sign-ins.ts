import { signIn } from '../api.js';
import { printBeside } from '../beside.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { Attempts } from './attempts.js';
import { askingForUsers } from './fill-users.js';

const SIGN_INS = 50;
const AIM = 2;

/** Whether 50 people who sign in make those wait who are in: p95 of a page of users, with and without them. */
export const listBesideSignIns = async (bench: Bench, product: Product, attempts: Attempts): Promise<void> => {
  const [rounds, requests, warmUpMs] = bench.quick ? [2, 50, 100] : [7, 150, 3_000];
  await printBeside(bench, {
    name: 'List of users while 50 sign-ins run, against without, p95',
    label: 'A list beside sign-ins',
    aim: AIM,
    rounds,
    requests,
    warmUpMs,
    request: askingForUsers(await signIn(product, 'carla@fiordaliso.example')),
    others: attempts.signIn,
    atOnce: SIGN_INS,
  });
};
