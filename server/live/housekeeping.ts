import { platformScope, type Database } from '../../prisma/client.js';
import { refreshUsualTimes, watchLateProcesses } from '../process/usual-time.js';
import type { Logger } from '../../runtime/log.js';
import type { Settings } from '../../runtime/settings.js';
import { watchStaffInvitations } from '../staff/watch-invitations.js';

const EVERY_MS = 10 * 60_000;

/** Until it is folded, a change of a count is added up by whoever asks. */
const FOLD_EVERY_MS = 5_000;
const MOST_FOLDED = 5_000;
const FOLD = `SELECT licenza_fold_counts(${String(MOST_FOLDED)}) AS folded`;

/** A sweep takes so many rows at once: each statement stays far below the limit of time, also after days without one. */
const BATCH = 5_000;
/** Late is visible within a quarter of a minute; looking costs a few rows by index. */
const LATE_EVERY_MS = 10_000;
/** Of hours, a minute. */
const INVITATIONS_EVERY_MS = 60_000;

/** What only had to be kept for a while, and how long. */
const SWEEPS: readonly (readonly [table: string, served: string])[] = [
  ['change_feed', "at < now() - interval '1 day'"],
  ['session', "expires_at < now() OR created_at < now() - interval '7 days'"],
  ['sign_in_challenge', 'expires_at < now()'],
  ['idempotency_key', "created_at < now() - interval '7 days'"],
  ['rate_limit', 'expire < extract(epoch FROM now()) * 1000'],
  ['outbox', "dispatched_at < now() - interval '7 days'"],
  ['reconcile_finding', "state = 'gone' AND gone_at < now() - interval '90 days'"],
  ['reconcile_pass', "ended_at < now() - interval '30 days'"],
  ['webhook_notice', "received_at < now() - interval '30 days'"],
];

const sweepSql = (table: string, served: string): string => `
  WITH gone AS (
    DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${served} LIMIT ${String(BATCH)})) RETURNING 1)
  SELECT count(*)::int AS count FROM gone`;

/** Removes what has served its time. */
const sweep = async (database: Database): Promise<void> => {
  for (const [table, served] of SWEEPS) {
    let removed: number;
    do removed = (await database.run<{ count: number }>(platformScope, sweepSql(table, served)))[0]?.count ?? 0;
    while (removed === BATCH);
  }
};

/** Sweeps now and then. Several servers doing it at once do no harm. */
export const startHousekeeping = (database: Database, log: Logger, settings: Settings): { stop(): Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve();
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
  let looking: Promise<unknown> = Promise.resolve();
  const lateTimer = setInterval(() => {
    looking = watchLateProcesses(database).catch((error: unknown) => {
      log.warn({ err: error }, 'late processes could not be looked for');
    });
  }, LATE_EVERY_MS);
  let inviting: Promise<unknown> = Promise.resolve();
  const inviteTimer = setInterval(() => {
    inviting = watchStaffInvitations(database, { settings }).catch((error: unknown) => {
      log.warn({ err: error }, 'invitations of staff could not be looked after');
    });
  }, INVITATIONS_EVERY_MS);
  const learning: Promise<unknown> = refreshUsualTimes(database).catch((error: unknown) => {
    log.warn({ err: error }, 'usual times could not be read');
  });
  const timer = setInterval(() => {
    running = Promise.all([sweep(database), refreshUsualTimes(database)]).catch((error: unknown) => {
      log.warn({ err: error }, 'housekeeping failed');
    });
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(foldTimer);
      clearInterval(lateTimer);
      clearInterval(inviteTimer);
      await Promise.all([running, folding, looking, learning, inviting]);
    },
  };
};
