import { startProduct } from '../product.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { customerList } from './customer-list.js';
import { firstLoad } from './first-load.js';

/** The frame: how big the first load is, and lists of many customers. */
export const foundation: Suite = async (bench) => {
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  await firstLoad(bench, product);
  await customerList(bench, world, product);
};
