import type { ProcessKind, ProcessState } from './process.js';

/** A process that is this many times as long at work as usual needs somebody. */
export const stuckAfterTimes = 5;

/** The least that counts as usual (seconds): below it everything is a matter of moments, and nobody has to be told. Also where there is no past yet. */
export const leastUsualSeconds: Readonly<Record<ProcessKind, number>> = {
  customer: 60,
  licence: 60,
  message: 60,
  activation: 60,
  user_import: 120,
  order: 120,
  subscription_change: 120,
  subscription: 120,
};

/** What an attention item of a process that is too long at work names as its cause. Every other cause is a failure code. */
export const lateCause = 'late';

/** How a process stands for whoever looks at it: its state, or that it is late or being tried again. */
export type ProcessStand = ProcessState | 'late' | 'retrying';

export interface StandFacts {
  readonly state: ProcessState;
  /** Since when it is at work without a wait. */
  readonly workSince: string;
  readonly nextAt: string | null;
  /** Absent until the process has been at work for some seconds. */
  readonly usualSeconds: number | null;
  readonly stuckSince: string | null;
  /** The attempt that comes next, while the engine tries by itself. */
  readonly retryAttempt: number | null;
}

const atWork: readonly ProcessState[] = ['queued', 'running'];

/** Since when it should have come further: at work since then, or past its date since then. Undefined where nothing is due. */
const dueSince = ({ state, workSince, nextAt }: StandFacts): string | undefined => {
  if (atWork.includes(state)) return workSince;
  return state === 'waiting' ? (nextAt ?? undefined) : undefined;
};

/** How a process stands at an instant (ms). The worst wins: needs somebody, tried again, late, then its own state. */
export const standOf = (facts: StandFacts, kind: ProcessKind, nowMs: number): ProcessStand => {
  if (facts.state === 'needs_attention' || facts.stuckSince !== null) return 'needs_attention';
  if (facts.retryAttempt !== null) return 'retrying';
  const since = dueSince(facts);
  const usual = facts.usualSeconds ?? leastUsualSeconds[kind];
  return since !== undefined && nowMs > Date.parse(since) + usual * 1000 ? 'late' : facts.state;
};
