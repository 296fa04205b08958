import { runService } from '../runtime/run-service.js';
import { startServer } from './start-server.js';

await runService('server', async (settings) => {
  const server = await startServer(settings);
  const metrics = await server.metrics.serve(settings.HOST, settings.METRICS_PORT);
  return {
    stop: async () => {
      await server.stop();
      await metrics.close();
    },
  };
});
