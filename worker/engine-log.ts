import type { RuntimeOptions } from '@temporalio/worker';
import type { Logger } from '../runtime/log.js';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
type Level = (typeof LEVELS)[keyof typeof LEVELS];

/** What the engine's SDK has to say, its native part included, as lines of our own log. */
export const logThrough = (log: Logger): Pick<RuntimeOptions, 'logger' | 'telemetryOptions'> => {
  const at = (level: Level) => (message: string, meta?: object) => {
    log[level](meta ?? {}, message);
  };
  return {
    logger: {
      log: (level, message, meta) => {
        at(LEVELS[level])(message, meta);
      },
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
    },
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  };
};
