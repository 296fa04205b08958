import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../problem.js';
import { guardProcess } from '../processes/guard.js';
import { hasEnded, stopChild } from '../processes/stop-child.js';
import type { Stoppable } from './keep-running.js';

export interface RunningProgram extends Stoppable {
  /** Ends it as a crash would, with nothing finished. */
  readonly kill: () => Promise<void>;
}

export interface ProgramOptions {
  /** As it begins a sentence: "The server". */
  name: string;
  script: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Answers 200 once the program does its work. */
  readyUrl: string;
  /** How long it may take until then; as long as it likes with `Infinity`. */
  readyMs?: number;
  onLog: (chunk: Buffer) => void;
  onExit: (sentence: string) => void;
}

const READY_MS = 60_000;
/** Longer than a request or an activity is given to end by itself. */
const STOP_MS = 30_000;

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}

async function untilReady(child: ChildProcess, { name, readyUrl, readyMs = READY_MS }: ProgramOptions): Promise<void> {
  const giveUpAt = Date.now() + readyMs;
  while (!(await answers(readyUrl))) {
    if (hasEnded(child)) throw new Problem(`${name} ended while starting (${child.signalCode ?? `exit code ${child.exitCode}`}).`);
    if (Date.now() > giveUpAt) throw new Problem(`${name} did not become ready in ${readyMs / 1000} s (${readyUrl}).`);
    await wait(50);
  }
}

/** Runs one of our programs until it says it's ready. It gets no signal from the terminal, and ends when this process dies. */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  const { name, script, cwd, env } = options;
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let isStopping = false;
  const unguard = child.pid ? guardProcess(child.pid, 'SIGTERM') : () => undefined;
  child.stdout?.on('data', options.onLog);
  child.stderr?.on('data', options.onLog);
  const end = async (signal: NodeJS.Signals) => {
    isStopping = true;
    await stopChild(child, signal, STOP_MS);
    unguard();
  };
  try {
    await untilReady(child, options);
  } catch (error) {
    await end('SIGTERM');
    throw error;
  }
  child.once('exit', (code, signal) => {
    if (!isStopping) options.onExit(`${name} ended by itself (${signal ?? `exit code ${code}`}).`);
  });
  return { stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
