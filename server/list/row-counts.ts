import type { Database, Scope } from '../../prisma/client.js';

/** The tables of which is known how many rows are in each state. */
export type CountedTable = 'process' | 'customer_order' | 'customer' | 'app_user';

/** `word` is the state; of processes, the kind and the state with a colon between. */
export interface RowCount {
  readonly word: string;
  readonly count: number;
}

// Counts and what hasn't been folded into them yet, in one statement: it sees both as of the same moment.
const COUNTS = `
  SELECT word, sum(count)::float8 AS count
    FROM (SELECT word, count FROM row_count WHERE subject = $1 AND ($2::uuid IS NULL OR tier1_id = $2) AND ($3::uuid IS NULL OR channel_id = $3)
          UNION ALL
          SELECT w.word, w.change FROM row_count_delta d CROSS JOIN LATERAL (VALUES (d.gone, -1), (d.come, 1)) AS w (word, change)
           WHERE d.subject = $1 AND w.word IS NOT NULL AND ($2::uuid IS NULL OR d.tier1_id = $2) AND ($3::uuid IS NULL OR d.channel_id = $3)) c
   GROUP BY word HAVING sum(count) > 0`;

/** How many rows of a table a scope has in each state, exactly and without counting them. Not for a customer's scope: its rows are few. */
export const rowCounts = (database: Database, scope: Exclude<Scope, { kind: 'customer' }>, table: CountedTable): Promise<RowCount[]> => {
  const tier1 = scope.kind === 'tier1' ? scope.tenant : null;
  const channel = scope.kind === 'channel' ? scope.tenant : null;
  return database.read<RowCount>(scope, COUNTS, [table, tier1, channel]);
};

/** True for the scopes whose counts are kept. */
export const hasCounts = (scope: Scope): scope is Exclude<Scope, { kind: 'customer' }> => scope.kind !== 'customer';
