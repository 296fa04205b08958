import { createLog } from './log.js';
import { readSettings, type Settings } from './settings.js';

export interface Service {
  /** Settles only when the service fails by itself. */
  readonly failed?: Promise<void>;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 25_000;

/**
 * Runs a process of this product: settings are checked first (one line for each fault, exit code 1), SIGTERM and
 * SIGINT stop it in order, and so does the end of the process that started it over IPC.
 */
export const runService = async (name: string, start: (settings: Settings) => Promise<Service>): Promise<void> => {
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const log = createLog(name, settings.LOG_LEVEL);
  let service: Service | undefined = undefined;
  let stopping = false;
  const stop = (why: string, code: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    if (!service) process.exit(code); // it still waits for its parts, and has begun nothing
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void service.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => {
    stop('SIGTERM', 0);
  });
  process.on('SIGINT', () => {
    stop('SIGINT', 0);
  });
  process.on('disconnect', () => {
    stop('parent ended', 0);
  });
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection');
  });
  service = await start(settings).catch((error: unknown) => {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  });
  service.failed?.then(
    () => {
      stop('ended', 1);
    },
    (error: unknown) => {
      log.fatal({ err: error }, 'failed');
      stop('failed', 1);
    },
  );
};
