import { homedir } from 'node:os';
import { join } from 'node:path';

/** Large things that any checkout of this user can share: engine, test server, browser. */
export const cacheFolder = (...parts: string[]): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'licenza', ...parts);
