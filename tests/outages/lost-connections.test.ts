import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, platformScope, type Database, type Scope } from '../../prisma/client.js';
import { eventually } from '../support/eventually.js';
import { ownDatabase } from '../support/sql.js';
import { startPartingProxy, type PartingProxy } from './support/parting-proxy.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let proxy: PartingProxy;
let tenant: Scope;
/** What would have ended the program. */
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
beforeEach(() => {
  uncaught.length = 0;
});
beforeAll(async () => {
  db = await ownDatabase();
  proxy = await startPartingProxy(db.url);
  const [channel] = await db.owner('SELECT id FROM channel LIMIT 1');
  tenant = { kind: 'channel', tenant: String(channel?.id) };
  process.on('uncaughtException', note);
});
afterAll(async () => {
  process.off('uncaughtException', note);
  await proxy.stop();
  await db.drop();
});

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    () => 'failed',
  );

const one = 'SELECT 1 AS one';
const ways: Record<string, (database: Database, sql: string) => Promise<unknown>> = {
  'a tenant’s query': (database, sql) => database.read(tenant, sql),
  'a query of the platform': (database, sql) => database.read(platformScope, sql),
  'a statement of a transaction': (database, sql) => database.write(tenant, (tx) => tx.$queryRawUnsafe(sql)),
};

describe('a connection that the database ends', () => {
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

  it.each(Object.entries(ways))('fails %s, not the program; the next one gets a connection', async (_, ask) => {
    const database = openDatabase(db.url);
    const outcome = outcomeOf(ask(database, 'SELECT pg_sleep(20)::text AS slept'));
    await endConnections('active');
    expect(await outcome).toBe('failed');
    expect(await ask(database, one)).toEqual([{ one: 1 }]);
    await database.close();
    expect(uncaught).toEqual([]);
  });

  it('fails a transaction between two statements, not the program; the next one gets a connection', async () => {
    const database = openDatabase(db.url);
    let goOn!: () => void;
    const ended = new Promise<void>((resolve) => (goOn = resolve));
    const outcome = outcomeOf(database.write(tenant, (tx) => ended.then(() => tx.$queryRawUnsafe(one))));
    await endConnections('idle in transaction');
    await wait(100); // it is told, and nobody waits for an answer
    goOn();
    expect(await outcome).toBe('failed');
    expect(await database.write(tenant, (tx) => tx.$queryRawUnsafe(one))).toEqual([{ one: 1 }]);
    await database.close();
    expect(uncaught).toEqual([]);
  });

  // "Ready" and the farewell in one packet: the second is read before anybody who waited for the first can listen to it.
  for (const [moment, ready] of [
    ['in the packet that opens it', 0],
    ['in the packet of its first answer', 1],
    ['in the packet of its second answer', 2],
  ] as const) {
    it.each(Object.entries(ways))(`${moment} fails %s at most, not the program`, async (_, ask) => {
      const database = openDatabase(proxy.url);
      proxy.partAfter(ready);
      for (let time = 0; time < 3; time += 1) await outcomeOf(ask(database, one));
      proxy.partAfter(undefined);
      await eventually(async () => {
        expect(await ask(database, one)).toEqual([{ one: 1 }]);
      });
      await database.close();
      expect(uncaught).toEqual([]);
    });
  }
});
