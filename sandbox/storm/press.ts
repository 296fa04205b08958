import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Person } from './ask.js';
import type { Draw } from './draw.js';
import type { Journal, Try } from './journal.js';
import type { People } from './people.js';
import type { World } from './world.js';

/** What everybody who presses needs. */
export interface Stage {
  readonly world: World;
  readonly people: People;
  readonly journal: Journal;
  /** The storm is over: nothing new is begun. */
  readonly over: () => boolean;
  /** What was asked under a key and got no clear answer isn't asked again after this. */
  readonly closed: () => boolean;
}

/** As a person does who sees "perhaps it was done": the same again, under the same key, until it is clear. Noted in the journal as one press. */
export const pressUntilClear = async (
  stage: Stage,
  person: Person,
  path: string,
  { subject, noted }: { readonly subject: string; readonly noted: Record<string, unknown> },
  input: Record<string, unknown>,
): Promise<Answer> => {
  const begunAt = new Date();
  const tries: Try[] = [];
  for (;;) {
    const at = new Date();
    const answer = await person.press(path, input);
    tries.push({ at, tookMs: Date.now() - at.getTime(), said: answer.kind === 'accepted' ? answer.kind : answer.code });
    if (answer.kind !== 'unclear' || stage.closed()) {
      stage.journal.note(path, subject, noted, begunAt, answer).tries = tries;
      return answer;
    }
    await wait(700);
  }
};

/** A command under an id of its own, which makes the second press the same one. */
export const pressCommand = (
  stage: Stage,
  person: Person,
  path: string,
  subject: string,
  input: Record<string, unknown>,
): Promise<Answer> => {
  const command = { ...input, commandId: randomUUID() };
  return pressUntilClear(stage, person, path, { subject, noted: command }, command);
};

/** Pressed once; what isn't clear stays so. */
export const pressOnce = async (
  { journal }: Stage,
  person: Person,
  path: string,
  subject: string,
  input: Record<string, unknown>,
): Promise<Answer> => {
  const at = new Date();
  const answer = await person.press(path, input);
  journal.note(path, subject, input, at, answer);
  return answer;
};

export const pause = (draw: Draw, least: number, most: number): Promise<void> => wait(draw.between(least, most));
