import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { recoverIntent } from '../audit/audit-intent.js';
import { carryOut } from '../command/carry-out.js';
import { commandAsked } from '../../workflows/contracts/command.js';
import type { Logger } from '../../runtime/log.js';
import type { Engine } from './engine.js';
import { takeAsEnded } from './signals-after-the-end.js';

/** A command to the engine, committed with the rows that it belongs to. */
export type Command =
  | { readonly command: 'start'; readonly workflowId: string; readonly workflowType: string; readonly args: readonly unknown[] }
  | { readonly command: 'signal'; readonly workflowId: string; readonly signal: string; readonly args: readonly unknown[] }
  /** A command's row that no mailbox takes: what it asks for is done with the engine, and settled. */
  | { readonly command: 'carry_out'; readonly workflowId: string; readonly commandId: string };

export interface Outbox {
  /** Sends what was just committed for these workflows. True when the engine took all of it within the time. */
  dispatchNow(workflowIds: readonly string[], withinMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

interface OutboxRow {
  readonly id: number;
  readonly command: 'start' | 'signal' | 'audit' | 'carry_out';
  readonly workflow_id: string;
  readonly payload: { readonly workflowType?: string; readonly signal?: string; readonly commandId?: string; readonly args?: unknown[] };
  readonly attempts: number;
}

/** The poller leaves a fresh row to the request that wrote it, and takes it when that one has died. */
const GRACE_MS = 1_000;
/** A claimed row is free again after this long: the claimer died. */
const CLAIM_SECONDS = 15;
const POLL_MS = 500;
const MAX_BACKOFF_SECONDS = 30;

export const outboxRows = (commands: readonly Command[]) => {
  const nextAttemptAt = new Date(Date.now() + GRACE_MS);
  return commands.map(({ command, workflowId, ...payload }) => ({
    command,
    workflowId,
    payload: JSON.parse(JSON.stringify(payload)) as Prisma.InputJsonObject,
    nextAttemptAt,
  }));
};

/** Adds commands to the caller's transaction. They reach the engine after the commit, at least once; the engine makes it once. */
export const enqueue = async (tx: Tx, commands: readonly Command[]): Promise<void> => {
  await tx.outbox.createMany({ data: outboxRows(commands) });
};

// A row waits while an older one of the same workflow does: a signal never overtakes its start.
const claimSql = (condition: string) => `
  UPDATE outbox SET next_attempt_at = now() + interval '${String(CLAIM_SECONDS)} seconds', attempts = attempts + 1
   WHERE id IN (SELECT o.id FROM outbox o
                 WHERE o.dispatched_at IS NULL AND ${condition}
                   AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.workflow_id = o.workflow_id AND e.dispatched_at IS NULL AND e.id < o.id)
                 ORDER BY o.id LIMIT 50 FOR UPDATE SKIP LOCKED)
  RETURNING id, command, workflow_id, payload, attempts`;

// The engine has stored a command's signal: it is sent, unless its process was quicker.
const DISPATCHED = `
  WITH sent AS (UPDATE outbox SET dispatched_at = now(), last_error = NULL WHERE id = $1),
  rung AS (UPDATE command SET state = 'sent', sent_at = now() WHERE id = $4::uuid AND state = 'asked')
  UPDATE process SET run_id = $2 WHERE workflow_id = $3 AND run_id IS NULL AND $2::text IS NOT NULL`;

/** The command whose doorbell a row rings. */
const commandOf = ({ payload: { signal, args } }: OutboxRow): string | undefined =>
  signal === commandAsked.name ? (args?.[0] as { id: string }).id : undefined;

export const startOutbox = (database: Database, engine: Engine, log: Logger): Outbox => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();
  const marks = new Set<Promise<unknown>>();

  const send = async (row: OutboxRow): Promise<string | undefined> => {
    const { workflowType = '', signal = '', commandId = '', args = [] } = row.payload;
    try {
      if (row.command === 'start') return await engine.start(workflowType, row.workflow_id, args);
      if (row.command === 'carry_out') await carryOut(database, engine, commandId);
      else await engine.signal(row.workflow_id, signal, args);
    } catch (error) {
      // Started before: nothing is left to do. Ended before the signal came: the signal says what that means.
      if (error instanceof WorkflowNotFoundError) await takeAsEnded(database, { id: row.id, workflowId: row.workflow_id, signal, args });
      else if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return undefined;
  };

  /** Nobody waits for this: if it is lost, the command is sent again, and the engine has it already. */
  const markLater = (row: OutboxRow, runId: string | undefined): void => {
    const mark = database
      .run(platformScope, DISPATCHED, [row.id, runId ?? null, row.workflow_id, commandOf(row) ?? null])
      .catch((error: unknown) => {
        log.warn({ err: error, workflowId: row.workflow_id }, 'a command was sent and could not be marked so; it will be sent again');
      })
      .finally(() => marks.delete(mark));
    marks.add(mark);
  };

  const dispatch = async (row: OutboxRow): Promise<boolean> => {
    try {
      // An intent that is left over: nothing to send, its entries are written and it is marked in one transaction.
      if (row.command === 'audit') await recoverIntent(database, row.id, row.payload);
      else markLater(row, await send(row));
      return true;
    } catch (error) {
      const said = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
      const seconds = Math.min(2 ** Math.min(row.attempts, 10), MAX_BACKOFF_SECONDS);
      log.warn({ workflowId: row.workflow_id, attempt: row.attempts, said }, 'engine did not take a command; it is kept');
      await database
        .run(
          platformScope,
          'UPDATE outbox SET last_error = $2, next_attempt_at = now() + make_interval(secs => $3) WHERE id = $1 AND dispatched_at IS NULL',
          [row.id, said, seconds],
        )
        .catch(() => undefined);
      return false;
    }
  };

  const claimAndDispatch = async (condition: string, parameters: unknown[]): Promise<boolean[]> => {
    const rows = await database.run<OutboxRow>(platformScope, claimSql(condition), parameters);
    return Promise.all(rows.map(dispatch));
  };

  const poll = async (): Promise<void> => {
    try {
      let sent: boolean[];
      do sent = await claimAndDispatch('o.next_attempt_at <= now()', []);
      while (!stopped && sent.length > 0 && sent.every(Boolean));
    } catch (error) {
      log.warn({ err: error }, 'outbox could not be read');
    }
    if (!stopped)
      timer = setTimeout(() => {
        polling = poll();
      }, POLL_MS);
  };
  polling = poll();

  return {
    dispatchNow: async (workflowIds, withinMs) => {
      await Promise.all(marks); // an older command that isn't marked yet would hold back a newer one
      const work = claimAndDispatch('o.workflow_id = ANY($1)', [workflowIds]).then(
        (sent) => sent.every(Boolean),
        () => false,
      );
      const late = new Promise<false>((resolve) =>
        setTimeout(() => {
          resolve(false);
        }, withinMs).unref(),
      );
      return Promise.race([work, late]);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await polling.catch(() => undefined);
      await Promise.all(marks);
    },
  };
};
