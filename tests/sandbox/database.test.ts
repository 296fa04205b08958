import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';
import { clearLeftovers, placeOfData } from '../../sandbox/database/data-folder.js';
import { withClient } from '../../sandbox/database/external-database.js';
import { startDatabase } from '../../sandbox/database/start-database.js';
import { canConnect, freePort } from '../../sandbox/ports.js';
import { sentenceOf } from '../../sandbox/problem.js';
import { isAlive } from '../../sandbox/processes/stop-child.js';
import { createReport, silentReport } from '../../sandbox/report.js';

const valueOf = (url: string, sql: string) =>
  withClient(url, async (client) => Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]);

let folder: string;
beforeEach(async () => {
  vi.stubEnv('DATABASE_URL', undefined);
  folder = await mkdtemp(join(tmpdir(), 'licenza-database-test-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(await placeOfData(join(folder, 'data')), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

describe('the bundled database', () => {
  test('is up with room for many connections, says in one line what it is, and leaves nothing when thrown away', async () => {
    const lines: string[] = [];
    const database = await startDatabase({ report: createReport({ write: (line) => lines.push(line), quietMs: 60_000 }) });
    expect(Number(await valueOf(database.url, 'SHOW max_connections'))).toBeGreaterThanOrEqual(200);
    expect(await valueOf(database.url, "SELECT lower('È')")).toBe('è');
    const data = String(await valueOf(database.url, 'SHOW data_directory'));
    await database.stop();
    expect(existsSync(data)).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/^Database: PostgreSQL 18/)]);
  });

  test('keeps its data between runs', async () => {
    const options = { report: silentReport, dataDir: join(folder, 'data'), password: 'p' };
    const first = await startDatabase(options);
    await withClient(first.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    await first.stop();
    const second = await startDatabase(options);
    expect(await valueOf(second.url, 'SELECT answer FROM kept')).toBe(42);
    await second.stop();
  });

  test('has a login for the programs that owns nothing and is no superuser, in a folder from before too', async () => {
    const options = { report: silentReport, dataDir: join(folder, 'data'), password: 'p', appPassword: 'q' };
    const before = await startDatabase(options);
    await withClient(before.url, (client) => client.query('DROP ROLE licenza_login'));
    await before.stop();
    const database = await startDatabase(options);
    const rights = 'SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = current_user';
    expect(await valueOf(database.appUrl, rights)).toBe(false);
    expect(await valueOf(database.appUrl, "SELECT set_config('role', 'licenza_app', false)")).toBe('licenza_app');
    await expect(valueOf(database.appUrl, "SELECT set_config('role', 'postgres', false)")).rejects.toThrow('permission denied');
    await expect(valueOf(database.appUrl, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied');
    await database.stop();
  });

  test('a copy of a database is a test’s own', async () => {
    const database = await startDatabase({ report: silentReport });
    const copy = await throwawayDatabase(database.url, 'template0');
    await withClient(copy.url, (client) => client.query('CREATE TABLE mine ()'));
    expect(await valueOf(database.url, "SELECT to_regclass('mine')")).toBeNull();
    await copy.drop();
    await expect(valueOf(copy.url, 'SELECT 1')).rejects.toThrow('does not exist');
    await database.stop();
  });

  test('ends with the process that started it, even when that is killed, and starts again on the same data', async () => {
    const port = await freePort();
    const dataDir = join(folder, 'data');
    const script = fileURLToPath(new URL('./support/hold-database.mts', import.meta.url));
    const holder = spawn(process.execPath, ['--import', 'tsx', script, dataDir, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    holder.kill('SIGKILL');
    await vi.waitUntil(async () => !(await canConnect('127.0.0.1', port, 200)), { timeout: 10_000 });
    const again = await startDatabase({ report: silentReport, dataDir, port, password: 'p' });
    expect(await valueOf(again.url, 'SELECT 1')).toBe(1);
    await again.stop();
  });

  test('takes away a pid file whose process id is somebody else’s by now', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'postmaster.pid'), `${process.pid}\n`);
    await clearLeftovers(join(folder, 'data'));
    expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false);
    expect(isAlive(process.pid)).toBe(true);
  });
});

describe('an external database', () => {
  test('that does not answer is one sentence without its password', async () => {
    vi.stubEnv('DATABASE_URL', `postgresql://licenza:secret@127.0.0.1:${await freePort()}/licenza`);
    const said = await startDatabase({ report: silentReport }).then(() => 'it started', sentenceOf);
    expect(said).toMatch(/No database answers at 127\.0\.0\.1:\d+ \(DATABASE_URL, ECONNREFUSED\)/);
    expect(said).not.toContain('secret');
  });

  test('lends tests a database of their own, dropped afterwards', async () => {
    const server = await startDatabase({ report: silentReport });
    vi.stubEnv('DATABASE_URL', server.url);
    const own = await startDatabase({ report: silentReport });
    expect(new URL(own.url).pathname).toMatch(/^\/licenza_test_/);
    await own.stop();
    expect(Number(await valueOf(server.url, "SELECT count(*) FROM pg_database WHERE datname LIKE 'licenza_test_%'"))).toBe(0);
    await server.stop();
  });
});
