import type { Answer } from './ask.js';

/** How one call went on the way to a clear answer. */
export interface Try {
  readonly at: Date;
  readonly tookMs: number;
  readonly said: string;
}

/** One thing that was asked of the product, and what it said. */
export interface Press {
  readonly at: Date;
  /** How long it took until there was an answer, clear or not. */
  readonly tookMs: number;
  readonly what: string;
  /** What it is about: the id of a customer, an order, a licence. */
  readonly subject: string;
  readonly asked: Readonly<Record<string, unknown>>;
  outcome: Answer['kind'];
  code?: string;
  /** Where it was asked more than once: each call. */
  tries?: readonly Try[];
  data?: Record<string, unknown>;
}

export interface Journal {
  readonly presses: Press[];
  readonly startedAt: Date;
  note(what: string, subject: string, asked: Record<string, unknown>, at: Date, answer: Answer): Press;
}

export const createJournal = (): Journal => {
  const presses: Press[] = [];
  return {
    presses,
    startedAt: new Date(),
    note: (what, subject, asked, at, answer) => {
      const press: Press = { at, tookMs: Date.now() - at.getTime(), what, subject, asked, outcome: answer.kind };
      if (answer.kind === 'accepted') press.data = answer.data;
      else press.code = answer.code;
      presses.push(press);
      return press;
    },
  };
};
