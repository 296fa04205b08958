import { activityInfo, ApplicationFailure, CancelledFailure, heartbeat } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { failureKinds, isFailureCode, type FailureCode } from '../domain/failure/failure-code.js';
import { isLostDatabase } from '../prisma/lost-database.js';
import type { Logger } from '../runtime/log.js';
import type { createAttemptRecorder } from './store/record-attempt.js';

/** Often enough for a heartbeat time-out of ten seconds; a quick call never comes to it. */
const BEAT_MS = 3_000;

/** An error that no activity foresaw goes to the log in full; the engine's history gets its code and its kind, never its text. */
const translate = (error: unknown): ApplicationFailure => {
  const type: FailureCode = isLostDatabase(error) ? 'database_unreachable' : 'internal';
  return ApplicationFailure.create({ type, message: error instanceof Error ? error.name : 'unknown' });
};

/** A code that the taxonomy calls final ends the call, whoever throws it: no retry brings it to another end. */
const endIfFinal = (failure: ApplicationFailure): ApplicationFailure => {
  const { type, message, details, nonRetryable } = failure;
  if (nonRetryable || !isFailureCode(type) || failureKinds[type].retry !== 'no') return failure;
  return ApplicationFailure.create({ type, message, ...(details ? { details } : {}), nonRetryable: true });
};

/** Around each activity: heartbeats while it runs, failures in our taxonomy, and a note on the process when it will be tried again. */
export const aroundActivities =
  (log: Logger, noteAttempt: ReturnType<typeof createAttemptRecorder>): ActivityInterceptorsFactory =>
  () => ({
    inbound: {
      execute: async (input, next) => {
        const info = activityInfo();
        const { activityType, attempt, workflowExecution, heartbeatTimeoutMs } = info;
        const beat = heartbeatTimeoutMs === undefined ? undefined : setInterval(() => heartbeat(), BEAT_MS);
        try {
          return await next(input);
        } catch (error) {
          if (error instanceof CancelledFailure) throw error;
          if (!(error instanceof ApplicationFailure))
            log.error({ err: error, activityType, attempt, workflowId: workflowExecution?.workflowId }, 'activity failed');
          const failure = error instanceof ApplicationFailure ? endIfFinal(error) : translate(error);
          if (failure.type === 'vendor_sign_in_refused')
            log.error({ activityType, attempt, note: failure.message }, 'a vendor refuses our own sign-in');
          await noteAttempt(info, failure);
          throw failure;
        } finally {
          clearInterval(beat);
        }
      },
    },
  });
