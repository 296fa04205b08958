import { platformScope, type Database, type Scope } from '../../prisma/client.js';
import type { Logger } from '../../runtime/log.js';
import type { ChangeHub } from './change-hub.js';

/** A row of the feed. `cursor` is its place: the transaction's id and the row's. */
export interface FeedRow {
  readonly cursor: string;
  readonly kind: string;
  readonly tier1Id: string | null;
  readonly channelId: string | null;
  readonly customerId: string | null;
  readonly subjectId: string;
}

/** Where a reader of the feed stands, and what it has before it. */
export interface FeedPage {
  readonly rows: readonly FeedRow[];
  /** Everything up to here has been looked at. */
  readonly cursor: string;
  /** More is there already. */
  readonly more: boolean;
}

/** The changes of all tenants, read once for all streams of this server. */
export interface ChangeFeed {
  /** Calls back when there is something new; `endedFor` is the user of whom a session was ended, where it was that. Returns what stops it. */
  subscribe(onChange: (endedFor?: string) => void): () => void;
  /** The end of what was read. */
  newest(): Promise<string>;
  /** True while everything after this place is still kept. */
  keeps(cursor: string): Promise<boolean>;
  /** What comes after a place: from memory, or for one that is further back from the database, as that scope sees it. */
  after(cursor: string, scope: Scope): Promise<FeedPage>;
  stop(): Promise<void>;
}

const BATCH = 1_000;
/** Some minutes of a busy platform; a stream that is further behind reads the database. */
const KEPT_ROWS = 20_000;
/** A row of a transaction that began after one which is still open is told when that one is over, which no notice says. */
const HELD_BACK_MS = [50, 100, 200, 400, 800] as const;

const COLUMNS = `transaction::text || '.' || id AS cursor, kind, tier1_id AS "tier1Id", channel_id AS "channelId", customer_id AS "customerId",
       subject_id AS "subjectId"`;
// Only transactions that are certainly over: one that commits late can't be skipped by a reader.
const AFTER = `
  SELECT ${COLUMNS} FROM change_feed
   WHERE (transaction, id) > ($1::xid8, $2::bigint) AND (transaction, id) <= ($3::xid8, $4::bigint) AND transaction < pg_snapshot_xmin(pg_current_snapshot())
   ORDER BY transaction, id LIMIT ${String(BATCH)}`;
const NEWEST = `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text || '.9223372036854775807' AS cursor`;
const LAST_PLACE = '9223372036854775807.9223372036854775807';
// Rows go oldest first: while one as old as this place is there, so is everything after it.
const LOST = `SELECT NOT EXISTS (SELECT 1 FROM change_feed WHERE transaction <= $1::xid8) AS lost`;

const partsOf = (cursor: string): [string, string] => cursor.split('.') as [string, string];

/** True when place `a` comes after place `b`. */
export const isAfter = (a: string, b: string): boolean => {
  const [[ta, ia], [tb, ib]] = [partsOf(a), partsOf(b)];
  return BigInt(ta) === BigInt(tb) ? BigInt(ia) > BigInt(ib) : BigInt(ta) > BigInt(tb);
};

export const startChangeFeed = (database: Database, hub: ChangeHub, log: Logger): ChangeFeed => {
  const listeners = new Set<(endedFor?: string) => void>();
  let kept: FeedRow[] = [];
  /** Everything after this place, up to `end`, is in `kept`. */
  let begin: string | undefined;
  let end: string | undefined;
  let again = false;
  let reading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const tell = (endedFor?: string) => {
    for (const listener of listeners) listener(endedFor);
  };

  const read = (scope: Scope, from: string, to: string): Promise<FeedRow[]> =>
    database.read<FeedRow>(scope, AFTER, [...partsOf(from), ...partsOf(to)]);
  const readNewest = async (): Promise<string> => (await database.read<{ cursor: string }>(platformScope, NEWEST))[0]?.cursor ?? '0.0';

  const keep = (rows: readonly FeedRow[]): void => {
    kept.push(...rows);
    if (kept.length > KEPT_ROWS) {
      const dropped = kept.length - KEPT_ROWS / 2;
      begin = kept[dropped - 1]!.cursor;
      kept = kept.slice(dropped);
    }
  };

  /** Takes what is new; true when there was something. */
  const take = async (): Promise<boolean> => {
    if (end === undefined) {
      begin = end = await readNewest();
      return true;
    }
    let found = false;
    for (let rows = await read(platformScope, end, LAST_PLACE); rows.length > 0; rows = await read(platformScope, end, LAST_PLACE)) {
      keep(rows);
      end = rows.at(-1)!.cursor;
      found = true;
      if (rows.length < BATCH) break;
    }
    return found;
  };

  const goOn = (attempt: number): void => {
    if (stopped) return;
    if (reading) {
      again = true;
      return;
    }
    clearTimeout(timer);
    reading = take()
      .then(
        (found) => {
          if (found) tell();
          else if (!again && attempt < HELD_BACK_MS.length) timer = setTimeout(() => goOn(attempt + 1), HELD_BACK_MS[attempt]).unref();
        },
        (error: unknown) => {
          log.warn({ err: error }, 'the change feed could not be read; it is read again with the next change');
        },
      )
      .finally(() => {
        reading = undefined;
        if (!again) return;
        again = false;
        goOn(0);
      });
  };

  const unsubscribe = hub.subscribe((endedFor) => {
    if (endedFor !== undefined) tell(endedFor);
    else goOn(0);
  });
  goOn(HELD_BACK_MS.length);

  /** The first of the kept rows after a place. */
  const placeOf = (cursor: string): number => {
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isAfter(kept[middle]!.cursor, cursor)) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    newest: async () => end ?? readNewest(),
    keeps: async (cursor) => {
      if (begin !== undefined && !isAfter(begin, cursor)) return true;
      const [found] = await database.read<{ lost: boolean }>(platformScope, LOST, [partsOf(cursor)[0]]);
      return found?.lost === false;
    },
    after: async (cursor, scope) => {
      if (begin === undefined || end === undefined) return { rows: [], cursor, more: false };
      const until = begin;
      if (isAfter(until, cursor)) {
        const rows = await read(scope, cursor, until);
        const whole = rows.length < BATCH;
        return { rows, cursor: whole ? until : rows.at(-1)!.cursor, more: true };
      }
      const from = placeOf(cursor);
      const rows = kept.slice(from, from + BATCH);
      const more = from + BATCH < kept.length;
      return { rows, cursor: more ? rows.at(-1)!.cursor : isAfter(end, cursor) ? end : cursor, more };
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      await reading?.catch(() => undefined);
      await hub.stop();
    },
  };
};
