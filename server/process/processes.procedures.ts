import { z } from 'zod';
import { processKinds, processStates } from '../../domain/process/process.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { searchText } from '../../domain/text/safe-text.js';
import type { Database, Scope } from '../../prisma/client.js';
import { afterCursor, binder, cutPage, type Bind } from '../list/keyset.js';
import { hasCounts, rowCounts } from '../list/row-counts.js';
import { patternsOf } from '../list/search-patterns.js';
import { instantCursor } from '../list/cursor.js';
import { procedureFor } from '../trpc.js';
import { standColumns, type StandRow } from './stand-columns.js';
import { processTitleIt } from './process-title.js';

export interface ProcessRow extends StandRow {
  id: string;
  subjectId: string;
  step: string;
  stepSince: string;
  nextKind: string | null;
  failureCode: string | null;
  title: string;
  titleIt: string | null;
  workflowId: string;
  runId: string | null;
  customerId: string;
  customerName: string;
  createdAt: string;
  endedAt: string | null;
}

const COLUMNS = `
  p.id, p.kind, p.subject_id AS "subjectId", p.state, p.step, p.step_since AS "stepSince", p.next_kind AS "nextKind", p.next_at AS "nextAt", p.failure_code AS "failureCode", p.title, ${processTitleIt} AS "titleIt",
  p.workflow_id AS "workflowId", p.run_id AS "runId", p.customer_id AS "customerId", c.company AS "customerName", p.created_at AS "createdAt", p.ended_at AS "endedAt",${standColumns}`;

/** What the list of processes can be narrowed to. */
export const processFilters = z.object({
  q: searchText().optional(),
  kind: z.array(z.enum(processKinds)).max(10).optional(),
  state: z.array(z.enum(processStates)).max(10).optional(),
});

const conditionsOf = (input: z.output<typeof processFilters>, bind: Bind): string[] => {
  const where = ['true'];
  if (input.kind?.length) where.push(`p.kind = ANY (${bind(input.kind)})`);
  // What is stuck needs somebody, whatever its own state says; that is how it is counted too.
  if (input.state?.length) {
    const own = `p.state = ANY (${bind(input.state)}) AND p.stuck_since IS NULL`;
    where.push(input.state.includes('needs_attention') ? `(${own} OR p.stuck_since IS NOT NULL)` : own);
  }
  const words = patternsOf(input.q ?? '');
  if (words.length > 0) where.push(`p.id IN (SELECT licenza_find_processes(${bind(words)}, 2000))`);
  return where;
};

const pageInput = processFilters.extend({ cursor: instantCursor.optional(), limit: z.number().int().min(1).max(200).default(50) });

/** A page of the processes in a scope, newest first. */
export const listProcesses = async (database: Database, scope: Scope, input: z.output<typeof pageInput>) => {
  const { values, bind } = binder();
  const keyset = { key: 'p.created_at', type: 'timestamptz', id: 'p.id', direction: 'desc' } as const;
  const where = [...conditionsOf(input, bind), ...afterCursor(keyset, input.cursor, bind)].join(' AND ');
  const rows = await database.read<ProcessRow>(
    scope,
    `
      SELECT ${COLUMNS} FROM process p JOIN customer c ON c.id = p.customer_id WHERE ${where}
       ORDER BY p.created_at DESC, p.id DESC LIMIT ${String(input.limit + 1)}`,
    values,
  );
  return cutPage(rows, input.limit, ({ createdAt }) => createdAt);
};

/** A page of processes, newest first. */
export const processList = procedureFor('process.read')
  .input(pageInput)
  .query(({ ctx, input }) => listProcesses(ctx.database, ctx.scope, input));

interface ProcessCount {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
}

/** How many processes there are of each kind and state, in a scope. */
export const countProcesses = async (database: Database, scope: Scope): Promise<ProcessCount[]> => {
  if (!hasCounts(scope))
    return database.read<ProcessCount>(
      scope,
      "SELECT kind, CASE WHEN stuck_since IS NULL THEN state ELSE 'needs_attention' END AS state, count(*)::int AS count FROM process GROUP BY 1, 2",
    );
  const counts = await rowCounts(database, scope, 'process');
  return counts.map(({ word, count }) => {
    const [kind = '', state = ''] = word.split(':');
    return { kind, state, count };
  });
};

/** How many processes there are of each kind and state, in the caller's scope. */
export const processCounts = procedureFor('process.read').query(({ ctx }) => countProcesses(ctx.database, ctx.scope));

/** One process. Error: not_found. */
export const getProcess = procedureFor('process.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const [row] = await ctx.database.read<ProcessRow>(
      ctx.scope,
      `SELECT ${COLUMNS} FROM process p JOIN customer c ON c.id = p.customer_id WHERE p.id = $1`,
      [input.id],
    );
    if (!row) throw new Failure('not_found');
    return row;
  });
