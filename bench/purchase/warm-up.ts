import { repeat } from '../load.js';
import type { Bench } from '../suite.js';
import { orderKinds } from './place-orders.js';
import { runBarely } from './run-orders.js';
import type { Shop } from './shop.js';

const IN_FLIGHT = 30;

/**
 * A worker runs for weeks: what it compiles in its first hundreds of orders isn't what an order costs. Both workers do as many of each
 * kind before anything is timed.
 */
export const warmUpWorkers = ({ quick, report }: Bench, shop: Shop): Promise<void> =>
  report.during(
    'Warming both workers up',
    (async () => {
      const count = quick ? 5 : 300;
      for (const kind of orderKinds) {
        const course = await shop.undisturbed(kind);
        const placed = await shop.place(kind, count);
        await repeat(count, IN_FLIGHT, () => shop.run(placed.pop()!));
        await shop.allMailed();
        await repeat(count, IN_FLIGHT, () => runBarely(shop.engine.plain, shop.bareQueue, course));
      }
    })(),
  );
