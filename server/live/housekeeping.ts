import { platformScope, type Database } from '../../prisma/client.js';
import type { Logger } from '../../runtime/log.js';

const EVERY_MS = 10 * 60_000;

/** Until it is folded, a change of a count is added up by whoever asks. */
const FOLD_EVERY_MS = 5_000;
const MOST_FOLDED = 5_000;
const FOLD = `SELECT licenza_fold_counts(${String(MOST_FOLDED)}) AS folded`;

/** What only had to be kept for a while, and how long. */
const SWEEPS = [
  "DELETE FROM change_feed WHERE at < now() - interval '1 day'",
  "DELETE FROM session WHERE expires_at < now() OR created_at < now() - interval '7 days'",
  "DELETE FROM idempotency_key WHERE created_at < now() - interval '7 days'",
  'DELETE FROM rate_limit WHERE expire < extract(epoch FROM now()) * 1000',
  "DELETE FROM outbox WHERE dispatched_at < now() - interval '7 days'",
  "DELETE FROM webhook_notice WHERE received_at < now() - interval '30 days'",
];

/** Removes what has served its time, now and then. Several servers doing it at once do no harm. */
export const startHousekeeping = (database: Database, log: Logger): { stop(): Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve();
  const sweep = async () => {
    for (const statement of SWEEPS) await database.run(platformScope, statement);
  };
  let folding: Promise<unknown> = Promise.resolve();
  const fold = async () => {
    let folded: number | undefined;
    do [{ folded } = { folded: 0 }] = await database.run<{ folded: number }>(platformScope, FOLD);
    while (folded === MOST_FOLDED);
  };
  const foldTimer = setInterval(() => {
    folding = fold().catch((error: unknown) => {
      log.warn({ err: error }, 'counts could not be folded');
    });
  }, FOLD_EVERY_MS);
  const timer = setInterval(() => {
    running = sweep().catch((error: unknown) => {
      log.warn({ err: error }, 'housekeeping failed');
    });
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(foldTimer);
      await Promise.all([running, folding]);
    },
  };
};
