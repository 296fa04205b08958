import {
  Client,
  Connection,
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { Failure, isFailureCode } from '../../domain/failure/failure-code.js';
import { engineConnectionOptions } from '../../runtime/engine-connection.js';
import { createDataConverter } from '../../runtime/payload-codec.js';
import type { Settings } from '../../runtime/settings.js';
import { callDeadlines } from './call-deadlines.js';

export interface Engine {
  readonly client: Client;
  /** Starts a workflow; an id that was started before is success. Returns the run's id. */
  start(workflowType: string, workflowId: string, args: unknown[]): Promise<string>;
  signal(workflowId: string, name: string, args: unknown[]): Promise<void>;
  /** Sends an update and waits until the workflow has carried it out; under an id that was sent before it is the same one. Throws a Failure. */
  update<Ret, Args extends unknown[]>(workflowId: string, definition: UpdateDefinition<Ret, Args>, args: Args, id: string): Promise<Ret>;
  /** Throws engine_unreachable when the engine doesn't answer within two seconds. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A rejected or failed update in our taxonomy; an engine without an answer is engine_unreachable. */
const translate = (error: unknown): Error => {
  if (error instanceof WorkflowUpdateFailedError) {
    const cause = error.cause;
    return cause instanceof ApplicationFailure && isFailureCode(cause.type) ? new Failure(cause.type) : error;
  }
  if (error instanceof WorkflowNotFoundError) return new Failure('too_late');
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof ServiceError || isGrpcServiceError(error)) {
    return new Failure('engine_unreachable');
  }
  return error instanceof Error ? error : new Error(String(error));
};

/** A client of the workflow engine. It connects when first used, and again after a loss. */
export const openEngine = async (settings: Settings): Promise<Engine> => {
  const connection = Connection.lazy({ ...(await engineConnectionOptions(settings)), interceptors: callDeadlines });
  const client = new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(settings.PAYLOAD_KEYS),
  });
  return {
    client,
    start: async (workflowType, workflowId, args) => {
      const handle = await client.workflow.start(workflowType, {
        workflowId,
        args,
        taskQueue: settings.TEMPORAL_TASK_QUEUE,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return handle.firstExecutionRunId;
    },
    signal: (workflowId, name, args) => client.workflow.getHandle(workflowId).signal(name, ...args),
    update: async <Ret, Args extends unknown[]>(
      workflowId: string,
      definition: UpdateDefinition<Ret, Args>,
      args: Args,
      updateId: string,
    ): Promise<Ret> => {
      try {
        const handle = client.workflow.getHandle(workflowId);
        return await handle.executeUpdate<Ret, never>(definition as never, { args, updateId } as never);
      } catch (error) {
        throw translate(error);
      }
    },
    ping: async () => {
      try {
        await connection.workflowService.getSystemInfo({});
      } catch {
        throw new Failure('engine_unreachable');
      }
    },
    close: () => connection.close(),
  };
};
