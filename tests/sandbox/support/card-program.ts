import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { guardProcess } from '../../../sandbox/processes/guard.js';
import { hasEnded } from '../../../sandbox/processes/stop-child.js';
import { eventually } from '../../support/eventually.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const START_MS = 60_000;

export interface CardProgram {
  readonly url: string;
  /** Pulls the plug. */
  kill(): Promise<void>;
}

/** The card simulator as a process of its own, as `npm start` runs it. */
export const startCardProgram = async (port: number, folder: string, variables: NodeJS.ProcessEnv): Promise<CardProgram> => {
  const env = { PATH: process.env.PATH, CARD_PROCESSOR_PORT: String(port), CARD_PROCESSOR_FOLDER: folder, ...variables };
  const child = spawn(process.execPath, ['dist/sandbox-card-processor.js'], { cwd: root, env, stdio: 'ignore' });
  const unguard = guardProcess(child.pid ?? 0, 'SIGKILL');
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => {
    if (hasEnded(child)) throw new Error('the card processor ended while starting');
    if ((await fetch(`${url}/healthz`)).status !== 200) throw new Error('the card processor is not ready');
  }, START_MS);
  return {
    url,
    kill: async () => {
      const ended = hasEnded(child) ? undefined : once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      unguard();
    },
  };
};
