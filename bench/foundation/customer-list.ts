import { seedId } from '../../prisma/seed.js';
import { signIn } from '../api.js';
import { startBareServer } from '../bare/start-bare.js';
import { printListFigures } from '../list-figures.js';
import { placeOfPage } from '../place-of-page.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';
import { fillCustomers } from './fill-customers.js';

const LIMIT = 50;
const PAGE_AIM = 1.2;
const LIST = { sort: 'created', direction: 'desc', limit: LIMIT } as const;
/** Words that many, some and few customers have, alone and together. */
const SEARCHES = ['officine', 'torino', 'vivaio greco', 'ricambi', 'ricambi milano', 'conto 4321'];

/** List and search of customers as a tier-1 reseller has them, who doesn't see all of them. */
export const customerList = async (bench: Bench, world: World, product: Product): Promise<void> => {
  const count = bench.quick ? 20_000 : 200_000;
  const farPage = bench.quick ? 100 : 1000;
  await fillCustomers(bench, world.databaseUrl, count);
  const bareUrl = await startBareServer(bench, {
    DATABASE_URL: world.databaseUrl,
    BARE_SCOPE: JSON.stringify({ kind: 'tier1', tenant: seedId('nordica') }),
    BARE_PASSWORD_HASH: '',
  });
  const api = await signIn(product, 'rita@nordica.example');
  const rowsBefore = (farPage - 1) * LIMIT;
  const places = { from: 'customer', where: `tier1_id = '${seedId('nordica')}' AND state <> 'deleted'`, rowsBefore };
  const cursor = await placeOfPage(world.databaseUrl, { ...places, key: 'created_at', direction: 'desc' });
  const companyCursor = await placeOfPage(world.databaseUrl, { ...places, key: 'company_key', direction: 'asc' });
  const far = `page ${String(farPage)}`;
  const title = `List of ${String(count)} customers`;
  const measured = await printListFigures(bench, { title, api, procedure: 'customers.list', bareUrl: `${bareUrl}/customers` }, [
    { name: 'page 1', inputs: [LIST] },
    { name: far, inputs: [{ ...LIST, cursor }] },
    { name: `${far} by company`, inputs: [{ ...LIST, sort: 'company', direction: 'asc', cursor: companyCursor }] },
    { name: 'search', inputs: SEARCHES.map((q) => ({ ...LIST, q })) },
  ]);
  const [value, against] = [measured[far]!, measured['page 1']!];
  bench.print({ name: `${title}, ${far} against page 1, p95`, value, unit: 'ms', against, aim: PAGE_AIM, better: 'lower' });
};
