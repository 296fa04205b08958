import { startProduct } from '../product.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { firstLoad } from './first-load.js';

/** The frame: how big the first load is. */
export const foundation: Suite = async (bench) => {
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  await firstLoad(bench, product);
};
