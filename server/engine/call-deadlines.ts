import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor, type ConnectionOptions } from '@temporalio/client';

type Interceptors = NonNullable<ConnectionOptions['interceptors']>;

const CALL_MS = 5_000;
const PROBE_MS = 2_000;
/** A process answers a command once it has carried it out. */
const UPDATE_MS = 10_000;
const OTHERS_MS: Readonly<Record<string, number>> = {
  GetSystemInfo: PROBE_MS,
  UpdateWorkflowExecution: UPDATE_MS,
  PollWorkflowExecutionUpdate: UPDATE_MS,
};

const withDeadline: Interceptors[number] = (options, nextCall) => {
  const method = options.method_definition.path.split('/').at(-1) ?? '';
  const deadline = Date.now() + (OTHERS_MS[method] ?? CALL_MS);
  return nextCall({ ...options, deadline }) as ReturnType<Interceptors[number]>;
};

/**
 * How long the engine may take for a call, its retries included. Set here rather than by the SDK's `withDeadline`, whose async local
 * storage costs every promise of the process from its first use on, also those of requests that never ask the engine.
 */
export const callDeadlines: Interceptors = [withDeadline, makeGrpcRetryInterceptor(defaultGrpcRetryOptions())];
