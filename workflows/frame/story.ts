import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { Command } from '../contracts/command.js';
import { failureOf, throughOurOutages } from '../failure-of.js';
import type { Mailbox } from './mailbox.js';

/** Somebody, or time, has decided that the story is to be undone. */
export class Undone extends Error {}

/** An entry of the ledger: what takes a step back, and its place. Undone from the last to the first. */
export interface LedgerEntry<Undo extends string> {
  readonly by: Undo;
  readonly position: number;
}

/** How a story stands. Plain and serialisable: a workflow that continues as new hands it to its next run. */
export interface StoryState<Name extends string = string, Undo extends string = string, How extends string = string> {
  step: Name | undefined;
  /** What it stands still for. */
  failure: FailureCode | undefined;
  /** What is being taken back, once undoing has begun. */
  undoing: LedgerEntry<Undo> | undefined;
  undoAsked: boolean;
  /** How a person has said that it goes on. */
  goOn: How | undefined;
  /** When it is undone by itself if it stands still then: ms since 1970. One deadline for all its standing still. */
  undoBy: number;
  readonly ledger: LedgerEntry<Undo>[];
}

/** One step of a story. */
export interface StoryStep<Name extends string, Undo extends string, How extends string> {
  readonly name: Name;
  /** Without it the step is always there; asked when the step's turn has come, and after each failure of it. */
  readonly when?: () => boolean;
  /** Has cost nothing yet, so that it can be called off while it runs. */
  readonly isFree?: boolean;
  readonly undo?: LedgerEntry<Undo>;
  /** `how`: what a person has asked for, from the second attempt on. */
  readonly work: (attempt: number, how: How | undefined) => Promise<void>;
}

/** What a story is told of. */
export interface StoryParts<Name extends string, Undo extends string, How extends string> {
  readonly mailbox: Mailbox;
  /** Carries a command out, or refuses it. It is called for each, whatever the story is doing. */
  readonly obey: (command: Command) => Promise<void>;
  /** Writes that a step begins, or leaves it to the step's first call. */
  readonly begins: (step: StoryStep<Name, Undo, How>) => Promise<void>;
  /** Writes that it stands still; `until`: when it is undone by itself (ISO-8601 UTC), if ever. */
  readonly stands: (at: string, failure: FailureCode, until: string | undefined) => Promise<void>;
  /** Of a call to the outside that timed out for good without an answer of its own. */
  readonly lapsed: FailureCode;
}

/** Runs the steps of a story, its standing still and its way back, and hears every command in every wait. */
export const openStory = <Name extends string, Undo extends string, How extends string>(
  state: StoryState<Name, Undo, How>,
  { mailbox, obey, begins, stands, lapsed }: StoryParts<Name, Undo, How>,
) => {
  let free: CancellationScope | undefined;

  const hearing = <T>(work: Promise<T>): Promise<T> => mailbox.during(work, obey);

  /** Waits for the next command, until the deadline. False: it has passed. */
  const hearNext = async (until: number | undefined): Promise<boolean> => {
    if (until === undefined) await condition(() => mailbox.arrived());
    else if (!(await condition(() => mailbox.arrived(), Math.max(1, until - Date.now())))) return false;
    const command = await mailbox.next();
    if (command) await obey(command);
    return true;
  };

  /** Stands still until a person says how to go on, and returns that; throws Undone when that is not at all. */
  const standStill = async (at: string, failure: FailureCode): Promise<How | undefined> => {
    state.failure = failure;
    state.goOn = undefined;
    // What was asked for is being done: left asked for, a failed undoing would go round and round and wait for nobody.
    if (state.undoing) state.undoAsked = false;
    const until = state.undoing ? undefined : Math.max(Date.now() + 1, state.undoBy);
    await stands(at, failure, until === undefined ? undefined : new Date(until).toISOString());
    while (state.goOn === undefined && !state.undoAsked) if (!(await hearNext(until))) state.undoAsked = true;
    const how = state.goOn;
    state.failure = undefined;
    state.goOn = undefined;
    if (state.undoAsked && !state.undoing) throw new Undone();
    return how;
  };

  const tryOnce = async (step: StoryStep<Name, Undo, How>, work: () => Promise<void>): Promise<void> => {
    if (!step.isFree) return hearing(throughOurOutages(work));
    free = new CancellationScope();
    try {
      await hearing(free.run(() => throughOurOutages(work)));
    } finally {
      free = undefined;
    }
  };

  /** One step, as often as it takes. False: after a failure it isn't needed any more. */
  const take = async (step: StoryStep<Name, Undo, How>): Promise<boolean> => {
    state.step = step.name;
    if (step.undo) state.ledger.push(step.undo);
    await begins(step);
    let how: How | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const asked = how;
      try {
        await tryOnce(step, () => step.work(attempt, asked));
        return true;
      } catch (error) {
        if (state.undoAsked || error instanceof Undone) throw new Undone();
        if (isCancellation(error)) throw error;
        how = await standStill(step.name, failureOf(error, lapsed));
      }
      if (step.when && !step.when()) return false;
    }
  };

  return {
    /** Awaits work, and hears every command that comes meanwhile. */
    hearing,
    standStill,
    take,
    /** Cuts whatever a free step is doing, as it is to be undone. */
    cut: () => free?.cancel(),
    /** Takes back what the ledger has, from the last entry to the first. True: something was given up on the way. */
    undoAll: async (takeBack: (entry: LedgerEntry<Undo>) => Promise<boolean>): Promise<boolean> => {
      let isGivenUp = false;
      for (const entry of state.ledger.toReversed()) {
        state.undoing = entry;
        if (!(await takeBack(entry))) isGivenUp = true;
      }
      return isGivenUp;
    },
  };
};
