import { spawn, type SpawnOptions } from 'node:child_process';
import { setPriority } from 'node:os';

export interface Ran {
  code: number;
  output: string;
}

interface RunOptions extends SpawnOptions {
  timeoutMs?: number;
  onOutput?: (chunk: string) => void;
  /** Higher is nicer to the others; what it starts inherits it. */
  priority?: number;
}

function lowerPriority(pid: number, priority: number): void {
  try {
    setPriority(pid, priority);
  } catch {
    // It has ended already.
  }
}

/** Runs a program to its end and keeps what it printed. A program that isn't there is code 127, like in a shell. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  const { timeoutMs, onOutput, priority, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    if (priority !== undefined && child.pid) lowerPriority(child.pid, priority);
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(chunk.toString());
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    const finish = (code: number) => {
      clearTimeout(timer);
      resolve({ code, output: output.trim() });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

export const lastLines = (text: string, count: number): string => text.split('\n').slice(-count).join('\n');
