import type { RequestHandler } from 'express';
import type { Services } from '../context.js';

/** The process is alive. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ ok: true });
};

/** It can serve: database and engine answer. 503 names what doesn't. */
export const readyz =
  ({ database, engine }: Services): RequestHandler =>
  async (_request, response) => {
    const checks = await Promise.allSettled([database.ping(), engine.ping()]);
    const [databaseOk, engineOk] = checks.map((check) => check.status === 'fulfilled');
    response.status(databaseOk && engineOk ? 200 : 503).json({ database: databaseOk, engine: engineOk });
  };
