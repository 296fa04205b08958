import { tracked } from '@trpc/server';
import { z } from 'zod';
import type { Database, Scope } from '../../prisma/client.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { userOfSession } from '../session/session-store.js';
import { procedureFor, type UserContext } from '../trpc.js';

export type Change =
  | {
      readonly kind: 'customer' | 'licence' | 'user' | 'process' | 'message' | 'timeline' | 'attention' | 'order' | 'subscription';
      readonly customerId: string | null;
      readonly subjectId: string;
    }
  /**
   * `start`: nothing has changed yet; its id lets a client that is cut off before the first change miss nothing.
   * `reset`: the stream can't tell what was missed: everything shown should be read again.
   */
  | { readonly kind: 'start' | 'reset'; readonly customerId: null; readonly subjectId: '' };

interface FeedRow {
  readonly cursor: string;
  readonly kind: Exclude<Change['kind'], 'start' | 'reset'>;
  readonly customer_id: string | null;
  readonly subject_id: string;
}

// Eighteen digits are below 2^63, which both parts are kept in.
const CURSOR = /^\d{1,18}\.(?:\d{1,18}|9223372036854775807)$/;
const BATCH = 500;
/** A stream outlives the request that opened it, so now and then it makes sure that the session is still its user's. */
const RECHECK_MS = 4_000;

// Only transactions that are certainly over: one that commits late can't be skipped by a reader.
const FEED = `
  SELECT transaction::text || '.' || id AS cursor, kind, customer_id, subject_id
    FROM change_feed
   WHERE (transaction, id) > ($1::xid8, $2::bigint) AND transaction < pg_snapshot_xmin(pg_current_snapshot())
   ORDER BY transaction, id LIMIT ${String(BATCH)}`;

const NEWEST = `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text || '.9223372036854775807' AS cursor`;
// Rows go oldest first: while one as old as the client's last is there, so is everything after it.
const KEPT = `SELECT NOT EXISTS (SELECT 1 FROM change_feed WHERE transaction <= $1::xid8) AS lost`;

const readAfter = (database: Database, scope: Scope, cursor: string): Promise<FeedRow[]> => {
  const [transaction, id] = cursor.split('.');
  return database.read<FeedRow>(scope, FEED, [transaction, id]);
};

const start = async (database: Database, scope: Scope, last: string | undefined): Promise<{ cursor: string; kind?: 'start' | 'reset' }> => {
  const [newest] = await database.read<{ cursor: string }>(scope, NEWEST);
  const cursor = newest?.cursor ?? '0.0';
  if (last === undefined) return { cursor, kind: 'start' };
  if (!CURSOR.test(last)) return { cursor, kind: 'reset' };
  const [kept] = await database.read<{ lost: boolean }>({ kind: 'platform' }, KEPT, [last.split('.')[0]]);
  return kept?.lost ? { cursor, kind: 'reset' } : { cursor: last };
};

const mustBeSignedIn = async ({ database, request, user }: UserContext): Promise<void> => {
  const now = await userOfSession(database, request.sessionID);
  if (now?.id !== user.id) throw new Failure('not_signed_in');
};

/**
 * What changes among the rows that the caller may see, as it is committed. A client that was cut off
 * sends the id it had last and misses nothing; one that was away for over a day is told to read all again.
 */
export const changes = procedureFor('live')
  .input(z.object({ lastEventId: z.string().max(64).optional() }).optional())
  .subscription(async function* ({ ctx, input, signal }) {
    let wake: (() => void) | undefined;
    let pending = true; // listening begins before the backlog is read, so nothing falls between
    let checkedAt = Date.now();
    const people = [ctx.user.id, ctx.user.actor?.id];
    const unsubscribe = ctx.changes.subscribe((endedFor) => {
      if (endedFor !== undefined && !people.includes(endedFor)) return;
      if (endedFor !== undefined) checkedAt = 0;
      pending = true;
      wake?.();
    });
    signal?.addEventListener('abort', () => wake?.());
    try {
      const begin = await start(ctx.database, ctx.scope, input?.lastEventId);
      let { cursor } = begin;
      if (begin.kind) yield tracked(cursor, { kind: begin.kind, customerId: null, subjectId: '' });
      while (!signal?.aborted) {
        if (!pending)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = undefined;
        pending = false;
        if (Date.now() - checkedAt > RECHECK_MS) {
          await mustBeSignedIn(ctx);
          checkedAt = Date.now();
        }
        const rows = await readAfter(ctx.database, ctx.scope, cursor);
        if (rows.length === BATCH) pending = true;
        for (const row of rows) {
          cursor = row.cursor;
          yield tracked(row.cursor, { kind: row.kind, customerId: row.customer_id, subjectId: row.subject_id });
        }
      }
    } finally {
      unsubscribe();
    }
  });
