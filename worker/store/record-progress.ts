import type { Finding } from '../../domain/order/finding.js';
import { activeProcessStates } from '../../domain/process/process.js';
import type { Tx } from '../../prisma/client.js';
import type { Progress } from '../../workflows/contracts/activities.js';

// One statement, because every step of every process comes through here and a round trip costs more than the write.
// The actor is asked for by a query of its own: joined by a value out of JSON, row-level security would let no index find them.
// A step that is written once more, by another try of the same call, is there since it was first.
// Only parts that have something to do are in it: PostgreSQL opens every table and index that a statement may write, each time.
// Parameters: 1 process, 2 active states, 3 state, 4 step, 5 next kind, 6 next instant, 7 failure, 8 ended, 9 events, 10 told.
const moved = (onlyIf: string): string => `
  moved AS (
    UPDATE process
       SET state = $3, step = $4, step_since = CASE WHEN state = $3 AND step = $4 THEN step_since ELSE now() END, updated_at = now(), next_kind = $5, next_at = $6::timestamptz, failure_code = $7,
           ended_at = CASE WHEN $8::boolean THEN now() END, version = version + 1
     WHERE id = $1::uuid AND state = ANY ($2::text[]) AND ${onlyIf}
    RETURNING id, tier1_id, channel_id, customer_id)`;

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

/** Says of which type parameters are that perhaps no part has. */
const GIVEN = 'given AS (SELECT $9::jsonb, $10::jsonb)';

/** What the timeline shows and the engine isn't told. */
export type Told = Readonly<Record<string, string | number | readonly Finding[]>>;

/** What a statement writes together with a process. */
export interface Beside {
  /** Further parts of the statement, each `name AS (…)`; their own parameters begin after the progress'. */
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  /** A condition on those parts without which nothing is written about the process. */
  readonly onlyIf?: string;
  /** That condition has it that the process doesn't stand still, so that there is no attention item to be closed. */
  readonly isMoving?: true;
  /** What the statement answers with. */
  readonly answer?: string;
}

/** How many parameters of a statement are the progress' own. */
const OWN_VALUES = 10;

/** The parameter of a statement that has the value beside it at this place, from 1. */
export const besideParameter = (place: number): string => `$${String(OWN_VALUES + place)}`;

/** The write of {@link writeProgress} as a statement of its own, with what is written beside it. */
export const progressStatement = (
  { processId, state, step, nextKind, nextAt, failure, events = [] }: Progress,
  shown: Told = {},
  { parts, values: besides, onlyIf = 'true', isMoving, answer = 'SELECT 1' }: Beside = { parts: [], values: [] },
): { sql: string; values: unknown[] } => {
  const own = [GIVEN, moved(onlyIf)];
  if (events.length > 0) own.push(told(onlyIf));
  if (state === 'needs_attention') own.push(ATTENDED);
  else if (!isMoving) own.push(CLOSED);
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
    ...besides,
  ];
  return { sql: `WITH ${[...parts, ...own].join(', ')} ${answer}`, values };
};

/**
 * Writes how a process stands, its attention item and its timeline in the caller's transaction. A process that has ended
 * keeps its end: a late repetition of an earlier write changes nothing. `told` is what the timeline shows and the engine isn't told.
 */
export const writeProgress = async (tx: Tx, progress: Progress, told?: Told, beside?: Beside): Promise<void> => {
  const { sql, values } = progressStatement(progress, told, beside);
  await tx.$executeRawUnsafe(sql, ...values);
};
