import type { ApplicationFailure } from '@temporalio/common';
import type { Info } from '@temporalio/activity';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';

/** One hiccup is nobody's business; from the second failure on the pages say that it is being tried again. */
const TOLD_FROM = 2;
/** The call's own failure must not wait for the note about it. */
const PATIENCE_MS = 2_000;

type Attempt = Pick<
  Info,
  'attempt' | 'isLocal' | 'retryPolicy' | 'workflowExecution' | 'scheduledTimestampMs' | 'scheduleToCloseTimeoutMs'
>;

/** The engine tells a policy's intervals in ms. */
const msOf = (interval: unknown, otherwise: number): number => (typeof interval === 'number' ? interval : otherwise);

/** When the engine tries again (ms), by the policy of the call; undefined when it doesn't. */
export const nextTryAt = (
  { attempt, retryPolicy, scheduledTimestampMs, scheduleToCloseTimeoutMs }: Omit<Attempt, 'isLocal' | 'workflowExecution'>,
  nowMs: number,
): number | undefined => {
  if (retryPolicy === undefined) return undefined;
  const { backoffCoefficient = 2, maximumAttempts } = retryPolicy;
  if (maximumAttempts !== undefined && maximumAttempts > 0 && attempt >= maximumAttempts) return undefined;
  const first = msOf(retryPolicy.initialInterval, 1_000);
  const most = msOf(retryPolicy.maximumInterval, first * 100);
  const at = nowMs + Math.min(most, first * backoffCoefficient ** (attempt - 1));
  return scheduleToCloseTimeoutMs > 0 && at > scheduledTimestampMs + scheduleToCloseTimeoutMs ? undefined : at;
};

// Names no state: it is no progress, and ends nothing. A process that has gone on since the call was asked for isn't told of its attempts.
const NOTE = `
  UPDATE process SET retry_attempt = $2, retry_since = coalesce(retry_since, now()), retry_failure = $3, retry_next_at = to_timestamp($4::float8 / 1000)
   WHERE workflow_id = $1 AND state = 'running' AND step_since <= to_timestamp($5::float8 / 1000) + interval '5 seconds'`;

/** Notes on the process that a call to the outside failed and will be tried again: which attempt comes, when, and why. */
export const createAttemptRecorder =
  (database: Database) =>
  async (info: Attempt, failure: ApplicationFailure): Promise<void> => {
    const { attempt, isLocal, workflowExecution, scheduledTimestampMs } = info;
    const next = nextTryAt(info, Date.now());
    if (isLocal || attempt < TOLD_FROM || workflowExecution === undefined || failure.nonRetryable || next === undefined) return;
    const code = isFailureCode(failure.type) ? failure.type : 'internal';
    const noted = database
      .run(platformScope, NOTE, [workflowExecution.workflowId, attempt + 1, code, next, scheduledTimestampMs])
      .catch(() => undefined); // the attempt's own failure is what counts
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([noted, new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)))]);
    clearTimeout(timer);
  };
