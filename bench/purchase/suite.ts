import { startProduct } from '../product.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { ordersInFlight } from './in-flight.js';
import { killedWorker } from './killed-worker.js';
import { marketplaceSearch } from './marketplace.js';
import { oneAtATime } from './one-at-a-time.js';
import { orderLists } from './order-lists.js';
import { openShop } from './shop.js';
import { warmUpWorkers } from './warm-up.js';

/** Orders from placed to active, alone and by the hundred, while workers die; and the lists of many products and many orders. */
export const purchase: Suite = async (bench) => {
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  const shop = await openShop(bench, world, product);
  const load = bench.quick ? { inFlight: 60, orders: 60 } : { inFlight: 300, orders: 600 };
  await warmUpWorkers(bench, shop);
  await oneAtATime(bench, shop);
  const undisturbed = await ordersInFlight(bench, shop, load);
  await killedWorker(bench, shop, { ...load, orders: bench.quick ? 60 : 900, undisturbed });
  await marketplaceSearch(bench, world, product);
  await orderLists(bench, world, product);
};
