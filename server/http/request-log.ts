import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from '../../runtime/log.js';

declare module 'http' {
  interface IncomingMessage {
    /** Made for each request; what a user can quote. Not there before the log has seen the request. */
    id: string;
  }
}

/**
 * Gives each request its id, and logs it when it is over: what failed here as an error, the rest for who looks closely. Of an address only the
 * path: what follows can be a link's token; and no headers, as one names the page before. Nothing is put together for a line that isn't written.
 */
export const logRequests =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const id = randomUUID();
    request.id = id;
    const { method, originalUrl } = request;
    const startedAt = performance.now();
    response.once('close', () => {
      const { statusCode, writableFinished } = response;
      const [level, outcome] = statusCode >= 500 ? (['error', 'failed'] as const) : (['debug', 'completed'] as const);
      if (!log.isLevelEnabled(level)) return;
      const req = { id, method, path: originalUrl.split('?')[0] };
      const responseTime = Math.round(performance.now() - startedAt);
      log[level]({ req, res: { statusCode }, responseTime }, `request ${writableFinished ? outcome : 'aborted'}`);
    });
    next();
  };
