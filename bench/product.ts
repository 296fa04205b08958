import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../sandbox/ports.js';
import { root } from '../sandbox/start/options.js';
import { startChild } from './child.js';
import type { Bench } from './suite.js';
import type { World } from './world.js';

export interface Product {
  readonly url: string;
  /** As the server knows itself; requests name it as their origin. */
  readonly publicUrl: string;
  /** `id:base64`, as PAYLOAD_KEYS has it: what the engine holds is encrypted with it. */
  readonly payloadKeys: string;
}

const PUBLIC_URL = 'https://bench.licenza.example';

const environmentOf = (world: World, product: Product): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  PORT: new URL(product.url).port,
  PUBLIC_URL,
  DATABASE_URL: world.databaseUrl,
  TEMPORAL_ADDRESS: world.engineAddress,
  TEMPORAL_TASK_QUEUE: `bench-${randomUUID()}`,
  SMTP_URL: world.smtpUrl,
  LICENCE_VENDOR_URL: world.vendorUrl,
  LICENCE_VENDOR_API_KEY: world.vendorApiKey,
  ...world.partnerVariables,
  ...world.cardVariables,
  SESSION_SECRET: randomBytes(32).toString('hex'),
  TOKEN_SECRET: randomBytes(32).toString('hex'),
  PAYLOAD_KEYS: product.payloadKeys,
});

/** Server and worker as built: processes of their own, in production mode. */
export const startProduct = async (bench: Bench, world: World): Promise<Product> => {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const product = { url, publicUrl: PUBLIC_URL, payloadKeys: `bench:${randomBytes(32).toString('base64')}` };
  const [metrics, workerMetrics] = [String(await freePort()), String(await freePort())];
  const env = { ...environmentOf(world, product), METRICS_PORT: metrics, WORKER_METRICS_PORT: workerMetrics };
  const built = (name: string) => join(root, 'dist', `${name}.js`);
  await startChild(bench, { name: 'The server', script: built('server'), env, readyUrl: `${url}/readyz` });
  await startChild(bench, { name: 'The worker', script: built('worker'), env, readyUrl: `http://127.0.0.1:${workerMetrics}/metrics` });
  return product;
};
