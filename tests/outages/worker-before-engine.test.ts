import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareEnvironment, type Environment } from '../support/stack.js';
import { startProgram, type Program } from '../support/program.js';
import { ownEngine, type OwnPart } from './support/own-parts.js';

let engine: OwnPart;
let environment: Environment;
beforeAll(async () => {
  engine = await ownEngine();
  await engine.stop();
  environment = await prepareEnvironment({ ...engine.variables, TEMPORAL_NAMESPACE: 'later', LOG_LEVEL: 'warn' });
});
afterAll(async () => {
  await environment.drop();
  await engine.remove();
});

it('a worker that is started before the engine, and before its namespace, waits for both', async () => {
  let worker: Program | undefined;
  const starting = startProgram('worker', environment.variables).then((program) => (worker = program));
  starting.catch(() => undefined);
  await wait(2_500);
  expect(worker, 'without an engine').toBeUndefined();
  await engine.start();
  await wait(2_500);
  expect(worker, 'without its namespace').toBeUndefined();
  const connection = await Connection.connect({ address: engine.variables.TEMPORAL_ADDRESS! });
  await connection.workflowService.registerNamespace({
    namespace: 'later',
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await connection.close();
  await starting;
  expect(worker!.output()).toContain('waiting for it');
  expect((await worker!.stop()).code).toBe(0);
}, 120_000);
