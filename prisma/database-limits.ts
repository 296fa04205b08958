import type pg from 'pg';

/**
 * How long a connection of ours may take, and may make others wait. PostgreSQL itself keeps these: a program that stands still in the
 * middle of a transaction can't keep its own limits, and would hold its row locks and the horizon of the change feed for as long.
 */
interface Limits {
  readonly statementMs: number;
  /** Shorter than a statement's, so that who waits for a lock is told so, and longer than an idle transaction may hold one. */
  readonly lockMs: number;
  /** How long a transaction may stand still between two statements. */
  readonly idleInTransactionMs: number;
}

/** A read is one page of something; a single statement that writes is one row's. */
export const READ_LIMITS: Limits = { statementMs: 13_000, lockMs: 12_000, idleInTransactionMs: 10_000 };
/** A transaction ends after 20 s, Prisma's limit, whatever its statements do. */
export const WRITE_LIMITS: Limits = { statementMs: 15_000, lockMs: 12_000, idleInTransactionMs: 10_000 };

/** A database that keeps no limits any more (frozen, or cut off without a word) is given up so much later than it should have kept them. */
const GRACE_MS = 3_000;

/** As the options of a connection say it: they hold from its first statement on, whichever login it has. */
export const limitOptions = ({ statementMs, lockMs, idleInTransactionMs }: Limits): string =>
  `-c statement_timeout=${String(statementMs)} -c lock_timeout=${String(lockMs)} ` +
  `-c idle_in_transaction_session_timeout=${String(idleInTransactionMs)}`;

/**
 * Gives connections up that say nothing for longer than their statements may take. The connection is closed, not only the query given up
 * as by pg's `query_timeout`: that would lend it out again with a transaction of somebody else's open in it. A pool closes idle
 * connections sooner than this.
 */
export const closeSilent = (pool: pg.Pool, { statementMs }: Limits): pg.Pool => {
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { connection: { stream: import('node:net').Socket } }).connection;
    stream.setTimeout(statementMs + GRACE_MS, () => {
      stream.destroy(Object.assign(new Error('the database said nothing'), { code: 'ETIMEDOUT' }));
    });
  });
  return pool;
};
