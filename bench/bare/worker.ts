import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

// The worker that the product's is measured against: same engine, no encryption, no database. Answers on PORT once it takes work.
const logger = new DefaultLogger('WARN');
Runtime.install({ logger, shutdownSignals: [] });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS! });
const worker = await Worker.create({
  connection,
  taskQueue: process.env.TEMPORAL_TASK_QUEUE!,
  workflowBundle: await bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('./bare.workflow.ts', import.meta.url)), logger }),
  activities: { nothing: () => Promise.resolve() },
});
const running = worker.run();
const ready = createServer((_request, response) => response.end('ready')).listen(Number(process.env.PORT), '127.0.0.1');
const stop = () => {
  ready.close();
  if (worker.getState() === 'RUNNING') worker.shutdown();
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
await running;
await connection.close();
process.exit(0);
