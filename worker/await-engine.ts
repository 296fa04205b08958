import { setTimeout as wait } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { NativeConnection, TransportError } from '@temporalio/worker';
import { engineConnectionOptions } from '../runtime/engine-connection.js';
import type { Logger } from '../runtime/log.js';
import type { Settings } from '../runtime/settings.js';

const ANSWER_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** gRPC's numbers of what passes: cancelled, deadline exceeded, not found (the namespace is made after the engine), exhausted, aborted, unavailable. */
const PASSING = new Set([1, 4, 5, 8, 10, 14]);
/** The engine answers, but doesn't let this login read what a namespace is: then it isn't asked for. */
const PERMISSION_DENIED = 7;

class Silent extends Error {}

const passes = (error: unknown): boolean =>
  error instanceof TransportError || error instanceof Silent || (isGrpcServiceError(error) && PASSING.has(error.code));

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  const given = new AbortController();
  const late = wait(ANSWER_MS, undefined, { signal: given.signal }).then(() => {
    throw new Silent('the engine does not answer');
  });
  late.catch(() => undefined); // it is called off once the answer is there
  return Promise.race([answer, late]).finally(() => {
    given.abort();
  });
};

const connect = async (settings: Settings): Promise<NativeConnection> => {
  const connecting = NativeConnection.connect(await engineConnectionOptions(settings));
  let connection: NativeConnection | undefined;
  try {
    connection = await inTime(connecting);
    await inTime(connection.workflowService.describeNamespace({ namespace: settings.TEMPORAL_NAMESPACE }));
    return connection;
  } catch (error) {
    if (connection && isGrpcServiceError(error) && Number(error.code) === PERMISSION_DENIED) return connection;
    if (connection) await connection.close();
    else void connecting.then((late) => late.close()).catch(() => undefined);
    throw error;
  }
};

/**
 * A connection to the engine once it serves our namespace. A worker may be started before either is there: it waits, however long that
 * takes, and says so; only what waiting can't mend (a refused key, say) ends it.
 */
export const awaitEngine = async (settings: Settings, log: Logger): Promise<NativeConnection> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await connect(settings);
    } catch (error) {
      if (!passes(error)) throw error;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
      log.warn({ err: error, namespace: settings.TEMPORAL_NAMESPACE, attempt }, 'the engine or its namespace is not there; waiting for it');
      await wait(pauseMs);
    }
  }
};
