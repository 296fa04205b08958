import { condition, isCancellation, proxyLocalActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { commandAsked, type Command, type CommandActivities, type Settlement } from '../contracts/command.js';
import { shortWrites } from '../proxies.js';

const commands = proxyLocalActivities<CommandActivities>(shortWrites);

/**
 * The commands of one process, in the order in which they came. Every wait listens to it (`condition(() => mailbox.arrived() || …)`), so
 * that none is deaf to a command that is added later.
 *
 *     for (let asked = await mailbox.next(); asked; asked = await mailbox.next()) {
 *       if (mayNot(asked.kind)) await mailbox.refuse(asked, 'too_late');
 *       else await store.recordProgress({ …, settles: done(asked) });
 *     }
 *
 * A command is settled in the write that it causes (`settles` of the progress), or by `refuse`. Before a workflow returns it calls
 * `close`, and before it continues as new it hands `left` on.
 */
export interface Mailbox {
  /** Something has come that nobody has taken yet. Synchronous: for the condition of a wait. */
  arrived(): boolean;
  /** Takes the next command up; undefined when none is left. One that is settled already, or isn't this process', is passed over. */
  next(): Promise<Command | undefined>;
  /** Says no to a command: nothing but its row is changed. */
  refuse(command: Command, code: FailureCode): Promise<void>;
  /** Says that a command was tried and couldn't be carried out. */
  fail(command: Command, code: FailureCode): Promise<void>;
  /** Refuses whatever has come and wasn't taken: the process ends. */
  close(code: FailureCode): Promise<void>;
  /** Awaits work, and has each command carried out (or refused) that comes meanwhile. */
  during<T>(work: Promise<T>, obey: (command: Command) => Promise<void>): Promise<T>;
  /** Does something that no command can change any more, and refuses each that comes meanwhile. */
  refuseDuring<T>(work: Promise<T>, code: FailureCode): Promise<T>;
  /** Ids that have come and weren't taken, for the next run of a workflow that continues as new. */
  left(): readonly string[];
}

/** `left`: what the run before hands on. */
export const openMailbox = (processId: string, left: readonly string[] = []): Mailbox => {
  const known = new Set(left);
  const waiting = [...left];
  setHandler(commandAsked, ({ id }) => {
    if (known.has(id)) return; // sent at least once
    known.add(id);
    waiting.push(id);
  });

  const next = async (): Promise<Command | undefined> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      // Local, though a local activity's answer can be lost with its task: the signal is in the history, so the task that is run again
      // asks again, and the row answers the same run alike.
      const command = await commands.claimCommand({ id, processId, runId: workflowInfo().runId });
      if (command !== 'already') return command;
    }
    return undefined;
  };
  const refuse = ({ id }: Command, code: FailureCode) => commands.settleCommand({ commandId: id, state: 'refused', code });

  const fail = ({ id }: Command, code: FailureCode) => commands.settleCommand({ commandId: id, state: 'failed', code });

  const close = async (code: FailureCode): Promise<void> => {
    for (let command = await next(); command; command = await next()) await refuse(command, code);
  };

  const during = async <T>(work: Promise<T>, obey: (command: Command) => Promise<void>): Promise<T> => {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined); // it is awaited below
    try {
      while (!isOver) {
        await condition(() => isOver || waiting.length > 0);
        for (let command = await next(); command; command = await next()) await obey(command);
      }
    } catch (error) {
      // The workflow itself is cancelled: what is under way is awaited all the same.
      if (!isCancellation(error)) throw error;
    }
    return over;
  };

  return {
    arrived: () => waiting.length > 0,
    next,
    refuse,
    fail,
    close,
    during,
    refuseDuring: (work, code) => during(work, (command) => refuse(command, code)),
    left: () => [...waiting],
  };
};

/** For the progress that a command causes: it is done, in the same statement. */
export const done = ({ id }: Command): Settlement => ({ commandId: id, state: 'done' });
