import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { guardProcess } from '../../sandbox/processes/guard.js';
import { hasEnded } from '../../sandbox/processes/stop-child.js';
import { freePort } from '../../sandbox/ports.js';
import { eventually } from './eventually.js';

/** One of our programs as a process of its own, as production runs it. */
export interface Program {
  readonly url: string;
  readonly metricsUrl: string;
  /** What it has printed so far. */
  output(): string;
  hasEnded(): boolean;
  /** Pulls the plug: it gets no chance to finish or tidy up anything. */
  kill(): Promise<void>;
  /** Stands still from one instruction to the next (SIGSTOP), and knows nothing of it, until it is woken. */
  freeze(): void;
  wake(): void;
  /** Asks it to stop, as a supervisor does. Resolves with its exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 60_000;

const ended = (child: ChildProcess): Promise<void> =>
  hasEnded(child) ? Promise.resolve() : new Promise((resolve) => child.once('exit', () => resolve()));

/**
 * Starts one of the programs in dist/ and waits until it answers; `untilReady: false` doesn't wait for its parts to be
 * reachable.
 */
export const startProgram = async (
  name: 'server' | 'worker' | 'sandbox-partner-center',
  variables: NodeJS.ProcessEnv,
  { untilReady = true }: { untilReady?: boolean } = {},
): Promise<Program> => {
  const [port, metricsPort] = [variables.PORT ?? String(await freePort()), String(await freePort())];
  // Nothing of this process's own settings: only what a deployment would give.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...variables, PORT: port, METRICS_PORT: metricsPort, WORKER_METRICS_PORT: metricsPort };
  const child = spawn(process.execPath, ['--enable-source-maps', `dist/${name}.js`], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const unguard = guardProcess(child.pid ?? 0, 'SIGKILL');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended(child);
    unguard();
  };
  const url = `http://127.0.0.1:${port}`;
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  const readyUrl = name === 'worker' ? metricsUrl : `${url}/${untilReady ? 'readyz' : 'healthz'}`;
  await eventually(async () => {
    if (hasEnded(child)) return;
    if ((await fetch(readyUrl)).status !== 200) throw new Error(`the ${name} is not ready`);
  }, READY_MS);
  if (hasEnded(child)) throw new Error(`the ${name} ended while starting: ${output}`);
  return {
    url,
    metricsUrl,
    output: () => output,
    hasEnded: () => hasEnded(child),
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    stop: async () => {
      const askedAt = Date.now();
      await end('SIGTERM');
      return { code: child.exitCode, tookMs: Date.now() - askedAt };
    },
  };
};
