import { EventEmitter } from 'node:events';
import type { Database } from '../../prisma/client.js';
import type { Logger } from '../../runtime/log.js';

/** Tells every open stream of this server that something was committed; the streams then read what. */
export interface ChangeHub {
  /**
   * Calls back at each commit that changed something, and now and then without (a lost notice costs seconds, not the change).
   * `endedFor` is the user of whom a session was ended, where it was that.
   */
  subscribe(onChange: (endedFor?: string) => void): () => void;
  stop(): Promise<void>;
}

const RECONNECT_MS = 1_000;
const SWEEP_MS = 5_000;

/** One listening connection a server, however many streams. */
export const startChangeHub = (database: Database, log: Logger): ChangeHub => {
  const emitter = new EventEmitter().setMaxListeners(0);
  let stopped = false;
  let connection: { stop(): Promise<void> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tell = (payload = '') => emitter.emit('change', payload === '' ? undefined : payload);

  const connect = async (): Promise<void> => {
    try {
      connection = await database.listen('licenza_change', tell, () => {
        log.warn('lost the connection that listens for changes; connecting again');
        retry();
      });
      if (stopped) await connection.stop();
      tell();
    } catch {
      retry();
    }
  };
  const retry = () => {
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  void connect();
  const sweep = setInterval(() => tell(), SWEEP_MS);

  return {
    subscribe: (onChange) => {
      emitter.on('change', onChange);
      return () => emitter.off('change', onChange);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      clearInterval(sweep);
      await connection?.stop().catch(() => undefined);
    },
  };
};
