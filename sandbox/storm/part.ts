import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { guardProcess } from '../processes/guard.js';
import { run } from '../processes/run.js';
import { hasEnded, isAlive, stopChild } from '../processes/stop-child.js';
import { openLog } from '../start/log-file.js';

/** A part of the product or of its outside that can be harmed. All of it can be repeated. */
export interface Part {
  readonly name: string;
  start(): Promise<void>;
  /** Pulls the plug. */
  kill(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
}

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
};

/** What stands still is woken even when this process is killed, or it would stay for good. */
export const createIce = () => {
  const frozen = new Map<number, () => void>();
  return {
    freeze: (pids: readonly number[]): void => {
      for (const pid of pids) {
        if (!frozen.has(pid)) frozen.set(pid, guardProcess(pid, 'SIGCONT'));
        send(pid, 'SIGSTOP');
      }
    },
    thaw: (): void => {
      for (const [pid, unguard] of frozen) {
        send(pid, 'SIGCONT');
        unguard();
      }
      frozen.clear();
    },
  };
};

const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

/** The processes that one has started. */
export async function childrenOf(pid: number): Promise<number[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (names.length === 0) {
    const { output } = await run('pgrep', ['-P', String(pid)]);
    return output.split('\n').map(Number).filter(Boolean);
  }
  const stats = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  return names.filter((_, index) => stats[index] && parentOf(stats[index]) === pid).map(Number);
}

/** Kills all of them, and waits until they are gone. */
export async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) send(pid, 'SIGKILL');
  for (const pid of pids) while (isAlive(pid)) await wait(20);
}

const READY_MS = 90_000;
const STOP_MS = 10_000;
const AGAIN_MS = 500;

interface ProgramOptions {
  readonly name: string;
  readonly script: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly readyUrl: string;
  readonly logFile: string;
}

/** One of our programs, started again whenever it ends by itself, as a supervisor would. */
export const programPart = ({ name, script, cwd, env, readyUrl, logFile }: ProgramOptions): Part & { untilReady(): Promise<void> } => {
  const ice = createIce();
  const log = openLog(logFile);
  let child: ChildProcess | undefined;
  let wanted = false;
  let unguard: () => void = () => undefined;
  const launch = (): void => {
    const started = spawn(process.execPath, ['--enable-source-maps', script], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    unguard = guardProcess(started.pid ?? 0, 'SIGKILL');
    for (const stream of [started.stdout, started.stderr]) stream.on('data', log.write);
    started.once('exit', () => {
      if (wanted && child === started) setTimeout(() => wanted && child === started && launch(), AGAIN_MS);
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    wanted = false;
    ice.thaw();
    if (child) await stopChild(child, signal, STOP_MS);
    unguard();
  };
  return {
    name,
    start: () => {
      if (wanted && child && !hasEnded(child)) return Promise.resolve();
      wanted = true;
      launch();
      return Promise.resolve();
    },
    untilReady: async () => {
      const giveUpAt = Date.now() + READY_MS;
      for (;;) {
        const answer = await fetch(readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
        await answer?.body?.cancel();
        if (answer?.status === 200) return;
        if (Date.now() > giveUpAt) throw new Error(`${name} did not become ready in ${String(READY_MS / 1000)} s`);
        await wait(100);
      }
    },
    kill: () => end('SIGKILL'),
    freeze: () => {
      if (child?.pid && !hasEnded(child)) ice.freeze([child.pid]);
      return Promise.resolve();
    },
    thaw: ice.thaw,
    stop: () => end('SIGTERM'),
  };
};
