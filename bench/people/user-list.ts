import { signIn } from '../api.js';
import { printListFigures } from '../list-figures.js';
import { placeOfPage } from '../place-of-page.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';
import { account } from './fill-users.js';

const LIMIT = 50;
/** By name, as the page shows them first. */
const LIST = { customerId: account, sort: 'name', direction: 'asc', limit: LIMIT } as const;
const SEARCHES = ['gaia', 'moretti', 'rocco santoro', 'persona.777'];

/** The users of one large account, as its administrator has them. */
export const userList = async (bench: Bench, world: World, product: Product, { count, bareUrl }: { count: number; bareUrl: string }) => {
  const farPage = count / LIMIT / 2;
  const api = await signIn(product, 'carla@fiordaliso.example');
  const cursor = await placeOfPage(world.databaseUrl, {
    from: 'app_user',
    where: `customer_id = '${account}' AND deleted_at IS NULL`,
    key: 'name_key',
    direction: 'asc',
    rowsBefore: (farPage - 1) * LIMIT,
  });
  const title = `List of ${String(count)} users of one account`;
  await printListFigures(bench, { title, api, procedure: 'users.list', bareUrl: `${bareUrl}/users` }, [
    { name: 'page 1', inputs: [LIST] },
    { name: `page ${String(farPage)}`, inputs: [{ ...LIST, cursor }] },
    { name: 'search', inputs: SEARCHES.map((q) => ({ ...LIST, q })) },
  ]);
};
