import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { silentReport } from '../../../sandbox/report.js';
import { acquireTestServer } from '../../../sandbox/test-server/acquire-test-server.js';
import { historyPayloadKeys } from '../../histories/payload-keys.js';
import { startOutside, type Outside } from '../../support/outside.js';
import { startStack, type Stack } from '../../support/stack.js';
import type { pace } from './pacer.workflow.js';

/** A whole product whose engine skips time: months pass in milliseconds for its timers and retries; the rest of the world stays where it is. */
export interface SkippedTime {
  readonly stack: Stack;
  readonly outside: Outside;
  readonly env: TestWorkflowEnvironment;
  /** What time it is in the engine (ms since 1970). */
  now(): Promise<number>;
  /** Lets the engine's time pass up to an instant (ISO-8601, or ms since 1970). */
  passUntil(instant: string | number): Promise<void>;
  history(workflowId: string): Promise<History>;
  stop(): Promise<void>;
}

/**
 * Lets time pass beside a workflow that sleeps for longer. The engine's own call for it waits for ever when nothing is left
 * whose time could come.
 */
const startPacer = async (env: TestWorkflowEnvironment) => {
  const taskQueue = `pacer-${randomUUID()}`;
  const workflowsPath = fileURLToPath(new URL('./pacer.workflow.ts', import.meta.url));
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath });
  const running = worker.run();
  return {
    pass: async (ms: number) => {
      const beyond = ms + 3_600_000;
      await env.client.workflow.start<typeof pace>('pace', { taskQueue, workflowId: `pace/${randomUUID()}`, args: [beyond] });
      await env.sleep(ms);
    },
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
};

/** The SDK gives the server's Java five seconds to start, which a busy machine doesn't keep; another try finds its files read already. */
const startServer = async (path: string, triesLeft = 8): Promise<TestWorkflowEnvironment> => {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  } catch (error) {
    const late = error instanceof Error && error.message.includes('did not start within');
    if (!late || triesLeft === 0) throw error;
    return startServer(path, triesLeft - 1);
  }
};

/** Starts one; its payloads are encrypted with the histories' key. */
export const startSkippedTime = async ({ worker = true, overrides = {} }: Parameters<typeof startStack>[0] = {}): Promise<SkippedTime> => {
  const path = await acquireTestServer(silentReport);
  const [env, outside] = await Promise.all([startServer(path), startOutside({ bounces: true })]);
  const variables = { TEMPORAL_ADDRESS: env.address, PAYLOAD_KEYS: historyPayloadKeys, ...outside.variables };
  const pacer = await startPacer(env);
  const stack = await startStack({ worker, overrides: { ...variables, ...overrides } });
  return {
    stack,
    outside,
    env,
    now: () => env.currentTimeMs(),
    passUntil: async (instant) => {
      const left = new Date(instant).getTime() - (await env.currentTimeMs());
      if (left > 0) await pacer.pass(left);
    },
    history: (workflowId) => env.client.workflow.getHandle(workflowId).fetchHistory(),
    stop: async () => {
      try {
        await stack.stop();
        await pacer.stop();
      } finally {
        await Promise.all([outside.stop(), env.teardown()]); // a failed stop must not leave an engine running
      }
    },
  };
};
