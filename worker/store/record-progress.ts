import { ApplicationFailure } from '@temporalio/common';
import type { Finding } from '../../domain/order/finding.js';
import { activeProcessStates } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import { settledParts } from '../../records/command/settle-command.js';
import type { Progress } from '../../workflows/contracts/activities.js';
import { isCurrentRun } from './current-run.js';

// One statement, because every step of every process comes through here and a round trip costs more than the write.
// The actor is asked for by a query of its own: joined by a value out of JSON, row-level security would let no index find them.
// A step that is written once more, by another try of the same call, is there since it was first.
// Only parts that have something to do are in it: PostgreSQL opens every table and index that a statement may write, each time.
// Parameters: 1 process, 2 active states, 3 state, 4 step, 5 next kind, 6 next instant, 7 failure, 8 ended, 9 events, 10 told, 11 fence, 12 settles, 13 run.
const FENCE = 'ARRAY[fence_run, fence_length, fence_seq]';
const FENCE_SET = `, fence_run = ($11::int[])[1], fence_length = ($11::int[])[2], fence_seq = ($11::int[])[3],
           fence_run_id = coalesce($13::text, fence_run_id)`;

// A fenced write that is the same again is a repetition and may pass; one that is older finds nothing to move. Its row is compared as it is
// once it is locked, so of two writers at once the later one's fence decides. Numbers of another run of the same ordinal aren't compared.
export const fits = (fence: string, run: string): string => `
  ${FENCE} <= ${fence}::int[] AND ((${fence}::int[])[1] > fence_run OR ${run}::text IS NULL OR fence_run_id IS NULL OR fence_run_id = ${run}::text)`;
/** A condition on the process: no later write of it was there before. */
export const notOvertaken = fits('$11', '$13');

const moved = (onlyIf: string, fenced: boolean): string => `
  moved AS (
    UPDATE process
       SET state = $3, step = $4, step_since = CASE WHEN state = $3 AND step = $4 THEN step_since ELSE now() END, updated_at = now(), next_kind = $5, next_at = $6::timestamptz, failure_code = $7,
           ended_at = CASE WHEN $8::boolean THEN now() END, version = version + 1${fenced ? FENCE_SET : ''}
     WHERE id = $1::uuid AND state = ANY ($2::text[]) AND ${onlyIf}${fenced ? ` AND ${notOvertaken}` : ''}
    RETURNING id, tier1_id, channel_id, customer_id)`;

/** A condition of a part beside a process: what is fenced is written with its process or not at all. */
export const whenMoved = ({ fence }: Progress): string => (fence ? 'EXISTS (SELECT 1 FROM moved)' : 'true');

const told = (onlyIf: string): string => `
  told AS (
    INSERT INTO timeline_event (tier1_id, channel_id, customer_id, process_id, subject_id, at, kind, params, actor_id, actor_name, dedupe_key)
    SELECT p.tier1_id, p.channel_id, p.customer_id, p.id, p.subject_id, now(), e.kind,
           coalesce(e.params, '{}') || $10::jsonb || jsonb_build_object('title', p.title), (e.actor ->> 'id')::uuid,
           (SELECT u.first_name || ' ' || u.last_name FROM app_user u WHERE u.id = (e.actor ->> 'id')::uuid), e.key
      FROM process p CROSS JOIN jsonb_to_recordset($9::jsonb) AS e (kind text, key text, params jsonb, actor jsonb)
     WHERE p.id = $1::uuid AND ${onlyIf}
    ON CONFLICT (dedupe_key) DO NOTHING)`;

const CLOSED = `
  closed AS (
    UPDATE attention_item a SET state = 'closed', closed_at = now() FROM moved WHERE a.process_id = moved.id AND a.state = 'open')`;

const ATTENDED = `
  attended AS (
    INSERT INTO attention_item (id, tier1_id, channel_id, customer_id, process_id, cause)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, coalesce($7, 'internal') FROM moved
    ON CONFLICT (process_id) WHERE state = 'open' DO UPDATE SET cause = excluded.cause)`;

/** The types of parameters that may be absent from every part. */
const GIVEN = 'given AS (SELECT $9::jsonb, $10::jsonb, $11::int[], $12::jsonb, $13::text)';

/** What the timeline shows and the engine isn't told. */
export type Told = Readonly<Record<string, string | number | readonly Finding[]>>;

/** What a statement writes together with a process. */
export interface Beside {
  /** Further parts of the statement, each `name AS (…)`; their own parameters begin after the progress'. */
  readonly parts: readonly string[];
  /** Parts that follow the process: with {@link whenMoved} among their conditions they are written with it or not at all. */
  readonly then?: readonly string[];
  readonly values: readonly unknown[];
  /** A condition on those parts without which nothing is written about the process. */
  readonly onlyIf?: string;
  /** That condition has it that the process doesn't stand still, so that there is no attention item to be closed. */
  readonly isMoving?: true;
  /** What the statement answers with. */
  readonly answer?: string;
}

/** How many parameters of a statement are the progress' own. */
const OWN_VALUES = 13;

/** The parameter of a statement that has the value beside it at this place, from 1. */
export const besideParameter = (place: number): string => `$${String(OWN_VALUES + place)}`;

export const overtaken = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('a later write of the process was there before', 'changed_meanwhile');

