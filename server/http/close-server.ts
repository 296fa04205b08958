import type { Server, ServerResponse } from 'node:http';

/** Less than the time after which the process is ended in any case. */
const REQUESTS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 100;

const isStream = (response: ServerResponse): boolean => String(response.getHeader('content-type')).startsWith('text/event-stream');

/**
 * Gives a way to close a server that lets the requests in hand finish. Streams have no end of their own: they are cut, and
 * their clients connect again elsewhere.
 */
export const closable = (server: Server): (() => Promise<void>) => {
  const answering = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  return async () => {
    const closed = new Promise<void>((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
    // A connection is idle again, and kept, after the request that it was busy with.
    const looking = setInterval(() => {
      for (const response of answering) if (isStream(response)) response.destroy();
      server.closeIdleConnections();
    }, LOOK_EVERY_MS);
    const forcing = setTimeout(() => {
      server.closeAllConnections();
    }, REQUESTS_WITHIN_MS);
    await closed;
    clearInterval(looking);
    clearTimeout(forcing);
  };
};
