import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { run } from './run.js';

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Asks with `signal`, and kills what hasn't gone after `graceMs`. */
export function stopChild(child: ChildProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill(signal);
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends a process of an earlier run that outlived its parent. */
export async function endLeftover(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const giveUpAt = Date.now() + graceMs;
  process.kill(pid, signal);
  while (isAlive(pid) && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** The command line of a running process; empty when it can't be read. Process ids are used again, so one isn't proof. */
export async function commandOf(pid: number): Promise<string> {
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (raw !== undefined) return raw.replaceAll('\0', ' ');
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output;
}
