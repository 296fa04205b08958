import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { isFailureCode, type FailureCode } from '../domain/failure/failure-code.js';

const innermost = (error: unknown): unknown => {
  let cause = error;
  while (cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure || cause instanceof TimeoutFailure) {
    if (cause.cause === undefined) break;
    cause = cause.cause;
  }
  return cause;
};

/**
 * The failure code of an error that an activity ended with: the type of its innermost application
 * failure. `lapsed` is for a call that timed out for good without an answer of its own.
 */
export const failureOf = (error: unknown, lapsed: FailureCode): FailureCode => {
  const cause = innermost(error);
  if (cause instanceof ApplicationFailure && isFailureCode(cause.type)) return cause.type;
  return cause instanceof TimeoutFailure ? lapsed : 'internal';
};

/** The vendor's own words about a failure, cut to what a history should hold. */
export const noteOf = (error: unknown): string => {
  const cause = innermost(error);
  return cause instanceof ApplicationFailure ? cause.message.slice(0, 300) : '';
};

/** No worker took the call in all its time, or our database was away: that says nothing about the other side. */
const isOurOutage = (error: unknown): boolean => {
  const cause = innermost(error);
  if (cause instanceof TimeoutFailure) return cause.timeoutType === 'SCHEDULE_TO_CLOSE' || cause.timeoutType === 'SCHEDULE_TO_START';
  return cause instanceof ApplicationFailure && cause.type === 'database_unreachable';
};

/**
 * Repeats a call to the outside for as long as it is our own parts that are down, so that an outage of
 * ours never looks like a refusal of theirs. Every other failure is the caller's to handle, but a
 * cancellation, which ends the workflow.
 */
export const throughOurOutages = async <T>(call: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (isCancellation(error) || !isOurOutage(error)) throw error;
    }
  }
};
