import { RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Failure } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';

export interface SignInLimiter {
  /**
   * Counts an attempt before it is made, so that many at the same moment can't slip past together. Throws rate_limited
   * (with `seconds`) when this name from this address, or this address, failed too often.
   */
  attempt(loginNameKey: string, address: string): Promise<void>;
  /** Takes back what the attempt counted. */
  succeeded(loginNameKey: string, address: string): Promise<void>;
}

export interface LinkLimiter {
  /** Counts a request for a mail with a link; throws rate_limited (with `seconds`) when there were too many. */
  consume(key: string, address: string): Promise<void>;
}

const PER_NAME_AND_ADDRESS = { points: 10, duration: 15 * 60 };
const PER_ADDRESS = { points: 200, duration: 60 * 60 };

/** Counts in the database, so that all servers count together. What is over its limit is refused from memory, or a flood would be one of writes. */
const limiterOf = (database: Database, keyPrefix: string, limit: { points: number; duration: number }): RateLimiterAbstract => {
  const query = async ({ text, values }: { text: string; values: unknown[] }) => {
    const rows = await database.run(platformScope, text, values);
    return { rows, rowCount: rows.length };
  };
  return new RateLimiterPostgres({
    ...limit,
    keyPrefix,
    storeClient: { query },
    storeType: 'client',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false, // housekeeping does
    inMemoryBlockOnConsumed: limit.points + 1,
  });
};

const consume = async (limiter: RateLimiterAbstract, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new Failure('rate_limited', { seconds: Math.ceil(refused.msBeforeNext / 1000) });
  }
};

/**
 * Slows guessing: by name and address together, so that a stranger can't lock somebody out from
 * elsewhere, and by address alone, so that trying many names doesn't pay.
 */
export const createSignInLimiter = (database: Database): SignInLimiter => {
  const pair = limiterOf(database, 'pair', PER_NAME_AND_ADDRESS);
  const address = limiterOf(database, 'address', PER_ADDRESS);
  const keyOf = (name: string, from: string) => `${from}|${name.slice(0, 200)}`;
  return {
    attempt: async (name, from) => {
      await consume(pair, keyOf(name, from));
      await consume(address, from);
    },
    succeeded: async (name, from) => {
      await Promise.all([pair.delete(keyOf(name, from)), address.reward(from)]);
    },
  };
};

/** Mails with links that one address may ask for in an hour, and for one name. */
const LINKS = { points: 20, duration: 60 * 60 };
const LINKS_PER_NAME = { points: 5, duration: 60 * 60 };

/** Keeps strangers from flooding somebody's mailbox, and us from being the flood. */
export const createLinkLimiter = (database: Database): LinkLimiter => {
  const byAddress = limiterOf(database, 'links', LINKS);
  const byName = limiterOf(database, 'link-name', LINKS_PER_NAME);
  return {
    consume: async (key, address) => {
      await consume(byAddress, address);
      if (key !== 'activation') await consume(byName, key.slice(0, 200));
    },
  };
};
