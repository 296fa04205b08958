import { startProduct } from '../product.js';
import { Attempts } from '../people/attempts.js';
import { fillUsers } from '../people/fill-users.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { commandCarriedOut } from './command-carried-out.js';
import { listBesideStreams } from './list-beside-streams.js';
import { pageBesideHostileFile } from './page-beside-hostile-file.js';
import { signInBesideResets } from './sign-in-beside-resets.js';

/** What people notice of those who harm the platform, and of all the others who use it; and how long a command takes. */
export const promise: Suite = async (bench) => {
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  const count = bench.quick ? 2_000 : 20_000;
  await fillUsers(bench, world.databaseUrl, count);
  const attempts = new Attempts(product, count);
  await commandCarriedOut(bench, world, product);
  await signInBesideResets(bench, product, attempts);
  await pageBesideHostileFile(bench, product);
  await listBesideStreams(bench, product);
};
