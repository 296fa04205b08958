import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, platformScope, type Database } from '../../prisma/client.js';
import { isLostDatabase } from '../../prisma/lost-database.js';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { ownDatabase, type OwnPart } from './support/own-parts.js';

let own: OwnPart;
let outside: Outside;
let stack: Stack;
let rita: Api;
let sql: Sql;
beforeAll(async () => {
  [own, outside] = await Promise.all([ownDatabase(), startOutside()]);
  await own.start();
  stack = await startStack({ overrides: { ...outside.variables, ...own.variables } });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
  await outside.stop();
  await own.remove();
});

describe('a database that is frozen', () => {
  let frozen: number[] = [];
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of frozen) process.kill(pid, name);
  };
  const freeze = async () => {
    const [folder] = await sql('SHOW data_directory');
    const [postmaster] = (await readFile(`${String(folder?.data_directory)}/postmaster.pid`, 'utf8')).split('\n');
    const backends = await sql('SELECT pid FROM pg_stat_activity');
    frozen = [Number(postmaster), ...backends.map(({ pid }) => Number(pid))];
    signal('SIGSTOP');
  };
  afterEach(() => {
    signal('SIGCONT');
  });

  it('readiness says so while it lasts, what is asked gets one clear answer, and everything goes on afterwards', async () => {
    await freeze();
    const list = failureFrom(rita.customers.list.query({ sort: 'created' }));
    for (let time = 0; time < 3; time += 1) {
      const readiness = await fetch(`${stack.url}/readyz`, { signal: AbortSignal.timeout(9_000) });
      expect([readiness.status, await readiness.json()]).toEqual([503, { database: false, engine: true }]);
    }
    expect(await list).toMatchObject({ code: 'database_unreachable', http: 503 });
    signal('SIGCONT');
    frozen = [];
    await eventually(async () => {
      expect((await fetch(`${stack.url}/readyz`)).status).toBe(200);
      await rita.customers.list.query({ sort: 'created' });
    }, 30_000);
  }, 90_000);
});

describe('a database that can be read only, as at a failover', () => {
  const readOnly = async (value: 'on' | 'off') => {
    await sql('SET default_transaction_read_only = off');
    await sql(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
    await sql('SELECT pg_reload_conf()');
  };
  afterEach(() => readOnly('off'));

  it('a change is answered as an outage of ours, and what runs waits it out and is done once', async () => {
    await outside.setMailFaults({ mode: 'slow', delayMs: 1_500, times: 1 });
    const running = aCustomer();
    const { customerId } = await rita.customers.create.mutate(running);
    await eventually(async () => {
      expect(await outside.mailsTo(running.contact.email)).toHaveLength(1);
    });
    await readOnly('on');
    const input = aCustomer();
    await eventually(async () => {
      expect(await failureFrom(rita.customers.create.mutate(input))).toMatchObject({ code: 'database_unreachable', http: 503 });
    });
    expect((await rita.customers.get.query({ id: customerId })).accountEmail?.state).not.toBe('delivered');
    await readOnly('off');
    await eventually(async () => {
      expect((await rita.customers.get.query({ id: customerId })).accountEmail).toMatchObject({ state: 'delivered' });
      expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
    }, 45_000);
    expect(await outside.mailsTo(running.contact.email)).toHaveLength(1);
    await eventually(() => rita.customers.create.mutate(input));
  }, 90_000);
});

describe('what the database says when it can’t do its work', () => {
  let database: Database;
  beforeAll(() => {
    database = openDatabase(stack.settings.DATABASE_URL);
  });
  afterAll(() => database.close());

  const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '${code}'; END $$`;
  const ways = {
    'a single statement': (statement: string) => database.run(platformScope, statement),
    'a transaction': (statement: string) => database.write(platformScope, (tx) => tx.$executeRawUnsafe(statement)),
  };
  const isOutage = (work: Promise<unknown>) =>
    work.then(
      () => Promise.reject(new Error('it was done')),
      (error: unknown) => isLostDatabase(error),
    );

  it.each(Object.entries(ways))('is known by its class, in %s', async (_, tell) => {
    for (const code of ['25006', '53100', '53200', '53300', '57014', '57P01', '58030', '40001', '40P01', '55P03', '08006'])
      expect([code, await isOutage(tell(raise(code)))]).toEqual([code, true]);
    for (const code of ['23505', '42501', '22012', 'P0001', '21000'])
      expect([code, await isOutage(tell(raise(code)))]).toEqual([code, false]);
  });

  it('limits of time hold inside PostgreSQL, in each way to it', async () => {
    const limits = `SELECT name, setting::int AS ms FROM pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') AND setting::int BETWEEN 1 AND 20000`;
    expect(await database.read(platformScope, limits)).toHaveLength(3);
    expect(await database.read({ kind: 'customer', tenant: '0190a0a0-0000-7000-8000-000000000000' }, limits)).toHaveLength(3);
    expect(await database.write(platformScope, (tx) => tx.$queryRawUnsafe(limits))).toHaveLength(3);
  });
});