/** The write of {@link writeProgress} as a statement of its own, with what is written beside it. */
export const progressStatement = (
  progress: Progress,
  shown: Told = {},
  { parts, then = [], values: besides, onlyIf = 'true', isMoving, answer = MOVED }: Beside = { parts: [], values: [] },
): { sql: string; values: unknown[] } => {
  const { processId, state, step, nextKind, nextAt, failure, events = [], fence, settles } = progress;
  const own = [GIVEN, moved(onlyIf, fence !== undefined), ...then];
  if (events.length > 0) own.push(told(fence ? whenMoved(progress) : onlyIf));
  if (state === 'needs_attention') own.push(ATTENDED);
  else if (!isMoving) own.push(CLOSED);
  if (settles) own.push(...settledParts('$12', whenMoved(progress)));
  const ended = !(activeProcessStates as readonly string[]).includes(state);
  const next = [nextKind ?? null, nextAt ?? null];
  const values = [
    processId,
    activeProcessStates,
    state,
    step,
    ...next,
    failure ?? null,
    ended,
    JSON.stringify(events),
    JSON.stringify(shown),
    fence ? [fence.run, fence.length, fence.seq] : null,
    settles ? JSON.stringify(settles) : null,
    fence?.runId ?? null,
    ...besides,
  ];
  return { sql: `WITH ${[...parts, ...own].join(', ')} ${answer}`, values };
};

/** Whether the process was moved. Without a fence that isn't asked: what is beside it has conditions of its own. */
const MOVED = 'SELECT EXISTS (SELECT 1 FROM moved) AS moved';

/** Asks a statement, in a transaction or by itself. */
export type Ask = (sql: string, values: readonly unknown[]) => Promise<object[]>;

interface Stand {
  readonly isAlive: boolean;
  readonly fits: boolean;
  readonly sameTask: boolean;
  readonly runId: string | null;
}

const STAND = `SELECT state = ANY ($2::text[]) AS "isAlive", ${fits('$3', '$4')} AS fits,
         ARRAY[fence_run, fence_length] = ($3::int[])[1:2] AND fence_run_id IS NOT DISTINCT FROM $4::text AS "sameTask", fence_run_id AS "runId"
    FROM process WHERE id = $1::uuid`;
// What called somebody was the other run's.
const TAKE_OVER = `
  WITH taken AS (
    UPDATE process SET fence_run_id = $2, fence_run = 0, fence_length = 0, fence_seq = 0,
                       state = CASE state WHEN 'needs_attention' THEN 'running' ELSE state END, updated_at = now(), version = version + 1
     WHERE id = $1::uuid AND fence_run_id = $3
    RETURNING id)
  UPDATE attention_item a SET state = 'closed', closed_at = now() FROM taken WHERE a.process_id = taken.id AND a.state = 'open'`;

/**
 * Why a fenced write moved nothing. `repeated`: the process has ended; or the same task was run by two workers at once and the other one, whose
 * answer the engine may have given up, is further on: it has written the same. The engine gives such tasks the same length, so neither can tell.
 * `overtaken`: a later write was there before. `again`: something else kept it from being written, or its run has just taken the process over
 * from another one: a run that was reset begins below the numbers of the run before, so the engine is asked which of the two is current.
 */
export const whyUnmoved = async (
  ask: Ask,
  { processId, fence }: Pick<Progress, 'processId' | 'fence'>,
): Promise<'repeated' | 'overtaken' | 'again'> => {
  if (!fence) return 'repeated';
  const { run, length, seq, runId = null } = fence;
  const [stand] = (await ask(STAND, [processId, activeProcessStates, [run, length, seq], runId])) as Stand[];
  if (!stand || stand.fits) return stand?.isAlive ? 'again' : 'repeated';
  if (stand.sameTask) return 'repeated';
  const { isAlive, runId: other } = stand;
  if (!isAlive || runId === null || other === null || other === runId || !(await isCurrentRun(runId))) return 'overtaken';
  await ask(TAKE_OVER, [processId, runId, other]);
  return 'again';
};

type Moved = readonly [progress: Progress, told?: Told, beside?: Beside];

/** Writes a process and what is beside it in one statement. What isn't moved was a repetition, or overtaken. */
export const moveProcess = async (ask: Ask, ...[progress, told, beside]: Moved): Promise<{ moved: boolean; isOvertaken: boolean }> => {
  const { sql, values } = progressStatement(progress, told, beside);
  for (;;) {
    const [answer] = (await ask(sql, values)) as { moved?: boolean }[];
    if (answer?.moved || !progress.fence) return { moved: true, isOvertaken: false };
    const why = await whyUnmoved(ask, progress);
    if (why !== 'again') return { moved: false, isOvertaken: why === 'overtaken' };
  }
};

/**
 * Writes how a process stands, its attention item and its timeline in the caller's transaction. A process that has ended
 * keeps its end: a late repetition of an earlier write changes nothing. `told` is what the timeline shows and the engine isn't told.
 * False says that it was a repetition, so that nothing else is to be written either; a write that was overtaken throws, which takes the
 * transaction back.
 */
export const writeProgress = async (tx: Tx, ...what: Moved): Promise<boolean> => {
  const { moved, isOvertaken } = await moveProcess((text, parameters) => tx.$queryRawUnsafe<object[]>(text, ...parameters), ...what);
  if (isOvertaken) throw overtaken();
  return moved;
};
