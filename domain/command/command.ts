/**
 * A command's way. `asked`: the row is there, the engine may not know of it. `awaiting_approval`: a second person has to agree.
 * `sent`: the engine has stored it. `accepted`: its process has taken it up. `done`, `refused` (not allowed any more, nothing was
 * done), `failed` (it was tried) and `lapsed` (nobody took it in time) are for good.
 */
export const commandStates = ['asked', 'awaiting_approval', 'sent', 'accepted', 'done', 'refused', 'failed', 'lapsed'] as const;
export type CommandState = (typeof commandStates)[number];

export const commandEnds = ['done', 'refused', 'failed', 'lapsed'] as const satisfies readonly CommandState[];
export type CommandEnd = (typeof commandEnds)[number];

/**
 * State → the states that may follow. That it was sent is marked by another hand than the one that carries it out, so a process may
 * have accepted or settled it before the mark. The database has the same table in its trigger.
 */
export const commandTransitions: Readonly<Record<CommandState, readonly CommandState[]>> = {
  asked: ['awaiting_approval', 'sent', 'accepted', 'done', 'refused', 'failed', 'lapsed'],
  awaiting_approval: ['asked', 'refused', 'lapsed'],
  sent: ['accepted', 'done', 'refused', 'failed', 'lapsed'],
  accepted: ['done', 'refused', 'failed'],
  done: [],
  refused: [],
  failed: [],
  lapsed: [],
};

export const isSettled = (state: CommandState): state is CommandEnd => (commandEnds as readonly string[]).includes(state);
