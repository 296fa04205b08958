import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

type Query = Parameters<Api['orders']['list']['query']>[0];

let stack: Stack;
let sql: Sql;
let carla: Api;
let sam: Api;
let otherId: string;

/** As many orders as the numbers say, two of them in each minute; every second one is done. */
const orders = (customerId: string, prefix: string, from: number, to: number) =>
  sql(
    `INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, currency, total_minor, input, search_text, placed_at)
     SELECT gen_random_uuid(), tier1_id, channel_id, id, $2 || n, CASE n % 2 WHEN 0 THEN 'completed' ELSE 'in_progress' END, $3, 'EUR', 100, '{}',
            lower($2 || n || ' ' || company) || CASE n WHEN $4 THEN ' 50%_\\ rovere' ELSE ' quercia' END, timestamptz '2024-01-01' + interval '1 minute' * (n / 2)
       FROM customer, generate_series($4::int, $5::int) n WHERE id = $1`,
    [customerId, prefix, seedId('carla@fiordaliso.example'), from, to],
  );

beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  const rita = await signedIn(stack.url, 'rita');
  [carla, sam] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'sam')]);
  ({ customerId: otherId } = await rita.customers.create.mutate(aCustomer({ company: 'Faggio' })));
  await orders(seedId('fiordaliso'), 'C-', 1000, 3200);
  await orders(otherId, 'F-', 1000, 1009);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

/** The numbers that a search finds, by walking its pages. */
const found = async (api: Api, query: Query, limit = 4): Promise<string[]> => {
  const numbers: string[] = [];
  let cursor: Query['cursor'];
  do {
    const page = await api.orders.list.query({ ...query, limit, cursor });
    numbers.push(...page.rows.map((row) => row.number));
    cursor = page.nextCursor;
  } while (cursor);
  return numbers;
};

describe('a search of the list of orders', () => {
  it('finds the same, once each and newest first, page by page as at once', async () => {
    const expected = (await sql("SELECT number FROM customer_order WHERE search_text LIKE '%c-12%' ORDER BY placed_at DESC, id DESC")).map(
      ({ number }) => String(number),
    );
    expect(expected).toHaveLength(100);
    for (const api of [carla, sam]) {
      expect(await found(api, { q: 'c-12' }, 9)).toEqual(expected);
      expect(await found(api, { q: 'C-12' }, 200)).toEqual(expected);
    }
  });

  it('goes on beyond two thousand', async () => {
    expect(new Set(await found(carla, { q: 'quercia' }, 200)).size).toBe(2_200);
    expect(new Set(await found(sam, { q: 'quercia fiordaliso' }, 200)).size).toBe(2_200);
  });

  it('finds what is older than the orders that are looked at first', async () => {
    expect(await found(carla, { q: 'rovere' })).toEqual(['C-1000']);
    expect(await found(sam, { q: 'rovere fiordaliso' })).toEqual(['C-1000']);
  });

  it('wants every word, and takes wildcards, quotes and backslashes for what they are', async () => {
    expect(await found(carla, { q: 'quercia c-1001' })).toEqual(['C-1001']);
    expect(await found(carla, { q: 'rovere c-1001' })).toEqual([]);
    for (const q of ['50%', '%_\\', '_\\ ', '\\']) expect(await found(carla, { q }), q).toEqual(['C-1000']);
    for (const q of ['%%', '__', "' OR true --", 'c-12'.repeat(50)]) expect(await found(carla, { q }), q).toEqual([]);
  });

  it('keeps to the states and the customer that are asked for', async () => {
    expect(await found(carla, { q: 'c-100', state: ['completed'] })).toEqual(['C-1008', 'C-1006', 'C-1004', 'C-1002', 'C-1000']);
    expect(await found(sam, { q: '-100', customerId: otherId, state: ['in_progress'] })).toEqual([
      'F-1009',
      'F-1007',
      'F-1005',
      'F-1003',
      'F-1001',
    ]);
  });

  it('finds nobody else’s orders', async () => {
    expect(await found(carla, { q: 'f-100' })).toEqual([]);
    expect(await found(carla, { q: '-1000', customerId: otherId })).toEqual([]);
    expect(await found(sam, { q: 'f-1000' })).toEqual(['F-1000']);
  });
});
