import { defineSignal } from '@temporalio/workflow';
import type { CommandEnd } from '../../domain/command/command.js';
import type { CommandKind } from '../../domain/command/kinds.js';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { Actor } from './open-customer.js';

/**
 * The doorbell: somebody commands something, and its row says what. A signal and not an update, as nothing is decided by its being
 * taken: it is in the history before the workflow acts on it, whatever dies then. Sent at least once.
 */
export const commandAsked = defineSignal<[{ id: string }]>('command');

/** A command as its process is told of it: who, and what of its input is no text of people. */
export interface Command {
  readonly id: string;
  readonly kind: CommandKind;
  readonly actor: Actor;
  readonly input: Readonly<Record<string, string>>;
}

/** What became of a command; with a code and its facts where it wasn't done. */
export interface Settlement {
  readonly commandId: string;
  readonly state: Extract<CommandEnd, 'done' | 'refused' | 'failed'>;
  readonly code?: FailureCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * Where a write comes from. Compared from left to right, the later one wins: the run's ordinal (a continued workflow's is one more),
 * the length of the run's history when its task began (a task that is run again has a longer one), a number within the run.
 */
export interface Fence {
  readonly run: number;
  readonly length: number;
  readonly seq: number;
  /** The engine's id of the run. Where the numbers of another run stand, they say nothing: the engine says which of the two is current. */
  readonly runId?: string;
}

export interface CommandActivities {
  /**
   * Takes a command up for a run, by compare-and-set: only one run ever has it at a time. A task that is run again gets the same
   * answer again. `already`: it is settled, or not this process'.
   */
  claimCommand(input: { id: string; processId: string; runId: string }): Promise<Command | 'already'>;
  /** Settles a command that changes nothing else. One that is settled stays as it is. */
  settleCommand(settlement: Settlement): Promise<void>;
}
