import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../sandbox/ports.js';
import { root } from '../sandbox/start/options.js';
import type { RunningProgram } from '../sandbox/start/start-program.js';
import { startChild } from './child.js';
import type { Bench } from './suite.js';
import type { World } from './world.js';

export interface Product {
  readonly url: string;
  /** As the server knows itself; requests name it as their origin. */
  readonly publicUrl: string;
  /** `id:base64`, as PAYLOAD_KEYS has it: what the engine holds is encrypted with it. */
  readonly payloadKeys: string;
  readonly taskQueue: string;
  /** What its processes are told. */
  readonly variables: NodeJS.ProcessEnv;
  /** The one worker that it began with. */
  readonly worker: RunningProgram;
}

const PUBLIC_URL = 'https://bench.licenza.example';

type Addresses = Pick<Product, 'url' | 'payloadKeys' | 'taskQueue'>;

const environmentOf = (world: World, product: Addresses): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  TRUSTED_PROXIES: 'loopback',
  LOG_LEVEL: 'warn',
  PORT: new URL(product.url).port,
  PUBLIC_URL,
  DATABASE_URL: world.databaseUrl,
  TEMPORAL_ADDRESS: world.engineAddress,
  TEMPORAL_TASK_QUEUE: product.taskQueue,
  SMTP_URL: world.smtpUrl,
  LICENCE_VENDOR_URL: world.vendorUrl,
  LICENCE_VENDOR_API_KEY: world.vendorApiKey,
  ...world.partnerVariables,
  ...world.cardVariables,
  SESSION_SECRET: randomBytes(32).toString('hex'),
  TOKEN_SECRET: randomBytes(32).toString('hex'),
  PAYLOAD_KEYS: product.payloadKeys,
});

const built = (name: string) => join(root, 'dist', `${name}.js`);

/** A worker of the product, once it takes work. */
export const startProductWorker = async (bench: Bench, { variables }: Pick<Product, 'variables'>): Promise<RunningProgram> => {
  const port = String(await freePort());
  const env = { ...variables, WORKER_METRICS_PORT: port };
  return startChild(bench, { name: 'The worker', script: built('worker'), env, readyUrl: `http://127.0.0.1:${port}/metrics` });
};

/** Server and worker as built: processes of their own, in production mode. */
export const startProduct = async (bench: Bench, world: World): Promise<Product> => {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const addresses = { url, payloadKeys: `bench:${randomBytes(32).toString('base64')}`, taskQueue: `bench-${randomUUID()}` };
  const variables = environmentOf(world, addresses);
  const env = { ...variables, METRICS_PORT: String(await freePort()) };
  await startChild(bench, { name: 'The server', script: built('server'), env, readyUrl: `${url}/readyz` });
  const worker = await startProductWorker(bench, { variables });
  return { ...addresses, publicUrl: PUBLIC_URL, variables, worker };
};
