import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import { createLog } from '../runtime/log.js';
import { createMetrics } from '../runtime/metrics.js';
import { runService } from '../runtime/run-service.js';
import { logThrough } from './engine-log.js';
import { startWorker, workflowsPath } from './start-worker.js';

await runService('worker', async (settings) => {
  const log = createLog('worker', settings.LOG_LEVEL);
  Runtime.install({ shutdownSignals: [], ...logThrough(log) });
  const bundle = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
  const worker = await startWorker(settings, existsSync(bundle) ? { workflowBundle: { codePath: bundle } } : { workflowsPath });
  const metrics = await createMetrics('worker').serve(settings.HOST, settings.WORKER_METRICS_PORT);
  log.info({ taskQueue: settings.TEMPORAL_TASK_QUEUE }, 'worker ready');
  return {
    failed: worker.running,
    stop: async () => {
      await worker.stop();
      await metrics.close();
    },
  };
});
