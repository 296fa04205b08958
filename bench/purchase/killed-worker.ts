import { setTimeout as wait } from 'node:timers/promises';
import { repeat } from '../load.js';
import { startProductWorker } from '../product.js';
import { timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import { checkOrders } from './check-orders.js';
import type { PlacedOrder } from './place-orders.js';
import type { Shop } from './shop.js';

const KILL_EVERY_MS = 5_000;
/** Of what an unharmed worker does. */
const HARMED_AIM = 0.5;
/** Soon enough to find the first orders under way. */
const FIRST_KILL_MS = 1_000;

/** Kills the one worker every five seconds and starts another one, until told to stop. Returns how often it did. */
const killing = (bench: Bench, { product }: Shop): (() => Promise<number>) => {
  const over = new AbortController();
  let kills = 0;
  const loop = async () => {
    let worker = product.worker;
    const next = () => wait(kills === 0 ? FIRST_KILL_MS : KILL_EVERY_MS, true, { signal: over.signal }).catch(() => false);
    while (await next()) {
      await worker.kill();
      kills += 1;
      worker = await startProductWorker(bench, product);
    }
    return kills;
  };
  const done = loop();
  done.catch(() => undefined); // awaited below
  return () => {
    over.abort();
    return done;
  };
};

const inTurn = (a: readonly PlacedOrder[], b: readonly PlacedOrder[]): PlacedOrder[] => a.flatMap((order, index) => [order, b[index]!]);

/**
 * The load in flight while the worker is killed and started again: nothing may be lost, and nothing there twice, in our tables,
 * at the vendor or at the card processor. Half of the orders are on account, half by card into new accounts.
 */
export const killedWorker = async (
  bench: Bench,
  shop: Shop,
  load: { inFlight: number; orders: number; undisturbed: number },
): Promise<void> => {
  const { report, print } = bench;
  const half = load.orders / 2;
  const placed = inTurn(await shop.place('again', half), await shop.place('first', half));
  const left = [...placed];
  let kills = 0;
  const work = async () => {
    const stop = killing(bench, shop);
    try {
      await repeat(load.orders, load.inFlight, () => shop.run(left.pop()!));
    } finally {
      kills = await stop();
    }
  };
  let tookMs = 0;
  await report.during(
    'Orders while the worker is killed',
    timed(work).then((ms) => (tookMs = ms)),
  );
  await shop.allMailed();
  report.say(`The worker was killed ${String(kills)} times`);
  if (kills === 0) throw new Error('the load was over before a worker was killed');
  const against = load.orders;
  const { lost, doubled } = await checkOrders(shop, placed);
  const counted = { unit: 'orders', against, aim: 0, better: 'lower' } as const;
  print({ name: 'Orders lost while the worker is killed every 5 s', value: lost, ...counted });
  print({ name: 'Orders doubled while the worker is killed every 5 s', value: doubled, ...counted });
  const value = load.orders / (tookMs / 1000);
  const name = `Orders a second, ${String(load.inFlight)} in flight, while the worker is killed every 5 s, against an unharmed one`;
  print({ name, value, unit: '1/s', against: load.undisturbed, aim: HARMED_AIM, better: 'higher' });
};
