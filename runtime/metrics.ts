import { createServer } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  /** Serves /metrics on a port of its own, so that it is never public by accident. */
  serve(host: string, port: number): Promise<{ port: number; close(): Promise<void> }>;
}

/** A registry with the process's own figures, under the name of the service. */
export const createMetrics = (service: string): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    serve: async (host, port) => {
      const server = createServer((request, response) => {
        if (request.url !== '/metrics') {
          response.writeHead(404).end();
          return;
        }
        void registry.metrics().then((body) => response.writeHead(200, { 'content-type': registry.contentType }).end(body));
      });
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
      const address = server.address();
      return {
        port: typeof address === 'object' && address ? address.port : port,
        close: () => new Promise((resolve) => server.close(() => resolve())),
      };
    },
  };
};
