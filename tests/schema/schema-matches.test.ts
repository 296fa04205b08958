import { afterAll, beforeAll, expect, it, inject } from 'vitest';
import { migrate, schemaAsSql } from '../../prisma/migrate.js';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';
import { openSql, ownDatabase, type Sql } from '../support/sql.js';

let migrated: Awaited<ReturnType<typeof ownDatabase>>;
let told: Sql;
let drop: () => Promise<void>;
beforeAll(async () => {
  migrated = await ownDatabase();
  const empty = await throwawayDatabase(inject('databaseServerUrl'));
  drop = empty.drop;
  told = await openSql(empty.url);
  await told(await schemaAsSql(migrated.url));
});
afterAll(async () => {
  await told.end();
  await drop();
  await migrated.drop();
});

/** Columns that Prisma's language can't say. */
const BEYOND_PRISMA = [
  'customer.search_fold',
  'app_user.search_fold',
  'customer_order.search_fold',
  'subscription.search_fold',
  'customer.search_text',
  'customer.company_key',
  'app_user.name_key',
  'change_feed.transaction',
];

const columnsOf = async (sql: Sql): Promise<string[]> => {
  const rows = await sql(`
    SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
           coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS value
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
     ORDER BY 1`);
  return rows
    .filter(({ name }) => !BEYOND_PRISMA.includes(name as string))
    .map(({ name, type, notNull, value }) => `${String(name)} ${String(type)}${notNull ? ' not null' : ''} ${String(value)}`.trim());
};

const indexesOf = async (sql: Sql): Promise<string[]> =>
  (await sql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1")).map(
    ({ indexdef }) => String(indexdef),
  );

const foreignKeysOf = async (sql: Sql): Promise<string[]> =>
  (
    await sql(`SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p') AND conrelid <> to_regclass('_prisma_migrations') ORDER BY 1`)
  ).map(({ line }) => String(line));

it('the migrations made the columns that schema.prisma says: names, types, nullability, defaults', async () => {
  const columns = await columnsOf(told);
  expect(columns.length).toBeGreaterThan(200);
  expect(await columnsOf(migrated.owner)).toEqual(columns);
});

it('the migrations made every index and key that schema.prisma says', async () => {
  const [made, said] = [await indexesOf(migrated.owner), await indexesOf(told)];
  expect(said.filter((index) => !made.includes(index))).toEqual([]);
  const keys = await foreignKeysOf(migrated.owner);
  expect((await foreignKeysOf(told)).filter((key) => !keys.includes(key))).toEqual([]);
});

it('migrating again applies nothing', async () => {
  expect(await migrate(migrated.url)).toEqual({ applied: [] });
});

it('each migration was applied whole, and none was changed afterwards', async () => {
  const rows = await migrated.owner(
    'SELECT migration_name, finished_at, rolled_back_at, length(checksum) AS length FROM _prisma_migrations ORDER BY 1',
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row).toMatchObject({ finished_at: expect.any(Date) as Date, rolled_back_at: null, length: 64 });
});
