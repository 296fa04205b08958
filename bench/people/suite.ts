import { seedId } from '../../prisma/seed.js';
import { startBareServer } from '../bare/start-bare.js';
import { startProduct } from '../product.js';
import type { Suite } from '../suite.js';
import { startWorld } from '../world.js';
import { Attempts } from './attempts.js';
import { fillUsers } from './fill-users.js';
import { listBesideSignIns } from './list-beside-sign-ins.js';
import { signInFigures } from './sign-in.js';
import { signInTiming } from './sign-in-timing.js';
import { userList } from './user-list.js';

/** Signing in, what its time tells a stranger, whom it keeps waiting; and the list of a large account's users. */
export const people: Suite = async (bench) => {
  const world = await startWorld(bench);
  const product = await startProduct(bench, world);
  const count = bench.quick ? 10_000 : 100_000;
  const BARE_PASSWORD_HASH = await fillUsers(bench, world.databaseUrl, count);
  const BARE_SCOPE = JSON.stringify({ kind: 'tier1', tenant: seedId('nordica') });
  const bareUrl = await startBareServer(bench, { DATABASE_URL: world.databaseUrl, BARE_SCOPE, BARE_PASSWORD_HASH });
  const attempts = new Attempts(product, count);
  await userList(bench, world, product, { count, bareUrl });
  await signInFigures(bench, attempts, bareUrl);
  await listBesideSignIns(bench, product, attempts);
  await signInTiming(bench, attempts);
};
