import type { RequestHandler } from 'express';
import type { Services } from '../context.js';

/** The process is alive. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ ok: true });
};

/** Whoever asks gives up after a few seconds; a part that hangs must not look like a server that does. */
const WITHIN_MS = 2_000;

const inTime = async (answer: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
    }, WITHIN_MS);
  });
  await Promise.race([answer, late]).finally(() => {
    clearTimeout(timer);
  });
};

/** It can serve: database and engine answer. 503 names what doesn't, within two seconds. */
export const readyz =
  ({ database, engine }: Services): RequestHandler =>
  async (_request, response) => {
    const checks = await Promise.allSettled([inTime(database.ping()), inTime(engine.ping())]);
    const [databaseOk, engineOk] = checks.map((check) => check.status === 'fulfilled');
    response.status(databaseOk && engineOk ? 200 : 503).json({ database: databaseOk, engine: engineOk });
  };
