import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { call } from '../http.js';
import { printBeside } from '../beside.js';
import { repeat } from '../load.js';
import type { Attempts } from '../people/attempts.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';

const AT_ONCE = 20;
const EACH = 20;
/** From one flood to the next. */
const REST_MS = 1_000;
const AIM = 2;

/** Somebody who guesses links: each from an address of its own, so that no limit ends it early. */
const guesser = ({ url, publicUrl }: Product): (() => Promise<void>) => {
  let made = 0;
  const headers = { origin: publicUrl, 'x-licenza-csrf': '1', 'content-type': 'application/json' };
  return async () => {
    made += 1;
    const from = `11.${String((made >> 16) & 255)}.${String((made >> 8) & 255)}.${String(made & 255)}`;
    const body = JSON.stringify({ token: randomBytes(32).toString('base64url'), password: 'una-frase-lunga-per-prova-7' });
    const answer = await call(`${url}/trpc/auth.resetPassword`, { method: 'POST', headers: { ...headers, 'x-forwarded-for': from }, body });
    if (answer.status === 200 || answer.status >= 500) throw new Error(`a wrong link was answered ${String(answer.status)}`);
  };
};

/** Whether those who try links keep people from signing in: p95 of a sign-in, while 20 at once try 20 links each, over and over, and without. */
export const signInBesideResets = async (bench: Bench, product: Product, attempts: Attempts): Promise<void> => {
  const [rounds, requests, warmUpMs] = bench.quick ? [1, 10, 100] : [5, 60, 3_000];
  const guess = guesser(product);
  const flood = async () => {
    await repeat(AT_ONCE * EACH, AT_ONCE, guess);
    await wait(REST_MS);
  };
  await printBeside(bench, {
    name: 'Sign-in while 20 × 20 wrong reset links are tried, against without, p95',
    label: 'Signing in beside wrong links',
    aim: AIM,
    rounds,
    requests,
    warmUpMs,
    request: attempts.signIn,
    others: flood,
    atOnce: 1,
  });
};
