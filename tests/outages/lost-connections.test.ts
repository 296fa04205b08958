import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, platformScope, type Database, type Scope } from '../../prisma/client.js';
import { eventually } from '../support/eventually.js';
import { ownDatabase } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let database: Database;
let tenant: Scope;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
beforeAll(async () => {
  db = await ownDatabase();
  database = openDatabase(db.url);
  const [channel] = await db.owner('SELECT id FROM channel LIMIT 1');
  tenant = { kind: 'channel', tenant: String(channel?.id) };
  process.on('uncaughtException', note);
});
afterAll(async () => {
  process.off('uncaughtException', note);
  await database.close();
  await db.drop();
});

/** Ends every connection of the application that is in `state`, as an administrator or a failover does. */
const endConnections = (state: 'active' | 'idle in transaction') =>
  eventually(async () => {
    const ended = await db.owner(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = $1`,
      [state],
    );
    expect(ended.length).toBeGreaterThan(0);
  });

const asleep = 'SELECT pg_sleep(20)::text AS slept';
const works: Record<string, { lost: () => Promise<unknown>; again: () => Promise<unknown>; state: 'active' | 'idle in transaction' }> = {
  'a tenant’s query': {
    lost: () => database.read(tenant, asleep),
    again: () => database.read(tenant, 'SELECT 1 AS one'),
    state: 'active',
  },
  'a query of the platform': {
    lost: () => database.read(platformScope, asleep),
    again: () => database.read(platformScope, 'SELECT 1 AS one'),
    state: 'active',
  },
  'a statement of a transaction': {
    lost: () => database.write(tenant, (tx) => tx.$queryRawUnsafe(asleep)),
    again: () => database.write(tenant, (tx) => tx.$queryRaw`SELECT 1 AS one`),
    state: 'active',
  },
  'a transaction between two statements': {
    lost: () =>
      database.write(tenant, async (tx) => {
        await wait(1_500);
        return tx.$queryRaw`SELECT 1 AS one`;
      }),
    again: () => database.write(tenant, (tx) => tx.$queryRaw`SELECT 1 AS one`),
    state: 'idle in transaction',
  },
};

describe('a connection that the database ends', () => {
  it.each(Object.entries(works))('fails %s, not the program; the next one gets a connection', async (_, { lost, again, state }) => {
    const failed = lost().then(
      () => 'answered',
      () => 'failed',
    );
    await endConnections(state);
    expect(await failed).toBe('failed');
    expect(await again()).toEqual([{ one: 1 }]);
    expect(uncaught).toEqual([]);
  });
});
