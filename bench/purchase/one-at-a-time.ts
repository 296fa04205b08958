import { setTimeout as wait } from 'node:timers/promises';
import { interleaved } from '../load.js';
import { median, timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import { orderKinds, type OrderKind } from './place-orders.js';
import { runBarely } from './run-orders.js';
import type { Shop } from './shop.js';

const OVERHEAD_AIM = 1.4;
const MOST_EVENTS = 40;
/** Orders a second, twice those of Temporal's own order application: three workflows an order, no undo, no encryption. */
const REFERENCE_PER_SECOND = 12;

/** Before each, on both sides: an order waits for the e-mail of the one before it, and whatever begins after a rest takes longer. */
const REST_MS = 100;

const NAMES: Readonly<Record<OrderKind, string>> = {
  again: 'Order on account into a known account',
  first: 'Order by card into a new account',
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Does `work` so many times, one after the other, each after a rest; how long each took, in milliseconds. */
const rested = async (times: number, work: () => Promise<void>, afterEach?: () => Promise<void>): Promise<number[]> => {
  const taken: number[] = [];
  for (let done = 0; done < times; done += 1) {
    await wait(REST_MS);
    taken.push(await timed(work));
    await afterEach?.();
  }
  return taken;
};

const measure = async ({ quick, print, report }: Bench, shop: Shop, kind: OrderKind): Promise<void> => {
  const [rounds, orders] = quick ? [1, 5] : [9, 10];
  const name = NAMES[kind];
  const course = await shop.undisturbed(kind);
  const ours = async () => {
    const placed = await shop.place(kind, orders);
    // What an order sets off must meet neither the next one nor the other side.
    return rested(
      orders,
      () => shop.run(placed.pop()!),
      () => shop.allMailed(),
    );
  };
  const bare = () => rested(orders, () => runBarely(shop.engine.plain, shop.bareQueue, course));
  const measured = await report.during(`${name}, one at a time`, interleaved(rounds, { ours, bare }));
  const [value, against] = [median(measured.ours.flat()), median(measured.bare.flat())];
  const how = 'one at a time';
  print({ name: `${name}, placed to active, ${how}, median`, value, unit: 'ms', against, aim: OVERHEAD_AIM, better: 'lower' });
  const perSecond = 1000 / mean(measured.ours.flat());
  const aim = kind === 'again' ? 1 : null;
  print({ name: `${name}, a second, ${how}`, value: perSecond, unit: '1/s', against: REFERENCE_PER_SECOND, aim, better: 'higher' });
  print({ name: `${name}, events of its history`, value: course.events, unit: 'events', against: MOST_EVENTS, aim: 1, better: 'lower' });
};

/** From placed to active, one order after the other, against a bare workflow with as many activities. */
export const oneAtATime = async (bench: Bench, shop: Shop): Promise<void> => {
  for (const kind of orderKinds) await measure(bench, shop, kind);
};
