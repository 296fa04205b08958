import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterScope, ownDatabase, sqlState, type ScopeKind } from '../support/sql.js';
import { allTables, columnsOf, leadingColumns, tablesOfNoCustomer, tablesReadOtherwise, tenantTables } from './catalogue-queries.js';
import { dropReferences, rowOf, type Tenant } from './tenant-rows.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let tables: string[];

const [north, south, shop] = [randomUUID(), randomUUID(), randomUUID()];
const direct: Tenant = { tier1_id: north, channel_id: north, customer_id: randomUUID() };
const viaShop: Tenant = { tier1_id: north, channel_id: shop, customer_id: randomUUID() };
const elsewhere: Tenant = { tier1_id: south, channel_id: south, customer_id: randomUUID() };
const tenants = { direct, viaShop, elsewhere };

beforeAll(async () => {
  db = await ownDatabase();
  tables = await tenantTables(db.owner);
  await dropReferences(db.owner);
  for (const table of tables) {
    for (const tenant of Object.values(tenants)) {
      const { statement, parameters } = await rowOf(db.owner, table, tenant);
      await db.owner(statement, parameters);
    }
  }
});
afterAll(() => db.drop());

const seenBy = async (table: string, kind: ScopeKind | '', tenant?: string): Promise<string[]> => {
  await enterScope(db.app, kind, tenant);
  const rows = await db.app(`SELECT DISTINCT customer_id FROM ${table} WHERE customer_id = ANY ($1)`, [
    Object.values(tenants).map((t) => t.customer_id),
  ]);
  const ids = rows.map((row) => row.customer_id);
  return Object.entries(tenants)
    .filter(([, t]) => ids.includes(t.customer_id))
    .map(([name]) => name);
};

describe('every table', () => {
  it('belongs to a customer, or is on the short list of those that do not', async () => {
    expect((await allTables(db.owner)).filter((table) => !tables.includes(table)).sort()).toEqual(Object.keys(tablesOfNoCustomer).sort());
  });

  it('of a customer names the channel and the tier-1 channel too, asks the one rule, and is found by customer', async () => {
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      expect(await columnsOf(db.owner, table), table).toEqual(expect.arrayContaining(['tier1_id', 'channel_id', 'customer_id']));
      const [policy, ...more] = await db.owner(
        'SELECT policyname, cmd, roles::text[] AS roles, qual, with_check FROM pg_policies WHERE tablename = $1',
        [table],
      );
      const rule = 'licenza_sees(tier1_id, channel_id, customer_id)';
      expect(policy, table).toEqual({ policyname: 'tenant', cmd: 'ALL', roles: ['licenza_app'], qual: rule, with_check: rule });
      expect(more).toEqual([]);
      if (!(table in tablesReadOtherwise)) expect(await leadingColumns(db.owner, table), table).toContain('customer_id');
    }
  });

  it('but the catalogue and what is keyed by user has row-level security on', async () => {
    const open = await db.owner(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity ORDER BY 1",
    );
    expect(open.map((row) => row.relname)).toEqual(
      [
        '_prisma_migrations',
        'cancellation_policy',
        'idempotency_key',
        'offer',
        'plan',
        'product',
        'product_word',
        'term_policy',
        'usual_time',
      ].sort(),
    );
  });
});

describe('rows of tenants', () => {
  it('are invisible without a scope, and with one that nobody knows', async () => {
    for (const table of tables) {
      expect(await seenBy(table, ''), table).toEqual([]);
      expect(await seenBy(table, 'everything' as ScopeKind), table).toEqual([]);
    }
    for (const table of ['customer', 'channel', 'session', 'outbox', 'app_user']) {
      await enterScope(db.app, '');
      expect(await db.app(`SELECT 1 FROM ${table}`), table).toEqual([]);
    }
  });

  it('are seen by their customer, their channel, their tier-1 channel and the platform, and by nobody else', async () => {
    for (const table of tables) {
      expect(await seenBy(table, 'customer', direct.customer_id), table).toEqual(['direct']);
      expect(await seenBy(table, 'channel', shop), table).toEqual(['viaShop']);
      expect(await seenBy(table, 'channel', north), table).toEqual(['direct']);
      expect(await seenBy(table, 'tier1', north), table).toEqual(['direct', 'viaShop']);
      expect(await seenBy(table, 'tier1', south), table).toEqual(['elsewhere']);
      expect(await seenBy(table, 'tier1', shop), table).toEqual([]);
      expect(await seenBy(table, 'platform'), table).toEqual(['direct', 'viaShop', 'elsewhere']);
    }
  });

  it('are changed and removed by nobody else', async () => {
    for (const table of tables.filter((name) => name !== 'audit_entry')) {
      await enterScope(db.app, 'customer', direct.customer_id);
      await db.app('BEGIN');
      const changed = await db.app(`UPDATE ${table} SET customer_id = customer_id RETURNING customer_id`);
      // What was commanded is removed by nobody at all.
      const removed = table === 'command' ? changed : await db.app(`DELETE FROM ${table} RETURNING customer_id`);
      await db.app('ROLLBACK');
      for (const rows of [changed, removed])
        expect(new Set(rows.map((row) => row.customer_id)), table).toEqual(new Set([direct.customer_id]));
    }
  });

  it('can not be written for another tenant, nor handed over to one', async () => {
    for (const table of tables) {
      const { statement, parameters } = await rowOf(db.owner, table, elsewhere);
      for (const [kind, tenant] of [
        ['tier1', north],
        ['channel', shop],
        ['customer', direct.customer_id],
        ['', ''],
      ] as const) {
        await enterScope(db.app, kind, tenant);
        expect(await sqlState(db.app(statement, parameters)), `${table} as ${kind}`).toBe('42501');
      }
      await enterScope(db.app, 'tier1', north);
      const handOver = db.app(`UPDATE ${table} SET tier1_id = $1, channel_id = $1, customer_id = $2`, [south, elsewhere.customer_id]);
      expect(await sqlState(handOver), table).toBe('42501');
    }
  });
});

describe('what belongs to the platform', () => {
  it('is hidden from tenants, though they may put a command into the outbox', async () => {
    await enterScope(db.app, 'tier1', north);
    await db.app("INSERT INTO outbox (command, workflow_id, payload) VALUES ('start', 'customer/x', '{}')");
    expect(await db.app('SELECT 1 FROM outbox')).toEqual([]);
    expect(await db.app("UPDATE outbox SET command = 'signal' RETURNING id")).toEqual([]);
    expect(await sqlState(db.app("INSERT INTO session (id_hash, data, expires_at) VALUES ('\\x00', '{}', now())"))).toBe('42501');
    await enterScope(db.app, 'platform');
    expect(await db.app("SELECT command FROM outbox WHERE workflow_id = 'customer/x'")).toEqual([{ command: 'start' }]);
  });

  it('has no command from somebody without a scope', async () => {
    await enterScope(db.app, '');
    expect(await sqlState(db.app("INSERT INTO outbox (command, workflow_id, payload) VALUES ('start', 'customer/y', '{}')"))).toBe('42501');
  });
});
