import { interleaved, medians, repeat } from '../load.js';
import { timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import { runBarely, type Course } from './run-orders.js';
import type { Shop } from './shop.js';

const AIM = 0.7;
/** As in one-at-a-time.ts, with thirty in flight. */
const REFERENCE_PER_SECOND = 24;

const perSecond = (count: number, work: () => Promise<unknown>) => async () => count / ((await timed(work)) / 1000);

/** So many orders with so many in flight, until all are active and all of their e-mails handed over. */
const ours = (shop: Shop, count: number, inFlight: number) => async () => {
  const placed = await shop.place('again', count);
  return perSecond(count, async () => {
    await repeat(count, inFlight, () => shop.run(placed.pop()!));
    await shop.allMailed();
  })();
};

/** As many bare workflows with the activities of an order. */
const barely = (shop: Shop, course: Course, count: number, inFlight: number) =>
  perSecond(count, () => repeat(count, inFlight, () => runBarely(shop.engine.plain, shop.bareQueue, course)));

const measure = async ({ quick, report }: Bench, shop: Shop, course: Course, inFlight: number, count: number) => {
  const pieces = { ours: ours(shop, count, inFlight), bare: barely(shop, course, count, inFlight) };
  return medians(await report.during(`Orders, ${String(inFlight)} in flight`, interleaved(quick ? 1 : 3, pieces)));
};

/** Orders a second with many in flight, against as many bare workflows. Returns those of the larger load. */
export const ordersInFlight = async (bench: Bench, shop: Shop, load: { inFlight: number; orders: number }): Promise<number> => {
  const { print, quick } = bench;
  const course = await shop.undisturbed('again');
  const few = await measure(bench, shop, course, 30, quick ? 30 : 300);
  const rate = { unit: '1/s', better: 'higher' } as const;
  print({ name: 'Orders a second, 30 in flight', value: few.ours, against: REFERENCE_PER_SECOND, aim: 1, ...rate });
  print({ name: 'Orders a second, 30 in flight, against bare workflows', value: few.ours, against: few.bare, aim: null, ...rate });
  const many = await measure(bench, shop, course, load.inFlight, load.orders);
  const name = `Orders a second, ${String(load.inFlight)} in flight, against bare workflows`;
  print({ name, value: many.ours, against: many.bare, aim: AIM, ...rate });
  return many.ours;
};
