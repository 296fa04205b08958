import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import { inject } from 'vitest';
import { createLog } from '../../runtime/log.js';
import { readSettings, type Settings } from '../../runtime/settings.js';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';
import { freePort } from '../../sandbox/ports.js';
import { startServer, type RunningServer } from '../../server/start-server.js';
import { logThrough } from '../../worker/engine-log.js';
import { startWorker, type RunningWorker } from '../../worker/start-worker.js';
import { cardApiKey, vendorApiKey } from './global-setup.js';
import { partnerApiKey, partnerWebhookSecret } from './partner-keys.js';
import { registerWebhooks } from './partner.js';

/** Environment variables of a product of a test's own, with a database of its own behind them. */
export interface Environment {
  readonly variables: NodeJS.ProcessEnv;
  readonly drop: () => Promise<void>;
}

export interface Stack {
  readonly url: string;
  readonly settings: Settings;
  /** The settings as variables, for programs that a test starts beside the stack. */
  readonly variables: NodeJS.ProcessEnv;
  /** A test may put another one in its place, having stopped this. */
  server: RunningServer;
  /** Absent when started with `worker: false`. */
  worker: RunningWorker | undefined;
  startWorker(): Promise<RunningWorker>;
  stop(): Promise<void>;
}

/** What a worker of the tests loads: the same bundle as production. */
export const workflowBundle = { workflowBundle: { codePath: fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url)) } };

const environmentOf = (databaseUrl: string, port: number): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  LICENZA_SANDBOX: '1',
  LOG_LEVEL: 'silent',
  RECONCILE_EVERY_SECONDS: '0', // a test of it begins its passes itself; the others' vendors are asked by nobody else
  TRUSTED_PROXIES: 'loopback', // a test says where a request comes from
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: inject('engineAddress'),
  // A queue of its own: the files of a run share the engine, and must not do each other's work.
  TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
  SMTP_URL: inject('smtpUrl'),
  LICENCE_VENDOR_URL: inject('vendorUrl'),
  LICENCE_VENDOR_API_KEY: vendorApiKey,
  PARTNER_API_URL: inject('partnerUrl'),
  PARTNER_API_KEY: `${partnerApiKey}.${randomUUID()}`,
  PARTNER_WEBHOOK_SECRET: partnerWebhookSecret,
  CARD_API_URL: inject('cardUrl'),
  CARD_API_KEY: cardApiKey,
  CARD_WEBHOOK_SECRET: `whsec_${randomBytes(16).toString('hex')}`,
  SESSION_SECRET: randomBytes(32).toString('hex'),
  TOKEN_SECRET: randomBytes(32).toString('hex'),
  PAYLOAD_KEYS: `test:${randomBytes(32).toString('base64')}`,
});

// The SDK's notices of start, stop and lost connections would bury the tests' own lines.
Runtime.install(logThrough(createLog('tests', 'silent')));

/** What programs of this product need in their environment to work on the run's real parts. `overrides` replace variables. */
export const prepareEnvironment = async (overrides: NodeJS.ProcessEnv = {}): Promise<Environment> => {
  const database = await throwawayDatabase(inject('databaseServerUrl'), inject('templateDatabase'));
  const variables = { ...environmentOf(database.url, await freePort()), ...overrides };
  await registerWebhooks(variables);
  return { variables, drop: database.drop };
};

/** A whole product of the test's own, in this process, on the run's real parts. `overrides` replace environment variables. */
export const startStack = async ({
  worker = true,
  overrides = {},
}: { worker?: boolean; overrides?: NodeJS.ProcessEnv } = {}): Promise<Stack> => {
  const { variables, drop } = await prepareEnvironment(overrides);
  const settings = readSettings(variables);
  const server = await startServer(settings);
  const stack: Stack = {
    url: settings.PUBLIC_URL,
    settings,
    variables,
    server,
    worker: undefined,
    startWorker: async () => (stack.worker = await startWorker(settings, workflowBundle)),
    stop: async () => {
      await stack.worker?.stop();
      await stack.server.stop();
      await drop();
    },
  };
  if (worker) await stack.startWorker();
  return stack;
};
