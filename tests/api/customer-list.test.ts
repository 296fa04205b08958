import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { manyCustomers } from './many-customers.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
const COUNT = 400;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
  await manyCustomers(sql, COUNT, 'Lista');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

type Query = NonNullable<Parameters<Api['customers']['list']['query']>[0]>;
type Row = Awaited<ReturnType<Api['customers']['list']['query']>>['rows'][number];

/** Walks a list to its end, with something done between the pages. */
const walk = async (query: Query, between: () => Promise<unknown> = () => Promise.resolve()): Promise<Row[]> => {
  const rows: Row[] = [];
  let cursor: [string, string] | undefined;
  do {
    const page = await rita.customers.list.query({ ...query, cursor, limit: 37 });
    expect(page.rows.length).toBeLessThanOrEqual(37);
    rows.push(...page.rows);
    cursor = page.nextCursor;
    await between();
  } while (cursor);
  return rows;
};

const ORDERS: [Query['sort'], (row: Row) => string][] = [
  ['created', (row) => row.createdAt],
  ['company', (row) => row.company.toLowerCase()],
  ['accountName', (row) => row.accountName.toLowerCase()],
];

describe.each(ORDERS)('the customer list by %s', (sort, keyOf) => {
  it.each(['asc', 'desc'] as const)('shows each row once, in order, page by page: %s', async (direction) => {
    const rows = await walk({ q: 'lista', sort, direction });
    expect(rows).toHaveLength(COUNT);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(COUNT);
    const [sorted] = await sql(`SELECT array_agg(key ORDER BY key ${direction}) AS keys FROM unnest($1::text[]) AS key`, [rows.map(keyOf)]);
    expect(rows.map(keyOf)).toEqual(sorted?.keys);
  });

  it.each(['asc', 'desc'] as const)('loses and doubles no row while others are created, changed and deleted: %s', async (direction) => {
    const before = (await sql("SELECT id FROM customer WHERE company LIKE 'Lista %' AND state = 'active'")).map(({ id }) => String(id));
    let turn = 0;
    const disturb = async () => {
      turn += 1;
      await rita.customers.create.mutate(
        aCustomer({ company: `Lista ${String(turn * 9)}`, accountName: `Lista ${sort ?? ''} ${direction} ${String(turn)}` }),
      );
      await sql("UPDATE customer SET city = 'Ivrea' WHERE company LIKE 'Lista 1%'");
    };
    const seen = (await walk({ q: 'lista', sort, direction }, disturb)).map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
    await sql("UPDATE customer SET state = 'deleted' WHERE account_name LIKE 'Lista ' || $1 || '%'", [sort]);
  });
});

describe('the customer list', () => {
  it('is newest first unless asked otherwise, and without deleted customers', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    const { rows } = await rita.customers.list.query({});
    expect(rows[0]?.id).toBe(customerId);
    await rita.customers.delete.mutate({ id: customerId, reason: 'a test' });
    expect((await rita.customers.list.query({})).rows.map(({ id }) => id)).not.toContain(customerId);
    expect((await rita.customers.list.query({ state: ['deleted'] })).rows.map(({ id }) => id)).toContain(customerId);
  });

  it('is filtered by state and by channel, and counted by the same filters', async () => {
    const teo = await signedIn(stack.url, 'teo');
    const own = await teo.customers.create.mutate(aCustomer({ company: 'Filtrata Laguna' }));
    const off = await rita.customers.create.mutate(aCustomer({ company: 'Filtrata Nordica' }));
    await rita.customers.disable.mutate({ id: off.customerId, reason: 'a test' });
    const ids = async (query: Query) => (await rita.customers.list.query({ q: 'filtrata', ...query })).rows.map(({ id }) => id);
    const count = async (query: Query) => (await rita.customers.count.query({ q: 'filtrata', ...query })).value;
    for (const [query, expected] of [
      [{ channelId: seedId('laguna') }, [own.customerId]],
      [{ state: ['disabled'] }, [off.customerId]],
      [{ state: ['active'], channelId: seedId('nordica') }, []],
    ] as [Query, string[]][]) {
      expect(await ids(query)).toEqual(expected);
      expect(await count(query)).toBe(expected.length);
    }
    expect(await count({})).toBe(2);
  });

  it('counts up to ten thousand, and says when there are more', async () => {
    expect(await rita.customers.count.query({ q: 'lista 7' })).toMatchObject({ capped: false });
    await manyCustomers(sql, 10_001, 'Molti');
    expect(await rita.customers.count.query({})).toEqual({ value: 10_000, capped: true });
    await sql("DELETE FROM customer WHERE company LIKE 'Molti %'");
  });
});

describe('searching', () => {
  it('finds by part of any word, in any order and case, and by all words', async () => {
    const input = aCustomer({
      company: 'Officine Meccaniche Perù',
      city: 'Cuneo',
      contact: { firstName: 'Zoe', lastName: 'Quaranta', email: `zoe-${crypto.randomUUID()}@officine.example` },
    });
    const { customerId } = await rita.customers.create.mutate(input);
    const finds = async (q: string) => (await rita.customers.list.query({ q })).rows.some(({ id }) => id === customerId);
    for (const q of ['officine', 'MECCAN', 'perù', 'cuneo officine', 'quaranta zoe', 'zoe-', input.accountName, input.contact.email])
      expect(await finds(q), q).toBe(true);
    for (const q of ['officine torino', 'meccanicheperù', '%', '_', '\\', 'cuneo%', "'"]) expect(await finds(q), q).toBe(false);
  });

  it('everywhere finds a customer, a user and a process by part of a name and by any id', async () => {
    const { customerId, firstUser } = await rita.customers.create.mutate(aCustomer({ company: 'Ricercata Ovunque' }));
    const hits = async (q: string) => (await rita.search.all.query({ q })).map(({ type, id }) => `${type} ${id}`);
    expect(await hits('ricercata ov')).toContain(`customer ${customerId}`);
    expect(await hits(customerId)).toContain(`customer ${customerId}`);
    expect(await hits(firstUser.id)).toEqual([`user ${firstUser.id}`]);
    expect(await hits(firstUser.loginName)).toContain(`user ${firstUser.id}`);
    const { rows } = await rita.processes.list.query({ q: customerId });
    expect(rows).toHaveLength(1);
    expect(await hits(rows[0]!.id)).toEqual([`process ${rows[0]!.id}`]);
    expect(await hits(rows[0]!.workflowId)).toContain(`process ${rows[0]!.id}`);
    expect(await hits('  ')).toEqual([]);
  });
});
