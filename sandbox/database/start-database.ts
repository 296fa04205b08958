import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.js';
import { Problem } from '../problem.js';
import { guardProcess } from '../processes/guard.js';
import { lastLines } from '../processes/run.js';
import { stopChild } from '../processes/stop-child.js';
import type { Report } from '../report.js';
import { throwawayDatabase } from './copy-database.js';
import { assertSameVersion, clearLeftovers, makeData, OWNER, placeOfData } from './data-folder.js';
import { assertDatabaseAnswers, hostOf, withClient } from './external-database.js';
import { postgresAccount, type Account } from './postgres-account.js';
import { postgresPrograms } from './postgres-programs.js';

export interface DatabaseOptions {
  report: Report;
  /** Kept between runs when given; a throw-away database without safety (and on free memory) otherwise. */
  dataDir?: string;
  port?: number;
  password?: string;
  /** Of the login that the programs use, which owns nothing. */
  appPassword?: string;
  onLog?: (chunk: string) => void;
  onExit?: (sentence: string) => void;
}

export interface RunningDatabase {
  /** As the owner of the tables. */
  url: string;
  /** As the programs: a login that may act as licenza_app and nothing else. */
  appUrl: string;
  stop(): Promise<void>;
}

const DATABASE = 'licenza';
/** What the programs sign in as here, as a deployment has it: no superuser, whom row-level security wouldn't bind. */
const APP_LOGIN = 'licenza_login';
const START_MS = 60_000;
const STOP_MS = 15_000;
/** Server, workers, tests and the bench side by side, each with a pool. */
const MAX_CONNECTIONS = 300;
const COMMON = [
  `max_connections=${MAX_CONNECTIONS}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
];
const KEPT = ['shared_buffers=256MB'];
/** A test's data outlives nothing, so nothing waits for the disk. */
const THROWN_AWAY = ['shared_buffers=128MB', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum_naptime=10s'];

function untilReady(child: ChildProcess, onLog: (chunk: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Problem(`PostgreSQL did not start (${why}): ${lastLines(output.trim(), 3)}`));
    const timer = setTimeout(() => fail(`nothing after ${START_MS / 1000} s`), START_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      onLog(chunk.toString());
      if (output.length < 20_000) output += chunk.toString();
      if (!output.includes('database system is ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit code ${code}`));
  });
}

interface Place {
  folder: string;
  account: Account;
  isKept: boolean;
}

async function placeFor(options: DatabaseOptions): Promise<Place> {
  const account = await postgresAccount();
  if (options.dataDir) return { folder: await placeOfData(options.dataDir, account), account, isKept: true };
  const parent = await mkdtemp(join(tmpdir(), 'licenza-database-'));
  await chmod(parent, 0o755);
  return { folder: join(parent, 'data'), account, isKept: false };
}

async function launch(place: Place, postgres: string, port: number, options: DatabaseOptions): Promise<() => Promise<void>> {
  const settings = [...COMMON, ...(place.isKept ? KEPT : THROWN_AWAY)].flatMap((setting) => ['-c', setting]);
  // A process group of its own: Ctrl-C must reach the server and the workers first.
  const child = spawn(postgres, ['-D', place.folder, '-p', String(port), ...settings], {
    ...place.account,
    cwd: '/',
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const unguard = child.pid ? guardProcess(child.pid, 'SIGINT') : () => undefined;
  await options.report.during('Starting PostgreSQL', untilReady(child, options.onLog ?? (() => undefined)));
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) options.onExit?.(`The database ended by itself (${signal ?? `exit code ${code}`}).`);
  });
  return async () => {
    stopping = true;
    // SIGINT is PostgreSQL's "fast": clients are cut off, what was committed is kept. Thrown-away data needs no care.
    await stopChild(child, place.isKept ? 'SIGINT' : 'SIGQUIT', STOP_MS);
    unguard();
    if (!place.isKept) await rm(join(place.folder, '..'), { recursive: true, force: true });
  };
}

/** Asked for at each start: the one that set the data up may have been killed before it came to this. */
async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

const APP_LOGIN_SQL = `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'licenza_app') THEN CREATE ROLE licenza_app NOLOGIN NOBYPASSRLS; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_LOGIN}') THEN CREATE ROLE ${APP_LOGIN} LOGIN; END IF;
  END $$;
  ALTER ROLE ${APP_LOGIN} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  GRANT licenza_app TO ${APP_LOGIN};`;

/** Asked for at each start too: a folder from before has no such login. */
async function ensureAppLogin(url: string, password: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(APP_LOGIN_SQL);
    await client.query(`ALTER ROLE ${APP_LOGIN} PASSWORD ${client.escapeLiteral(password)}`);
  });
}

async function bundledDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const { report } = options;
  const place = await placeFor(options);
  const programs = await postgresPrograms(place.account);
  const password = options.password ?? randomBytes(16).toString('hex');
  const isNew = !existsSync(place.folder);
  if (isNew) await report.during('Setting up the database', makeData(place.folder, programs, place.account, password));
  await clearLeftovers(place.folder);
  await assertSameVersion(place.folder, programs);
  const port = options.port ?? (await freePort());
  const stop = await launch(place, programs.postgres, port, options);
  const address = `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  await ensureDatabase(`${address}/postgres`);
  const appPassword = options.appPassword ?? randomBytes(16).toString('hex');
  await ensureAppLogin(`${address}/postgres`, appPassword);
  const where = place.folder === options.dataDir ? '' : `, data in ${place.folder}`;
  report.say(
    `Database: PostgreSQL ${programs.version.split('-')[0]}, the bundled one, because DATABASE_URL is not set${place.isKept ? where : ' (thrown away after)'}`,
  );
  const appUrl = `postgresql://${APP_LOGIN}:${encodeURIComponent(appPassword)}@127.0.0.1:${port}/${DATABASE}`;
  return { url: `${address}/${DATABASE}`, appUrl, stop };
}

async function externalDatabase(url: string, options: DatabaseOptions): Promise<RunningDatabase> {
  await assertDatabaseAnswers(url);
  options.report.say(`Database: PostgreSQL at ${hostOf(url)}, because DATABASE_URL is set`);
  if (options.dataDir) return { url, appUrl: url, stop: async () => undefined };
  const own = await throwawayDatabase(url);
  return { url: own.url, appUrl: own.url, stop: own.drop };
}

/** PostgreSQL at DATABASE_URL (tests make a database of their own there), or the bundled one on loopback. */
export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const external = process.env.DATABASE_URL;
  return external ? externalDatabase(external, options) : bundledDatabase(options);
}
