import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, vi } from 'vitest';
import { withClient } from '../../../sandbox/database/external-database.js';
import { acquireEngine } from '../../../sandbox/engine/acquire-engine.js';
import { acquireTemporalServer } from '../../../sandbox/engine/acquire-temporal-server.js';
import { guardProcess } from '../../../sandbox/processes/guard.js';
import { lastLines, run } from '../../../sandbox/processes/run.js';
import { hasEnded, stopChild } from '../../../sandbox/processes/stop-child.js';
import { silentReport, stderrReport } from '../../../sandbox/report.js';
import { clusterConfig, freePorts, type ClusterDatabase } from './cluster-config.js';

/** Temporal as production runs it: its own server on PostgreSQL, set up by the scripts of the compose file. */
export interface TemporalCluster {
  readonly address: string;
  readonly namespace: string;
  /** What the set-up of the schema says when it runs a second time. */
  repeatSetUp(): Promise<{ code: number; output: string }>;
  stop(): Promise<void>;
}

const NAMESPACE = 'licenza';
/** Between being chosen and being listened on, a port can be taken by a connection of somebody else. */
const TRIES = 3;
const at = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const script = (name: string, path: string[], env: NodeJS.ProcessEnv) =>
  run('/bin/sh', [at(`production/${name}`)], {
    env: { PATH: [...path, process.env.PATH].join(delimiter), HOME: process.env.HOME, ...env },
  });

const launch = async (server: string, folder: string, database: ClusterDatabase): Promise<{ child: ChildProcess; address: string }> => {
  const ports = await freePorts(8);
  await writeFile(join(folder, 'base.yaml'), JSON.stringify(clusterConfig(ports, database, at('production/engine.yaml'))));
  const child = spawn(server, ['--root', folder, '--config', '.', '--allow-no-auth', 'start'], { stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, address: `127.0.0.1:${String(ports[0])}` };
};

/** Runs the script that waits for the engine and makes the namespace; undefined when the engine has ended meanwhile. */
const createNamespace = async (
  child: ChildProcess,
  address: string,
  cliFolder: string[],
): Promise<{ code: number; output: string } | undefined> => {
  const ended = new Promise<undefined>((resolve) => child.once('exit', () => resolve(undefined)));
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: NAMESPACE };
  return hasEnded(child) ? undefined : Promise.race([ended, script('create-namespace.sh', cliFolder, env)]);
};

const serve = async (server: string, database: ClusterDatabase, cliFolder: string[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-cluster-'));
  const said: string[] = [];
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const { child, address } = await launch(server, folder, database);
    const unguard = guardProcess(child.pid ?? 0, 'SIGKILL');
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    const end = async () => {
      await stopChild(child, 'SIGTERM', 15_000);
      unguard();
    };
    const made = await createNamespace(child, address, cliFolder);
    if (made?.code === 0) return { address, stop: () => end().then(() => rm(folder, { recursive: true, force: true })) };
    said.push(made?.output ?? '');
    await end();
  }
  throw new Error(`Temporal's server did not come up: ${lastLines(said.join('').trim(), 3).slice(0, 2_000)}`);
};

/** Starts a cluster on databases of its own at the tests' PostgreSQL; undefined where its programs can't be had because there is no Go. */
export const startTemporalCluster = async (): Promise<TemporalCluster | undefined> => {
  const programs = await acquireTemporalServer(stderrReport());
  if (!programs) return undefined;
  vi.stubEnv('TEMPORAL_ADDRESS', undefined); // the CLI is needed here, whichever engine the other tests use
  const cli = await acquireEngine(silentReport);
  vi.unstubAllEnvs();
  const cliFolder = cli.kind === 'binary' && cli.path.includes('/') ? [dirname(cli.path)] : [];
  const { hostname, port, username, password } = new URL(inject('databaseServerUrl'));
  const tag = randomBytes(6).toString('hex');
  const names = { DBNAME: `temporal_${tag}`, VISIBILITY_DBNAME: `temporal_visibility_${tag}` };
  const database = {
    host: hostname,
    port: port || '5432',
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...names,
  };
  const access = { POSTGRES_SEEDS: database.host, DB_PORT: database.port, POSTGRES_USER: database.user, SQL_PASSWORD: database.password };
  const setUp = () => script('set-up-engine-schema.sh', [programs.folder], { ...access, ...names });
  const drop = () =>
    withClient(inject('databaseServerUrl'), async (client) => {
      for (const name of Object.values(names)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  try {
    const { code, output } = await setUp();
    if (code !== 0) throw new Error(`The engine's schema could not be set up: ${lastLines(output, 10)}`);
    const { address, stop } = await serve(programs.server, database, cliFolder);
    return {
      address,
      namespace: NAMESPACE,
      repeatSetUp: setUp,
      stop: async () => {
        await stop();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
};
