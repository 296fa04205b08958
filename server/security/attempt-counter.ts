import { platformScope, type Database } from '../../prisma/client.js';

/** So many attempts within so long, each counted under a key of its own. */
export interface Limit {
  readonly name: string;
  readonly attempts: number;
  readonly windowMs: number;
}

export interface Counted {
  readonly limit: Limit;
  readonly key: string;
}

export interface AttemptCounter {
  /**
   * Counts an attempt under one key or two, under the second only if the first isn't over its limit. Returns after how many milliseconds
   * there may be another one, 0 when this one may be made.
   */
  count(first: Counted, second?: Counted): Promise<number>;
  /** Forgets what was counted under `first`, and takes one attempt back from `second`. */
  takeBack(first: Counted, second: Counted): Promise<void>;
}

const upsert = (source: string) => `
  INSERT INTO rate_limit AS r (key, points, expire) ${source}
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN r.expire <= $1 THEN 1 ELSE r.points + 1 END,
    expire = CASE WHEN r.expire <= $1 THEN excluded.expire ELSE r.expire END
  RETURNING key, points, expire`;

// One round trip. Rows are locked in the order of the keys, everywhere, so that attempts wait for each other and never in a circle.
const COUNT = `
  WITH first AS (${upsert('VALUES ($2::text, 1, $1::bigint + $3::bigint)')}),
       second AS (${upsert('SELECT $5::text, 1, $1::bigint + $6::bigint FROM first WHERE $5::text IS NOT NULL AND points <= $4::int')})
  SELECT * FROM first UNION ALL SELECT * FROM second`;

const TAKE_BACK = `
  WITH forgotten AS (DELETE FROM rate_limit WHERE key = $1)
  UPDATE rate_limit SET points = points - 1 WHERE key = $2 AND points > 0`;

const nameOf = ({ limit, key }: Counted): string => `${limit.name}:${key}`;

/** What is refused is remembered up to so many keys; whoever falls out is counted once more and remembered again. */
const MOST_REMEMBERED = 10_000;

/**
 * Counts in the database, so that all servers count together. What is over its limit is refused from memory until its time is over, or a
 * flood would be one of writes.
 */
export const createAttemptCounter = (database: Database): AttemptCounter => {
  const refusedUntil = new Map<string, number>();
  const remember = (name: string, until: number): void => {
    const [oldest] = refusedUntil.keys();
    if (oldest !== undefined && refusedUntil.size >= MOST_REMEMBERED) refusedUntil.delete(oldest);
    refusedUntil.set(name, until);
  };
  return {
    count: async (first, second) => {
      const now = Date.now();
      const counted = second ? [first, second] : [first];
      const waits = counted.map((each) => (refusedUntil.get(nameOf(each)) ?? 0) - now);
      if (Math.max(...waits) > 0) return Math.max(...waits);
      const rows = await database.run<{ key: string; points: number; expire: number }>(platformScope, COUNT, [
        now,
        nameOf(first),
        first.limit.windowMs,
        first.limit.attempts,
        second ? nameOf(second) : null,
        second?.limit.windowMs ?? null,
      ]);
      const over = counted.flatMap((each) => rows.filter(({ key, points }) => key === nameOf(each) && points > each.limit.attempts));
      for (const { key, expire } of over) remember(key, expire);
      return Math.max(0, ...over.map(({ expire }) => expire - now));
    },
    takeBack: async (first, second) => {
      refusedUntil.delete(nameOf(first));
      await database.run(platformScope, TAKE_BACK, [nameOf(first), nameOf(second)]);
    },
  };
};
