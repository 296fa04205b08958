import { isSettled, type CommandState } from '../../domain/command/command.js';
import { isCommandKind, type CommandKind } from '../../domain/command/kinds.js';
import { Failure, isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import type { UserContext } from '../trpc.js';

/** What became of a command so far. Open ones are followed live, by `commands.get`. */
export interface CommandAnswer {
  readonly commandId: string;
  readonly kind: CommandKind;
  readonly state: CommandState;
  readonly code?: FailureCode;
  readonly params?: Readonly<Record<string, string | number>>;
  /** What the row keeps of it. */
  readonly input: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly kind: CommandKind;
  readonly state: CommandState;
  readonly outcome: { readonly code?: string; readonly params?: Readonly<Record<string, string | number>> } | null;
  readonly input: Readonly<Record<string, unknown>>;
}

const READ = 'SELECT kind, state, outcome, input FROM command WHERE id = $1';

/** What a command's row says now. Error: not_found. */
export const readAnswer = async ({ database, scope }: UserContext, commandId: string): Promise<CommandAnswer> => {
  const [row] = await database.read<Row>(scope, READ, [commandId]);
  if (!row || !isCommandKind(row.kind)) throw new Failure('not_found');
  const { kind, state, outcome, input } = row;
  return {
    commandId,
    kind,
    state,
    input,
    ...(isFailureCode(outcome?.code) ? { code: outcome.code } : {}),
    ...(outcome?.params ? { params: outcome.params } : {}),
  };
};

/** The feed tells of a change once every older transaction is over; whoever waits for an answer looks sooner. */
const LOOKS_AGAIN_MS = 100;

/** Waits until a command is settled, or for so long. Looks when something was committed, and now and then. */
export const awaitCommand = async (ctx: UserContext, commandId: string, withinMs: number): Promise<CommandAnswer> => {
  const until = performance.now() + withinMs;
  let changed = false;
  let wake = (): void => undefined;
  const unsubscribe = ctx.changes.subscribe(() => {
    changed = true;
    wake();
  });
  try {
    for (;;) {
      changed = false;
      const answer = await readAnswer(ctx, commandId);
      const left = until - performance.now();
      if (isSettled(answer.state) || left <= 0) return answer;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, LOOKS_AGAIN_MS));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (changed) wake();
      });
    }
  } finally {
    unsubscribe();
  }
};
