import type { Scope } from '../../prisma/scope.js';
import { seedId } from '../../prisma/seed.js';
import { signIn } from '../api.js';
import { startBareServer } from '../bare/start-bare.js';
import { fillCustomers } from '../foundation/fill-customers.js';
import { printListFigures } from '../list-figures.js';
import { placeOfPage } from '../place-of-page.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';
import { fillOrders } from './fill-orders.js';

const LIMIT = 50;
const LIST = { limit: LIMIT } as const;

interface Reader {
  readonly who: string;
  readonly loginName: string;
  readonly scope: Scope;
  /** The rows that are theirs, as SQL. */
  readonly where: string;
  /** Of how many orders, and how far on the far page is. */
  readonly orders: number;
  readonly farPage: number;
  readonly searches: readonly string[];
}

/** Words that some and few orders have, alone and together. */
const STAFF_SEARCHES = ['2024-0004321', 'conto 4321', 'vivaio greco', 'ricambi', 'conto 777 disk vault'];
const CUSTOMER_SEARCHES = ['2024-0004300', '43200', 'disk vault', 'shield 2024-00'];

const measure = async (bench: Bench, world: World, product: Product, reader: Reader): Promise<void> => {
  const { who, loginName, scope, where, orders, farPage, searches } = reader;
  const BARE_SCOPE = JSON.stringify(scope);
  const bareUrl = await startBareServer(bench, { DATABASE_URL: world.databaseUrl, BARE_SCOPE, BARE_PASSWORD_HASH: '' });
  const api = await signIn(product, loginName);
  const place = { from: 'customer_order', where, key: 'placed_at', direction: 'desc', rowsBefore: (farPage - 1) * LIMIT } as const;
  const cursor = await placeOfPage(world.databaseUrl, place);
  const title = `List of ${String(orders)} orders, as ${who}`;
  await printListFigures(bench, { title, api, procedure: 'orders.list', bareUrl: `${bareUrl}/orders` }, [
    { name: 'page 1', inputs: [LIST] },
    { name: `page ${String(farPage)}`, inputs: [{ ...LIST, cursor }] },
    { name: 'search', inputs: searches.map((q) => ({ ...LIST, q })) },
  ]);
};

/** The orders of everybody as staff have them, and of one customer as its administrator has them. */
export const orderLists = async (bench: Bench, world: World, product: Product): Promise<void> => {
  const count = bench.quick ? 50_000 : 1_000_000;
  await fillCustomers(bench, world.databaseUrl, bench.quick ? 5_000 : 20_000);
  await fillOrders(bench, world.databaseUrl, count);
  const tenant = seedId('fiordaliso');
  await measure(bench, world, product, {
    who: 'staff',
    loginName: 'sam@licenza.example',
    scope: { kind: 'platform' },
    where: 'true',
    orders: count,
    farPage: count / LIMIT / 2,
    searches: STAFF_SEARCHES,
  });
  await measure(bench, world, product, {
    who: 'a customer’s administrator',
    loginName: 'carla@fiordaliso.example',
    scope: { kind: 'customer', tenant },
    where: `customer_id = '${tenant}'`,
    orders: count / 50,
    farPage: count / 50 / LIMIT / 2,
    searches: CUSTOMER_SEARCHES,
  });
};
