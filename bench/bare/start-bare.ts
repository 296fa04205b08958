import { fileURLToPath } from 'node:url';
import { freePort } from '../../sandbox/ports.js';
import { startChild } from '../child.js';
import type { Bench } from '../suite.js';

export interface BareServerEnvironment {
  readonly DATABASE_URL: string;
  /** The scope of the product's caller as JSON; part of the SQL. */
  readonly BARE_SCOPE: string;
  readonly BARE_PASSWORD_HASH: string;
}

interface BareWorkerEnvironment {
  readonly TEMPORAL_ADDRESS: string;
  readonly TEMPORAL_TASK_QUEUE: string;
}

const startBare = async (bench: Bench, program: 'server' | 'worker', environment: object): Promise<string> => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  await startChild(bench, {
    name: `The bare ${program}`,
    script: fileURLToPath(new URL(`./${program}.ts`, import.meta.url)),
    env: { ...environment, NODE_ENV: 'production', NODE_OPTIONS: '--import=tsx', PORT: port },
    readyUrl: url,
  });
  return url;
};

/** Starts the handlers that the product is measured against, in a process of their own. Returns their address. */
export const startBareServer = (bench: Bench, environment: BareServerEnvironment): Promise<string> =>
  startBare(bench, 'server', environment);

/** Starts a worker that runs bare workflows, in a process of its own. */
export const startBareWorker = async (bench: Bench, environment: BareWorkerEnvironment): Promise<void> => {
  await startBare(bench, 'worker', environment);
};
