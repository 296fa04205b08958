import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patternsOf } from '../../server/list/search-patterns.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

const tag = randomUUID()
  .replaceAll(/[^a-z]/g, '')
  .padEnd(6, 'q');
const company = `Fiòr D'Angelo ${tag}`;
let stack: Stack;
let rita: Api;
let sql: Sql;
let customerId: string;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
  const facts = { company, accountName: `dangelo ${tag}`, phone: '+39 02 765.43-21', taxId: 'IT 007 4311 0157' };
  ({ customerId } = await rita.customers.create.mutate(
    aCustomer({ ...facts, contact: { firstName: 'Niccolò', lastName: 'Dell’Òrso', email: `orso-${tag}@fiordangelo.example` } }),
  ));
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

describe('a search finds what is meant', () => {
  it.each([
    ["fior d'angelo", 'without accents'],
    ['DANGELO', 'without an apostrophe'],
    ['d’angelo', 'with the apostrophe of a phone'],
    [`angelo  FIÒR`, 'in another order'],
    ['00743', 'by part of a tax id'],
    ['IT00743110157', 'by the tax id without blanks'],
    ['027654321', 'by the digits of a phone number'],
    ['02-765.4321', 'by a phone number written otherwise'],
  ])('A10 customers: %s (%s)', async (q) => {
    const rows = (await rita.customers.list.query({ q, limit: 200 })).rows.map(({ id }) => id);
    expect(rows).toContain(customerId);
    expect((await rita.customers.count.query({ q })).value).toBeGreaterThan(0);
    const hits = await rita.search.all.query({ q: `${q} ${tag}` });
    expect(hits.filter(({ type }) => type === 'customer').map(({ id }) => id)).toEqual([customerId]);
  });

  it('B10 users and processes: words in any order, in lists and palette', async () => {
    const users = (q: string) => rita.users.list.query({ customerId, q });
    expect((await users('DELLORSO niccolo')).rows).toMatchObject([{ firstName: 'Niccolò' }]);
    expect((await users('niccolo bianchi')).rows).toEqual([]);
    const hits = await rita.search.all.query({ q: `dell'orso niccolo ${tag}` });
    expect(hits.some(({ type }) => type === 'user')).toBe(true);
    const [process] = (await rita.processes.list.query({ q: `${tag} fior` })).rows;
    expect(process).toMatchObject({ customerName: company });
    expect((await rita.search.all.query({ q: `${tag} d angelo` })).some(({ type, id }) => type === 'process' && id === process?.id)).toBe(
      true,
    );
  });

  it('finds nothing for words that are none, and takes wildcards as they are', async () => {
    for (const q of ['’', '%', '_', `${tag} %`]) {
      expect((await rita.search.all.query({ q })).filter(({ id }) => id === customerId)).toEqual([]);
    }
  });
});

it('a row is found by any part of any of its words, however they are typed', async () => {
  const said = ["L'Aquila", 'L’Aquila', 'ÀÉÎ õü', 'Straße', 'ΣΊΣΥΦΟΣ', 'ИЙ', 'İstanbul', 'ﬁne', '３４', 'a_b%c\\d', '+39 (02) 1-2'];
  for (const text of said) {
    for (const typed of [text, text.toUpperCase(), text.normalize('NFD')]) {
      const [row] = await sql(
        `SELECT bool_and(licenza_findable($1) LIKE licenza_fold_pattern(word)) AS found FROM unnest($2::text[]) AS word`,
        [text, patternsOf(typed)],
      );
      expect({ text, typed, found: row?.found }).toEqual({ text, typed, found: true });
    }
  }
});

it('a search reads its rows by the index of the folded words', async () => {
  const plan = async (statement: string) => (await sql(`EXPLAIN ${statement}`)).map((row) => String(row['QUERY PLAN'])).join('\n');
  await sql('SET enable_seqscan = off');
  expect(await plan("SELECT id FROM customer WHERE search_fold LIKE '%dangelo%'")).toContain('customer_search_fold');
  expect(await plan("SELECT id FROM app_user WHERE search_fold LIKE '%dangelo%'")).toContain('app_user_search_fold');
  expect(await plan("SELECT id FROM customer_order WHERE search_fold LIKE '%dangelo%'")).toContain('customer_order_search_fold');
  expect(await plan("SELECT id FROM subscription WHERE search_fold LIKE '%dangelo%'")).toContain('subscription_search_fold');
  expect(await plan("SELECT id FROM process WHERE licenza_findable(title || ' ' || workflow_id) LIKE '%dangelo%'")).toContain(
    'process_search_fold',
  );
});
