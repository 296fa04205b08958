import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { freePort } from '../ports.js';
import { Problem } from '../problem.js';
import { guardProcess } from '../processes/guard.js';
import { lastLines } from '../processes/run.js';
import { stopChild } from '../processes/stop-child.js';
import type { Report } from '../report.js';
import { acquireEngine } from './acquire-engine.js';

export interface EngineOptions {
  report: Report;
  /** Durable when given; in memory otherwise. */
  dbFile?: string;
  /** Free ones when absent. */
  port?: number;
  /** No UI when absent: tests don't look at it. */
  uiPort?: number;
  /** Where the UI has encrypted payloads made readable. */
  codecEndpoint?: string;
  /** `Name=Keyword` and so on; kept by the engine's own store once registered. */
  searchAttributes?: string[];
  onLog?: (chunk: string) => void;
  onExit?: (sentence: string) => void;
  pidFile?: string;
}

export interface RunningEngine {
  address: string;
  uiUrl?: string;
  stop(): Promise<void>;
}

/**
 * start-dev polls its queues 20 times a second on one shard, which costs 50 ms for every hop of a workflow;
 * with these a workflow with one activity went from 150 ms to 33 ms (measured on 2 cores).
 */
const DYNAMIC_CONFIG = [
  'system.enableActivityEagerExecution=true',
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.visibilityProcessorMaxPollRPS=200',
];
/** SQLite's defaults sync each write: 22 activities a second, against 140 with these; a crash of the machine may cost the last moment. */
const PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];
const START_MS = 60_000;
const STOP_MS = 10_000;

function argumentsFor(options: EngineOptions, port: number): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)];
  if (options.uiPort) args.push('--ui-port', String(options.uiPort));
  else args.push('--headless');
  if (options.uiPort && options.codecEndpoint) args.push('--ui-codec-endpoint', options.codecEndpoint);
  if (options.dbFile) args.push('--db-filename', options.dbFile);
  for (const value of DYNAMIC_CONFIG) args.push('--dynamic-config-value', value);
  for (const pragma of options.dbFile ? PRAGMAS : []) args.push('--sqlite-pragma', pragma);
  for (const attribute of options.searchAttributes ?? []) args.push('--search-attribute', attribute);
  return args;
}

/** The garbage of so many per cent of what it holds is let be: the engine holds little, and collecting at 100 takes a fifth of its time. */
const GOGC = '400';

/** The CLI reads TEMPORAL_* and NO_COLOR-like settings of its own; ours are meant for the product. */
const engineEnvironment = (): NodeJS.ProcessEnv => ({
  GOGC,
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
});

function untilServing(child: ChildProcess, onLog: (chunk: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Problem(`The workflow engine did not start (${why}): ${lastLines(output.trim(), 3)}`));
    const timer = setTimeout(() => fail(`nothing after ${START_MS / 1000} s`), START_MS);
    const listen = (chunk: Buffer) => {
      onLog(chunk.toString());
      if (output.length < 20_000) output += chunk.toString();
      // Printed last, when the frontend serves and the namespace exists.
      if (/^(Temporal )?Server:\s/m.test(output)) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit code ${code}`));
  });
}

async function launch(path: string, port: number, options: EngineOptions): Promise<() => Promise<void>> {
  if (options.dbFile) await mkdir(dirname(options.dbFile), { recursive: true });
  // A process group of its own: Ctrl-C must reach the server and the workers first.
  const child = spawn(path, argumentsFor(options, port), { env: engineEnvironment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const unguard = child.pid ? guardProcess(child.pid, 'SIGTERM') : () => undefined;
  if (options.pidFile && child.pid) await writeFile(options.pidFile, String(child.pid));
  const serving = untilServing(child, options.onLog ?? (() => undefined));
  try {
    await options.report.during('Starting the engine', serving);
  } catch (error) {
    await stopChild(child, 'SIGKILL', STOP_MS);
    throw error;
  }
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) options.onExit?.(`The engine ended by itself (${signal ?? `exit code ${code}`}).`);
  });
  return async () => {
    stopping = true;
    await stopChild(child, 'SIGTERM', STOP_MS);
    unguard();
    if (options.pidFile) await rm(options.pidFile, { force: true });
  };
}

/** Acquires Temporal and serves it on loopback with the tuned settings; an external one is only checked. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const engine = await acquireEngine(options.report);
  if (engine.kind === 'external') {
    return { address: engine.address, uiUrl: process.env.TEMPORAL_UI_URL, stop: async () => undefined };
  }
  const port = options.port ?? (await freePort());
  const stop = await launch(engine.path, port, options);
  return { address: `127.0.0.1:${port}`, uiUrl: options.uiPort ? `http://127.0.0.1:${options.uiPort}` : undefined, stop };
}
