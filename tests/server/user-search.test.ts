import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { signedIn, type Api } from '../support/client.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

type Query = NonNullable<Parameters<Api['users']['list']['query']>[0]>;
const account = seedId('fiordaliso');
const MANY = 2_500;

// More people of one word than a search looks at in one go; the last by name are the first by date. One in 500 is called Rara, too.
const PEOPLE = `
  INSERT INTO app_user (id, role, login_name, login_name_key, first_name, last_name, email, state, tier1_id, channel_id, customer_id, created_at)
  SELECT gen_random_uuid(), 'customer_user', 'folla.' || n, 'folla.' || n, CASE WHEN n % 500 = 0 THEN 'Rara' ELSE 'Folla' END, 'P' || lpad((9000 - n)::text, 4, '0'),
         'folla@fiordaliso.example', CASE WHEN n % 2 = 0 THEN 'ready' ELSE 'disabled' END, c.tier1_id, c.channel_id, c.id,
         timestamptz '2025-01-01' + interval '1 minute' * n
    FROM generate_series(1, ${String(MANY)}) n, customer c WHERE c.id = $1`;

let stack: Stack;
let sql: Sql;
let carla: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  carla = await signedIn(stack.url, 'carla');
  sql = await openSql(stack.settings.DATABASE_URL);
  await sql(PEOPLE, [account]);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

/** The login names that a search finds, by walking its pages. */
const found = async (query: Query): Promise<string[]> => {
  const names: string[] = [];
  let cursor: Query['cursor'];
  do {
    const page = await carla.users.list.query({ limit: 200, ...query, cursor });
    names.push(...page.rows.map(({ loginName }) => loginName));
    cursor = page.nextCursor;
  } while (cursor);
  return names;
};
const numbers = (from: number, to: number, step = 1): string[] =>
  Array.from({ length: Math.floor(Math.abs(to - from) / Math.abs(step)) + 1 }, (_unused, index) => `folla.${String(from + index * step)}`);

describe('B10: a search of the user list', () => {
  it('begins with the first of its order, however many match, and finds each once', async () => {
    expect(await found({ q: 'FOLLA', sort: 'created', direction: 'asc' })).toEqual(numbers(1, MANY));
    expect(await found({ q: 'folla', sort: 'created', direction: 'desc' })).toEqual(numbers(MANY, 1, -1));
    expect(await found({ q: 'folla', sort: 'name', direction: 'asc' })).toEqual(numbers(MANY, 1, -1));
    expect(await found({ q: 'folla', sort: 'name', direction: 'desc' })).toEqual(numbers(1, MANY));
  });

  it('wants every word, and finds what few have wherever it stands in the order', async () => {
    expect(await found({ q: 'rara folla', sort: 'created', direction: 'asc' })).toEqual(numbers(500, 2_500, 500));
    expect(await found({ q: 'rara p8000', sort: 'name' })).toEqual(['folla.1000']);
    expect(await found({ q: 'rara nessuna' })).toEqual([]);
  });

  it('keeps to the states and roles that are asked for', async () => {
    expect(await found({ q: 'folla', state: ['ready'], sort: 'created', direction: 'asc', limit: 50 })).toEqual(numbers(2, MANY, 2));
    expect(await found({ q: 'folla', role: ['customer_admin'] })).toEqual([]);
  });

  it('keeps to those who could still get a service', async () => {
    const { licences } = (await sql('SELECT array_agg(id) AS licences FROM subscription WHERE customer_id = $1', [account]))[0] as {
      licences: string[];
    };
    const query = { q: 'folla', withoutService: licences[0], sort: 'created', direction: 'asc' } as const;
    expect(await found(query)).toEqual(numbers(2, MANY, 2)); // disabled users get none
    const [user] = await sql("SELECT id FROM app_user WHERE login_name = 'folla.2'");
    await sql(
      `INSERT INTO entitlement (id, tier1_id, channel_id, customer_id, user_id, subscription_id)
       SELECT gen_random_uuid(), tier1_id, channel_id, id, $1, $2 FROM customer WHERE id = $3`,
      [user?.id, licences[0], account],
    );
    expect(await found(query)).toEqual(numbers(4, MANY, 2));
    expect(await found({ q: 'folla', withService: licences[0] })).toEqual(['folla.2']);
  });

  it('counts what it finds', async () => {
    expect(await carla.users.count.query({ q: 'folla' })).toMatchObject({ value: MANY, capped: false });
    expect(await carla.users.count.query({ q: 'rara' })).toMatchObject({ value: 5, capped: false });
  });
});

/** What row-level security must not keep PostgreSQL from: each order's index serves its cursor, too. */
describe.each([
  ['customer', 'tier1_id', ['created_at', 'company_key', 'account_name_key']],
  ['app_user', 'customer_id', ['created_at', 'name_key']],
] as const)('a page far on in the order of %s', (table, owner, keys) => {
  it.each(keys)('is found by its index: %s', async (key) => {
    const app = await openSql(stack.settings.DATABASE_URL, 'app');
    try {
      await app(
        "SELECT set_config('licenza.scope', 'platform', false), set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false)",
      );
      const value = key === 'created_at' ? 'now()' : "'m'";
      const plan = await app(
        `EXPLAIN SELECT id FROM ${table} WHERE ${owner} = $1 AND (${key}, id) > (${value}, $1) ORDER BY ${key}, id LIMIT 50`.replaceAll(
          '$1',
          `'${account}'`,
        ),
      );
      const conditions = plan.map((row) => String(row['QUERY PLAN'])).filter((line) => line.includes('Index Cond'));
      expect(conditions.join('\n')).toContain(`ROW(${key}, id) > ROW(`);
    } finally {
      await app.end();
    }
  });
});
