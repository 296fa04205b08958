import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database, type Scope } from '../../prisma/client.js';
import { rowCounts, type CountedTable } from '../../server/list/row-counts.js';
import { openSql, ownDatabase } from '../support/sql.js';
import { dropReferences, rowOf, type Tenant } from './tenant-rows.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let database: Database;
const [north, south, shop] = [randomUUID(), randomUUID(), randomUUID()];
const tenants: readonly Tenant[] = [
  { tier1_id: north, channel_id: north, customer_id: randomUUID() },
  { tier1_id: north, channel_id: shop, customer_id: randomUUID() },
  { tier1_id: south, channel_id: south, customer_id: randomUUID() },
];
const scopes: readonly Exclude<Scope, { kind: 'customer' }>[] = [
  { kind: 'platform' },
  { kind: 'tier1', tenant: north },
  { kind: 'tier1', tenant: south },
  { kind: 'channel', tenant: shop },
];
const words: Readonly<Record<CountedTable, string>> = {
  process: "kind || ':' || state",
  customer_order: 'state',
  customer: 'state',
  app_user: 'CASE WHEN customer_id IS NOT NULL AND deleted_at IS NULL THEN state END',
};
const tables = Object.keys(words) as CountedTable[];

beforeAll(async () => {
  db = await ownDatabase();
  await dropReferences(db.owner);
  await db.owner('DROP INDEX IF EXISTS process_one_active');
  database = openDatabase(db.url);
});
afterAll(async () => {
  await database.close();
  await db.drop();
});

const inOrder = (counts: readonly { word: string; count: number }[]) => [...counts].sort((a, b) => (a.word < b.word ? -1 : 1));
const counted = async (scope: Scope, table: CountedTable) =>
  inOrder(
    await database.read<{ word: string; count: number }>(
      scope,
      `SELECT word, count(*)::int AS count FROM (SELECT ${words[table]} AS word FROM ${table}) t WHERE word IS NOT NULL GROUP BY word`,
    ),
  );
const expectAllRight = async () => {
  for (const scope of scopes)
    for (const table of tables)
      expect(inOrder(await rowCounts(database, scope, table)), `${table} as ${scope.kind}`).toEqual(await counted(scope, table));
};
const add = async (table: CountedTable, tenant: Tenant) => {
  const { statement, parameters } = await rowOf(db.owner, table, tenant);
  await db.owner(statement, parameters);
};

describe('the counts that triggers keep', () => {
  it('begin with what was there before them', expectAllRight);

  it('are what counting says, for every scope, through every change and while it is folded', async () => {
    for (const table of ['process', 'customer_order', 'app_user'] as const)
      for (const tenant of tenants) for (let n = 0; n < 3; n += 1) await add(table, tenant);
    await expectAllRight();
    await db.owner("UPDATE process SET state = 'running' WHERE tier1_id = $1", [north]);
    await db.owner("UPDATE process SET kind = 'order', state = 'done' WHERE channel_id = $1", [shop]);
    await db.owner("UPDATE customer_order SET state = 'in_progress' WHERE channel_id = $1", [shop]);
    await db.owner('SELECT licenza_fold_counts(4)');
    await expectAllRight();
    await db.owner('UPDATE app_user SET deleted_at = now() WHERE channel_id = $1', [south]);
    await db.owner('UPDATE process SET channel_id = $1, tier1_id = $1 WHERE channel_id = $2', [south, shop]);
    await db.owner('DELETE FROM customer_order WHERE tier1_id = $1', [south]);
    await expectAllRight();
    await db.owner('SELECT licenza_fold_counts(1000)');
    expect(await db.owner('SELECT 1 FROM row_count_delta')).toEqual([]);
    await expectAllRight();
  });

  it('are right at every moment while many write and two servers fold', async () => {
    const writers = await Promise.all(Array.from({ length: 4 }, () => openSql(db.url)));
    const folders = await Promise.all(Array.from({ length: 2 }, () => openSql(db.url)));
    let writing = true;
    const fold = async (folder: (typeof folders)[number]) => {
      while (writing) await folder('SELECT licenza_fold_counts(7)');
    };
    const folding = folders.map(fold);
    const watching = (async () => {
      while (writing) {
        const [row] = await db.owner(`
          SELECT (SELECT count(*)::int FROM process) AS truth,
                 ((SELECT coalesce(sum(count), 0) FROM row_count WHERE subject = 'process')
                 + (SELECT count(come) - count(gone) FROM row_count_delta WHERE subject = 'process'))::int AS counts`);
        expect(row?.counts).toBe(row?.truth);
      }
    })();
    await Promise.all(
      writers.map(async (writer, index) => {
        for (let n = 0; n < 40; n += 1) {
          const { statement, parameters } = await rowOf(writer, 'process', tenants[(index + n) % tenants.length]!);
          await writer(statement, parameters);
          await writer("UPDATE process SET state = CASE state WHEN 'running' THEN 'waiting' ELSE 'running' END WHERE channel_id = $1", [
            tenants[index % tenants.length]!.channel_id,
          ]).catch(() => undefined); // two at once on the same rows may meet in a deadlock, which one of them survives
        }
      }),
    );
    writing = false;
    await Promise.all([...folding, watching]);
    await Promise.all([...writers, ...folders].map((connection) => connection.end()));
    await expectAllRight();
  });

  it('are written by nobody but the triggers', async () => {
    await expect(database.run({ kind: 'platform' }, 'UPDATE row_count SET count = 0')).rejects.toThrow(/permission denied/);
    await expect(database.run({ kind: 'platform' }, 'DELETE FROM row_count_delta')).rejects.toThrow(/permission denied/);
  });
});
