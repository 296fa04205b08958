import { WorkflowNotFoundError } from '@temporalio/client';
import type { ProcessState } from '../../domain/process/process.js';
import { processKinds } from '../../domain/process/process.js';
import type { DifferenceCause } from '../../domain/reconcile/difference.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { Engine } from '../engine/engine.js';
import {
  found,
  inStages,
  stopOf,
  tenantColumns,
  tenantOf,
  unnamed,
  type Bounds,
  type Comparison,
  type Found,
  type Slice,
} from './comparison.js';
import { unsettledStages } from './compare-unsettled.js';

interface ProcessRow extends CustomerTenant {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly workflowId: string;
  readonly state: ProcessState;
  readonly version: string;
}

/** How many are asked about at once. */
const AT_ONCE = 10;

const ROW = `t.id, t.kind, t.subject_id AS "subjectId", t.workflow_id AS "workflowId", t.state, t.version || '/' || t.fence_length || '/' || t.fence_seq AS version, ${tenantColumns}`;

// By the index of what is alive, so that a slice costs nothing of what has ended. What the engine hasn't been given yet isn't missing there.
const ALIVE = `
  SELECT ${ROW} FROM process t
   WHERE t.state IN ('queued', 'running', 'waiting', 'needs_attention') AND (t.kind, t.subject_id) > ($1, $2::uuid)
     AND t.updated_at < now() - $3 * interval '1 millisecond'
     AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.workflow_id = t.workflow_id AND o.dispatched_at IS NULL)
   ORDER BY t.kind, t.subject_id LIMIT $4`;
const NAMED = `SELECT ${ROW}, t.ended_at < now() - $2 * interval '1 millisecond' AS "endedBefore" FROM process t WHERE t.workflow_id = ANY ($1)`;

const LEAST = '00000000-0000-0000-0000-000000000000';
const placeOf = ({ id }: { id: string }): string => `process:${id}`;

/** Whether a workflow runs, by the engine's own word and not by its lists, which lag. */
const statusOf = async ({ client }: Engine, workflowId: string): Promise<string | undefined> => {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
};

const differOf = (row: ProcessRow, status: string | undefined): Found[] => {
  if (status === 'RUNNING') return [];
  const cause: DifferenceCause = status === undefined ? 'workflow_missing' : 'workflow_ended';
  const detail = { workflowId: row.workflowId, kind: row.kind, state: row.state, engine: status ?? null };
  return [found(placeOf(row), tenantOf(row), { cause, subjectId: row.id, object: row.id, version: row.version, detail })];
};

/** Rows that go on, against their workflows. */
const compareRows = async (database: Database, engine: Engine, after: string | undefined, bounds: Bounds): Promise<Slice> => {
  const [kind = '', subjectId = LEAST] = after?.split('/') ?? [];
  const rows = await database.read<ProcessRow>(platformScope, ALIVE, [kind, subjectId, bounds.settledForMs, bounds.rows]);
  const all: Found[] = [];
  let done: ProcessRow[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const next = done.at(-1);
    const cut = {
      compared: done.length,
      places: done.map(placeOf),
      unread: [],
      found: all,
      next: next ? `${next.kind}/${next.subjectId}` : after,
    };
    if (at > 0 && performance.now() > bounds.until) return cut;
    try {
      all.push(...(await Promise.all(some.map(async (row) => differOf(row, await statusOf(engine, row.workflowId))))).flat());
    } catch {
      return { ...cut, stopped: { code: 'engine_unreachable' } };
    }
    done = rows.slice(0, at + some.length);
  }
  const last = rows.at(-1);
  const next = last && rows.length === bounds.rows ? `${last.kind}/${last.subjectId}` : undefined;
  return { compared: rows.length, places: rows.map(placeOf), unread: [], found: all, next };
};

/** The engine's running workflows of our queue, against our rows. */
const compareRunning = async (
  { database, engine, taskQueue }: EngineSources,
  after: string | undefined,
  bounds: Bounds,
): Promise<Slice> => {
  const { client } = engine;
  const list = client.workflowService
    .listWorkflowExecutions({
      namespace: client.options.namespace,
      pageSize: bounds.rows,
      nextPageToken: after === undefined ? null : Buffer.from(after, 'base64'),
      query: `TaskQueue = '${taskQueue.replaceAll("'", '')}' AND ExecutionStatus = 'Running'`,
    })
    .catch((error: unknown) => ({ error }));
  const page = await list;
  // A place in the list that the engine doesn't know any more: the list is read anew in the next pass.
  if ('error' in page)
    return {
      compared: 0,
      places: [],
      unread: [],
      found: [],
      next: undefined,
      ...(after === undefined ? { stopped: stopOf({ code: 'engine_unreachable' }) } : {}),
    };
  const running = page.executions.flatMap(({ execution, startTime }) => {
    const startedMs = Number(startTime?.seconds ?? 0) * 1000;
    return execution?.workflowId && startedMs < Date.now() - bounds.settledForMs ? [execution.workflowId] : [];
  });
  const rows = await database.read<ProcessRow & { endedBefore: boolean | null }>(platformScope, NAMED, [running, bounds.settledForMs]);
  const all: Found[] = [];
  for (const workflowId of running) {
    const row = rows.find((one) => one.workflowId === workflowId);
    const isOurs = processKinds.some((kind) => workflowId.startsWith(`${kind}/`));
    if (row && row.endedBefore !== true) continue;
    if ((await statusOf(engine, workflowId)) !== 'RUNNING') continue;
    const detail = { workflowId, state: row?.state ?? null };
    if (row)
      all.push(
        found(`workflow:${workflowId}`, tenantOf(row), {
          cause: 'workflow_runs_on',
          subjectId: row.id,
          object: row.id,
          version: row.version,
          detail,
        }),
      );
    else
      all.push(
        unnamed(`workflow:${workflowId}`, {
          cause: 'unknown_workflow',
          object: workflowId,
          detail: { ...detail, kind: isOurs ? 'ours' : null },
        }),
      );
  }
  const token = page.nextPageToken;
  const next = token && token.length > 0 ? Buffer.from(token).toString('base64') : undefined;
  return { compared: running.length, places: running.map((id) => `workflow:${id}`), unread: [], found: all, next };
};

export interface EngineSources {
  readonly database: Database;
  readonly engine: Engine;
  readonly taskQueue: string;
}

/** Our rows and the engine's workflows, both ways. A row that has ended is never compared: its history may be past the engine's retention. */
export const compareEngine = (sources: EngineSources): Comparison =>
  inStages('engine', [
    { name: 'processes', compare: (after, bounds) => compareRows(sources.database, sources.engine, after, bounds) },
    ...unsettledStages(sources.database),
    { name: 'workflows', compare: (after, bounds) => compareRunning(sources, after, bounds) },
  ]);
