import { startProduct } from '../product.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { createCustomerFigures } from './create-customer.js';
import { customerList } from './customer-list.js';
import { firstLoad } from './first-load.js';
import { startTimes } from './start-times.js';

/** The frame: starting it, the first load of its pages, creating a customer, and lists of many customers. */
export const foundation: Suite = async (bench) => {
  await startTimes(bench); // before anything else runs beside it
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  await firstLoad(bench, product);
  await createCustomerFigures(bench, world, product);
  await customerList(bench, world, product);
};
