import { seedId } from '../../prisma/seed.js';
import { signIn } from '../api.js';
import { startBareServer } from '../bare/start-bare.js';
import { printListFigures } from '../list-figures.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';
import { fillProducts } from './fill-products.js';

const LIMIT = 24;
/** Words that many, some and few products have, right and misspelt. */
const SEARCHES = ['backup', 'aurora firewall', 'borea backup', 'fatturazone', 'pegaso telefonai', 'sirio paghe 4321'];

/** The marketplace as a customer's administrator leafs through it and searches it. */
export const marketplaceSearch = async (bench: Bench, world: World, product: Product): Promise<void> => {
  const count = bench.quick ? 2_000 : 20_000;
  await fillProducts(bench, world.databaseUrl, count);
  const BARE_SCOPE = JSON.stringify({ kind: 'customer', tenant: seedId('fiordaliso') });
  const bareUrl = await startBareServer(bench, { DATABASE_URL: world.databaseUrl, BARE_SCOPE, BARE_PASSWORD_HASH: '' });
  const api = await signIn(product, 'carla@fiordaliso.example');
  const title = `Marketplace of ${String(count)} products`;
  await printListFigures(bench, { title, api, procedure: 'marketplace.search', bareUrl: `${bareUrl}/products` }, [
    { name: 'page 1', inputs: [{ limit: LIMIT }] },
    { name: 'page 1 of a category', inputs: [{ limit: LIMIT, category: 'backup' }] },
    { name: 'search', inputs: SEARCHES.map((q) => ({ limit: LIMIT, q })) },
  ]);
};
