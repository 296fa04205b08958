import { z } from 'zod';
import { failureKinds, isFailureCode, type Remedy } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { processTitleIt, subscriptionTitleIt } from '../process/process-title.js';
import { subscriptionDates } from '../subscription/subscription-dates.js';
import { standColumns, type StandRow } from '../process/stand-columns.js';
import { usualOf } from '../process/usual-time.js';
import { procedureFor, type UserContext } from '../trpc.js';

/** Something that happened. `kind` is the key of its sentence, `params` what the sentence names. */
export interface PastEntry {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
  readonly params: Record<string, string | number>;
  readonly processId: string | null;
  readonly actorName: string | null;
}

interface OpenProcess extends StandRow {
  readonly processId: string;
  readonly subjectId: string;
  readonly title: string;
  readonly titleIt: string | null;
  readonly step: string;
  readonly since: string;
  readonly nextKind: string | null;
  readonly failureCode: string | null;
  /** The middle half of what such a process took before, from the lower to the upper quarter; null where there was none yet. */
  readonly usuallySeconds: readonly [number, number] | null;
}

export type NextAction = 'move' | 'send_now' | 'call_off';

const ACTIONS: Readonly<Record<string, readonly NextAction[]>> = {
  account_email: ['move', 'send_now', 'call_off'],
  licence_start: ['move', 'call_off'],
};
const PAGE = 40;

const OPEN = (column: 'customer_id' | 'id' | 'subject_id') => `
  SELECT p.id AS "processId", p.kind, p.subject_id AS "subjectId", p.title, ${processTitleIt} AS "titleIt", p.state, p.step, p.step_since AS since, p.next_kind AS "nextKind", p.next_at AS "nextAt",
         p.failure_code AS "failureCode",${standColumns}, ${usualOf('ARRAY[u.low_seconds, u.high_seconds]')} AS "usuallySeconds"
    FROM process p WHERE p.${column} = $1 AND p.state IN ('queued', 'running', 'waiting', 'needs_attention')
     AND ($2::boolean OR p.kind <> 'order') ORDER BY p.created_at`;

// Subscriptions are named in the reader's language.
const PARAMS = `params || jsonb_strip_nulls(jsonb_build_object('titleIt', ${subscriptionTitleIt('subject_id')}))`;

// Orders name amounts and what was bought: they are for who may read orders, in whichever thread they would stand.
const WITHOUT_ORDERS = `AND ($3::boolean OR kind NOT LIKE 'order\\_%')`;

const PAST = (column: 'customer_id' | 'process_id' | 'subject_id') => `
  SELECT id, at, kind, ${PARAMS} AS params, process_id AS "processId", actor_name AS "actorName" FROM timeline_event
   WHERE ${column} = $1 AND ($2::bigint IS NULL OR id < $2) ${WITHOUT_ORDERS} ORDER BY id DESC LIMIT ${String(PAGE + 1)}`;

// Of a user: what was done to it, its invitations, and what became of the messages to it.
const PAST_OF_USER = `
  SELECT id, at, kind, ${PARAMS} AS params, process_id AS "processId", actor_name AS "actorName" FROM timeline_event
   WHERE subject_id = ANY (ARRAY(SELECT m.id FROM message m WHERE m.user_id = $1) || $1::uuid) AND ($2::bigint IS NULL OR id < $2) ${WITHOUT_ORDERS} ORDER BY id DESC LIMIT ${String(PAGE + 1)}`;

const QUERIES = {
  customer: [PAST('customer_id'), OPEN('customer_id')],
  process: [PAST('process_id'), OPEN('id')],
  user: [PAST_OF_USER, OPEN('subject_id')],
  order: [PAST('subject_id'), OPEN('subject_id')],
} as const;

const remediesOf = (code: string | null): readonly Remedy[] => (isFailureCode(code) ? failureKinds[code].remedies : []);

/** Waits that are no waits for a date: somebody has to act meanwhile, outside. */
const WAITS_FOR_SOMEBODY: readonly string[] = ['awaiting_payment'];

const nowOf = (rows: readonly OpenProcess[]) =>
  rows
    .filter((row) => row.state !== 'waiting' || WAITS_FOR_SOMEBODY.includes(row.step) || row.stuckSince !== null)
    .map(({ nextKind: _kind, failureCode, usuallySeconds, ...row }) => ({
      ...row,
      usuallySeconds: usuallySeconds?.map((seconds) => Math.max(1, Math.round(seconds))) ?? null,
      problem: row.state === 'needs_attention' && failureCode ? { code: failureCode, remedies: remediesOf(failureCode) } : null,
    }));

const nextOf = (rows: readonly OpenProcess[]) =>
  rows
    // What stands still goes on by itself at a date, too: a purchase is undone. What is tried again has its next attempt.
    .flatMap((row) => [
      ...(row.state === 'waiting' || row.state === 'needs_attention' ? [{ row, kind: row.nextKind, at: row.nextAt }] : []),
      { row, kind: 'retry', at: row.retryNextAt },
    ])
    .flatMap(({ row: { processId, subjectId, title, titleIt }, kind, at }) =>
      kind === null || at === null ? [] : [{ processId, subjectId, title, titleIt, kind, at, actions: ACTIONS[kind] ?? [] }],
    )
    .sort((a, b) => a.at.localeCompare(b.at));

const read = async ({ database, scope, user }: UserContext, of: keyof typeof QUERIES, id: string, cursor: number | undefined) => {
  const [pastSql, openSql] = QUERIES[of];
  const orders = mayDo(user, 'order.read');
  const hasDates = of === 'customer' || of === 'order';
  const [past, open, dates] = await Promise.all([
    database.read<PastEntry>(scope, pastSql, [id, cursor ?? null, orders]),
    database.read<OpenProcess>(scope, openSql, [id, orders]),
    hasDates ? subscriptionDates(database, scope, of, id, new Date().toISOString()) : [],
  ]);
  return {
    past: past.slice(0, PAGE),
    nextCursor: past.length > PAGE ? past[PAGE - 1]?.id : undefined,
    now: nowOf(open),
    next: [...nextOf(open), ...dates].sort((a, b) => a.at.localeCompare(b.at)),
  };
};

const cursor = z.number().int().positive().optional();

/** The thread of a customer: past (newest first, paged), now, next. Empty for a customer out of scope. */
export const customerThread = procedureFor('customer.read')
  .input(z.object({ customerId: z.uuid(), cursor }))
  .query(({ ctx, input }) => read(ctx, 'customer', input.customerId, input.cursor));

/** The thread of one process. */
export const processThread = procedureFor('process.read')
  .input(z.object({ processId: z.uuid(), cursor }))
  .query(({ ctx, input }) => read(ctx, 'process', input.processId, input.cursor));

/** The thread of a user: its invitations and everything done to it. Empty for a user out of scope. */
export const userThread = procedureFor('user.read')
  .input(z.object({ userId: z.uuid(), cursor }))
  .query(({ ctx, input }) => read(ctx, 'user', input.userId, input.cursor));

/** The thread of one order. Empty for an order out of scope. */
export const orderThread = procedureFor('order.read')
  .input(z.object({ orderId: z.uuid(), cursor }))
  .query(({ ctx, input }) => read(ctx, 'order', input.orderId, input.cursor));
