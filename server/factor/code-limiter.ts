import { codesPerChallenge } from '../../domain/user/second-factor.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Database } from '../../prisma/client.js';
import { createAttemptCounter, type Counted } from '../security/attempt-counter.js';

const MINUTE_MS = 60_000;
const SHORTLY = { name: 'code', attempts: 2 * codesPerChallenge, windowMs: 15 * MINUTE_MS };
/** Three codes of a million are right at any time: so few tries a day make a lucky one a matter of decades. */
const A_DAY = { name: 'code-day', attempts: 50, windowMs: 24 * 60 * MINUTE_MS };

export interface CodeLimiter {
  /** Counts a code before it is looked at, from wherever it comes. Throws rate_limited with `seconds`. */
  attempt(userId: string): Promise<void>;
  /** It was right. */
  succeeded(userId: string): Promise<void>;
}

export const createCodeLimiter = (database: Database): CodeLimiter => {
  const counter = createAttemptCounter(database);
  const keysOf = (userId: string): [Counted, Counted] => [
    { limit: SHORTLY, key: userId },
    { limit: A_DAY, key: userId },
  ];
  return {
    attempt: async (userId) => {
      const waitMs = await counter.count(...keysOf(userId));
      if (waitMs > 0) throw new Failure('rate_limited', { seconds: Math.ceil(waitMs / 1_000) });
    },
    succeeded: (userId) => counter.takeBack(...keysOf(userId)),
  };
};
