import { fileURLToPath } from 'node:url';
import { freePort } from '../../sandbox/ports.js';
import { startChild } from '../child.js';
import type { Bench } from '../suite.js';

export interface BareEnvironment {
  readonly DATABASE_URL: string;
  /** The tier-1 channel whose rows the product's caller may see; part of the SQL. */
  readonly BARE_TIER1: string;
  readonly BARE_PASSWORD_HASH: string;
}

/** Starts the handlers that the product is measured against, in a process of their own. Returns their address. */
export const startBareServer = async (bench: Bench, environment: BareEnvironment): Promise<string> => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  await startChild(bench, {
    name: 'The bare server',
    script: fileURLToPath(new URL('./server.ts', import.meta.url)),
    env: { ...environment, NODE_ENV: 'production', NODE_OPTIONS: '--import=tsx', PORT: port },
    readyUrl: `${url}/ready`,
  });
  return url;
};
