import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { demo, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { send, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let rita: Api;
let carla: Api;
let otherId: string;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  [rita, carla] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'carla')]);
  for (const name of ['rita', 'carla', 'sam'] as const) {
    const account = demo(name);
    cookies[name] = await signInCookie(stack.url, account.loginName, account.password);
  }
  ({ customerId: otherId } = await rita.customers.create.mutate(aCustomer({ company: 'Faggio' })));
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const ask = (name: string, path: string) => send(`${stack.url}/export/${path}`, { headers: { cookie: cookies[name] ?? '' } });
const exported = async (name: string, path: string) => {
  const answer = await ask(name, path);
  expect(answer.status).toBe(200);
  const { data, errors } = Papa.parse<string[]>(answer.text.replace(/^\uFEFF/, ''), { skipEmptyLines: true });
  expect(errors).toEqual([]);
  return { head: data[0]!, rows: data.slice(1), headers: answer.headers };
};

describe('the export of the users', () => {
  const users = (customerId: string, count: number, word: string) =>
    sql(
      `INSERT INTO app_user (id, role, login_name, login_name_key, first_name, last_name, email, state, staff_permission, tier1_id, channel_id, customer_id)
       SELECT gen_random_uuid(), 'customer_user', $2 || n, lower($2) || n, $3, 'N' || n, $2 || n || '@x.example', CASE n % 2 WHEN 0 THEN 'disabled' ELSE 'ready' END,
              'assigned_services', tier1_id, channel_id, id FROM customer, generate_series(1, $4::int) n WHERE id = $1`,
      [customerId, word, '=HYPERLINK("x")', count],
    );

  it('B10 has each user of the own account once, as the page filters and sorts them, and nothing that a spreadsheet runs', async () => {
    await users(seedId('fiordaliso'), 450, 'Exporta');
    await users(otherId, 3, 'Fremd');
    const { head, rows, headers } = await exported('carla', 'users.csv?q=exporta&sort=name&direction=asc');
    expect(headers.get('content-disposition')).toBe('attachment; filename=users.csv');
    expect(head).toEqual(['First name', 'Last name', 'State', 'Role', 'Login name', 'E-mail', 'Services', 'Last sign-in', 'Added']);
    expect(new Set(rows.map((row) => row[4])).size).toBe(450);
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    const ready = await exported('carla', 'users.csv?q=exporta&state=ready');
    expect(ready.rows).toHaveLength(225);
    for (const row of ready.rows) expect(row[2]).toBe('Ready');
    expect((await exported('carla', 'users.csv?role=customer_admin')).rows.every((row) => row[3] === 'Administrator')).toBe(true);
    await carla.auth.setLanguage.mutate({ language: 'it' });
    expect((await exported('carla', 'users.csv?q=exporta&state=disabled')).rows[0]).toContain('Disabilitato');
    await carla.auth.setLanguage.mutate({ language: 'en' });
  });

  it('B10 has another account only for those who see it', async () => {
    expect((await exported('rita', `users.csv?customerId=${otherId}&q=fremd`)).rows).toHaveLength(3);
    expect((await exported('carla', `users.csv?customerId=${otherId}`)).rows).toEqual([]);
    expect((await ask('rita', 'users.csv')).status).toBe(400);
    expect((await ask('carla', 'users.csv?state=nonsense')).status).toBe(400);
    expect((await send(`${stack.url}/export/users.csv`)).status).toBe(401);
  });
});

describe('the export of the orders', () => {
  const orders = (customerId: string, prefix: string, count: number) =>
    sql(
      `INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, currency, total_minor, input, search_text, placed_at)
       SELECT gen_random_uuid(), tier1_id, channel_id, id, $2 || n, CASE n % 2 WHEN 0 THEN 'completed' ELSE 'in_progress' END, $3, 'EUR', 123450, '{}',
              lower($2 || n || ' ' || company), timestamptz '2024-01-01' + interval '1 minute' * n FROM customer, generate_series(1, $4::int) n WHERE id = $1`,
      [customerId, prefix, seedId('carla@fiordaliso.example'), count],
    );

  it('has each order in scope once, newest first, with its amount as the reader’s spreadsheet counts it', async () => {
    await orders(seedId('fiordaliso'), 'E-', 450);
    await orders(otherId, 'F-', 3);
    const { head, rows } = await exported('carla', 'orders.csv?q=e-');
    expect(head).toEqual([
      'Number',
      'State',
      'Customer',
      'First service',
      'Services',
      'Total',
      'Currency',
      'Payment',
      'Placed',
      'Completed',
    ]);
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 450 }, (_, n) => `E-${String(450 - n)}`));
    expect(rows[0]!.slice(5, 7)).toEqual(['1234.50', 'EUR']);
    expect((await exported('carla', 'orders.csv')).rows.some(([number]) => number?.startsWith('F-'))).toBe(false);
    await carla.auth.setLanguage.mutate({ language: 'it' });
    expect((await exported('carla', 'orders.csv?q=e-450')).rows[0]![5]).toBe('1234,50');
    await carla.auth.setLanguage.mutate({ language: 'en' });
  });

  it('follows the filters of the page', async () => {
    expect((await exported('rita', `orders.csv?customer=${otherId}`)).rows.map(([number]) => number)).toEqual(['F-3', 'F-2', 'F-1']);
    expect((await exported('rita', `orders.csv?customer=${otherId}&state=completed`)).rows.map(([number]) => number)).toEqual(['F-2']);
    expect((await ask('rita', 'orders.csv?state=nonsense')).status).toBe(400);
  });
});

describe('exports', () => {
  it('follow the channel of the list of customers', async () => {
    const own = (await exported('sam', `customers.csv?channel=${seedId('nordica')}`)).rows;
    expect(own.length).toBeGreaterThan(0);
    expect((await exported('sam', `customers.csv?channel=${crypto.randomUUID()}`)).rows).toEqual([]);
  });

  it('are limited by who asks for them', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 65; n += 1) statuses.push((await ask('sam', 'orders.csv?q=nothing-like-this')).status);
    expect(statuses.slice(0, 50)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
    expect((await ask('rita', 'orders.csv?q=nothing')).status).toBe(200);
  });
});
