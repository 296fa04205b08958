import { workflowInfo } from '@temporalio/workflow';
import type { Fence } from '../contracts/command.js';

/** Where a run's number stands: among the globals, which each workflow has to itself. Our modules are read once for all of them, and keep nothing. */
const own = globalThis as { licenzaWrites?: number };

/** The next number of this run: what asks for a write later has a later one. `run`: 1, and one more each time that a workflow continues as new. */
const nextFence = (run = 1): Fence => {
  const seq = (own.licenzaWrites ?? 0) + 1;
  own.licenzaWrites = seq;
  const { historyLength: length, runId } = workflowInfo();
  return { run, length, seq, runId };
};

const isProgress = (input: object): boolean => 'processId' in input && 'state' in input && 'step' in input;

/** The progress that an activity is given, alone or beside something else, with where it comes from. */
const fencedInput = (input: unknown): unknown => {
  if (typeof input !== 'object' || input === null) return input;
  if (isProgress(input)) return { ...input, fence: nextFence() };
  const parts = Object.entries(input as Record<string, unknown>);
  return Object.fromEntries(
    parts.map(([key, value]) => [key, typeof value === 'object' && value !== null && isProgress(value) ? fencedInput(value) : value]),
  );
};

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

const around = <T extends object>(activities: T, change: (input: unknown) => unknown): T =>
  new Proxy(activities, {
    get: (target, name) => {
      const call = (target as Activities)[String(name)]!;
      return (...args: unknown[]) => call(...(args.map(change) as never[]));
    },
  });

/**
 * Activities whose every progress write is numbered as it is asked for, so that one that comes late, from a worker that was asleep or from a task
 * that was run again, loses against the later one. Around the proxies, as what each workflow has to think of is forgotten by the next one.
 */
export const fenced = <T extends object>(activities: T): T => around(activities, fencedInput);

/** The same for calls that leave the process, each with a number of its own: before what can't be taken back they ask whether they were overtaken. */
export const fencedCalls = <T extends object>(activities: T): T =>
  around(activities, (input) => ({ ...(fencedInput(input) as object), fence: nextFence() }));
