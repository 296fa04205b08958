import { randomUUID } from 'node:crypto';
import { seedId } from '../../prisma/seed.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Scope } from '../../prisma/client.js';
import { enterScope, ownDatabase, sqlState } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let nordica: string;
let alpina: string;
let laguna: string;
beforeAll(async () => {
  db = await ownDatabase();
  const channels = await db.owner('SELECT id, name FROM channel');
  const idOf = (start: string) => String(channels.find((row) => String(row.name).startsWith(start))?.id);
  [nordica, alpina, laguna] = [idOf('Nordica'), idOf('Alpina'), idOf('Laguna')];
});
afterAll(() => db.drop());

describe('the role that the application works as', () => {
  it('owns nothing, is nobody special, and can become nobody else', async () => {
    const [role] = await db.owner(
      "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication FROM pg_roles WHERE rolname = 'licenza_app'",
    );
    expect(Object.values(role ?? { missing: true })).toEqual([false, false, false, false, false, false]);
    expect(await db.owner("SELECT 1 FROM pg_auth_members WHERE member = 'licenza_app'::regrole")).toEqual([]);
    expect(
      await db.owner(`
        SELECT oid::regclass::text FROM pg_class WHERE relowner = 'licenza_app'::regrole
        UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'licenza_app'::regrole
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = 'licenza_app'::regrole`),
    ).toEqual([]);
  });

  it('can not switch its bonds off', async () => {
    for (const statement of [
      'ALTER TABLE customer DISABLE ROW LEVEL SECURITY',
      'DROP POLICY tenant ON customer',
      'CREATE POLICY open ON customer USING (true)',
      'ALTER TABLE audit_entry DISABLE TRIGGER ALL',
      'DROP TRIGGER audit_entry_append_only ON audit_entry',
      'CREATE TABLE mine (id int)',
      "SET session_replication_role = 'replica'",
      "COPY customer TO PROGRAM 'cat'",
      'CREATE FUNCTION sneak() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$',
    ]) {
      expect(await sqlState(db.app(statement)), statement).toBe('42501');
    }
    await enterScope(db.app, 'tier1', alpina);
    await db.app('SET row_security = off');
    expect(await sqlState(db.app('SELECT * FROM customer'))).toBe('42501');
    await db.app('SET row_security = on');
    expect(await db.app('SELECT * FROM customer')).toEqual([]);
  });

  it('calls no function as the owner that could be led astray by its search path', async () => {
    const functions = await db.owner(
      "SELECT proname, proconfig::text AS settings FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace",
    );
    expect(functions.length).toBeGreaterThan(4);
    for (const { proname, settings } of functions) expect(settings, String(proname)).toContain('search_path=public, pg_temp');
  });
});

describe('what searches as the owner', () => {
  const found = async (statement: string, parameters: unknown[]) =>
    (await db.app(statement, parameters)).map((row) => String(Object.values(row)[0]));
  const searches: [string, unknown[]][] = [
    ['SELECT licenza_search_customers($1, 100)', [['%fiordaliso%']]],
    ["SELECT licenza_find_customers($1, NULL, NULL, 'company', true, NULL, NULL, 100)", [['%fiordaliso%', '%milano%']]],
    ['SELECT licenza_find_customers($1, NULL, NULL, NULL, NULL, NULL, NULL, 100)', [['%fiordaliso%']]],
    ["SELECT licenza_find_users($1, $2, NULL, NULL, 'name', true, NULL, NULL, 100)", [seedId('fiordaliso'), ['%fiordaliso%', '%carla%']]],
    ['SELECT licenza_find_users($1, $2, NULL, NULL, NULL, NULL, NULL, NULL, NULL)', [seedId('fiordaliso'), ['%fiordaliso%']]],
    ['SELECT licenza_search_users($1, 100)', ['%fiordaliso%']],
    ['SELECT licenza_search_processes($1, 100)', ['%licence/%']],
    ['SELECT licenza_find_people($1, 100)', [['%fiordaliso%']]],
    ['SELECT licenza_find_processes($1, 100)', [['%licence/%']]],
  ];

  it.each(searches)('finds in scope, and nothing out of it: %s', async (statement, parameters) => {
    const [customer] = await db.owner("SELECT id FROM customer WHERE account_name_key = 'fiordaliso'");
    for (const [kind, tenant] of [
      ['platform', ''],
      ['tier1', nordica],
      ['channel', nordica],
      ['customer', String(customer?.id)],
    ] as const) {
      await enterScope(db.app, kind, tenant);
      expect(await found(statement, parameters), kind).not.toEqual([]);
    }
    for (const [kind, tenant] of [
      ['', ''],
      ['tier1', alpina],
      ['channel', laguna],
      ['customer', randomUUID()],
    ] as const) {
      await enterScope(db.app, kind, tenant);
      expect(await found(statement, parameters), kind).toEqual([]);
    }
  });

  it('knows of the taken account names of one tier-1 family, and tells only those that were asked for', async () => {
    await enterScope(db.app, 'channel', laguna);
    const ask = (family: string, name: string) => found('SELECT licenza_taken_account_names($1, $2)', [family, name]);
    expect(await ask(nordica, 'fiordaliso')).toEqual(['fiordaliso']);
    expect(await ask(alpina, 'fiordaliso')).toEqual([]);
    for (const other of ['fiord', '%', 'fiordaliso%', '']) expect(await ask(nordica, other)).toEqual([]);
  });

  it('knows of taken login names in every tenant, and tells only those that were asked for', async () => {
    await enterScope(db.app, 'tier1', alpina);
    const asked = ['carla@fiordaliso.example', 'nobody@nowhere.example', '%'];
    expect(await found('SELECT licenza_taken_login_names($1)', [asked])).toEqual(['carla@fiordaliso.example']);
  });
});

describe('the one way to the database', () => {
  it('never serves a read in the scope of the one before, whatever shares the connections', async () => {
    const database = openDatabase(db.url, { poolSize: 2 });
    try {
      const expected = new Map<string, number>([
        [nordica, 1],
        [alpina, 0],
        [laguna, 0],
      ]);
      const reads = Array.from({ length: 120 }, async (_unused, index) => {
        const tenant = [nordica, alpina, laguna][index % 3]!;
        const scope: Scope = { kind: index % 2 ? 'tier1' : 'channel', tenant };
        const [row] = await database.read<{ n: number }>(scope, 'SELECT count(*)::int AS n FROM customer');
        expect(row?.n).toBe(expected.get(tenant));
        const written = await database.write(scope, (tx) => tx.customer.count());
        expect(written).toBe(expected.get(tenant));
      });
      await Promise.all(reads);
    } finally {
      await database.close();
    }
  });

  it('refuses a scope whose tenant is no id', async () => {
    const database = openDatabase(db.url, { poolSize: 1 });
    for (const tenant of ['', "x'; DROP TABLE customer; --", 'platform']) {
      await expect(database.read({ kind: 'tier1', tenant }, 'SELECT 1')).rejects.toThrow('UUID');
      expect(() => database.write({ kind: 'customer', tenant }, () => Promise.resolve(1))).toThrow('UUID');
    }
    await database.close();
  });
});
