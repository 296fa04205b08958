import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { canConnect, freePort } from '../ports.js';
import { Problem } from '../problem.js';
import { guardProcess } from '../processes/guard.js';
import { hasEnded, stopChild } from '../processes/stop-child.js';

const START_MS = 30_000;
const STOP_MS = 5_000;

export interface RunningStripeMock {
  url: string;
  stop(): Promise<void>;
}

/** Both addresses are named: with one of them left out it listens for that on all interfaces. */
export async function startStripeMock(path: string): Promise<RunningStripeMock> {
  const [port, securePort] = [await freePort(), await freePort()];
  const args = ['-http-addr', `127.0.0.1:${port}`, '-https-addr', `127.0.0.1:${securePort}`];
  const child = spawn(path, args, { stdio: 'ignore' });
  child.on('error', () => undefined);
  const unguard = child.pid ? guardProcess(child.pid, 'SIGKILL') : () => undefined;
  const stop = async () => {
    await stopChild(child, 'SIGTERM', STOP_MS);
    unguard();
  };
  const giveUpAt = Date.now() + START_MS;
  while (!(await canConnect('127.0.0.1', port, 1_000))) {
    if (hasEnded(child) || !child.pid || Date.now() > giveUpAt) {
      if (child.pid) await stop();
      throw new Problem('stripe-mock did not start.');
    }
    await wait(50);
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}
