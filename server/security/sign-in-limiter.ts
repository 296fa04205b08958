import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../domain/failure/failure-code.js';

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

const consume = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (refused) {
    throw new Failure('rate_limited', { seconds: Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000) });
  }
};

/**
 * Slows guessing: by name and address together, so that a stranger can't lock somebody out from
 * elsewhere, and by address alone, so that trying many names doesn't pay.
 */
export const createSignInLimiter = (): SignInLimiter => {
  const pair = new RateLimiterMemory({ keyPrefix: 'pair', ...PER_NAME_AND_ADDRESS });
  const address = new RateLimiterMemory({ keyPrefix: 'address', ...PER_ADDRESS });
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
export const createLinkLimiter = (): LinkLimiter => {
  const byAddress = new RateLimiterMemory({ keyPrefix: 'links', ...LINKS });
  const byName = new RateLimiterMemory({ keyPrefix: 'link-name', ...LINKS_PER_NAME });
  return {
    consume: async (key, address) => {
      await consume(byAddress, address);
      if (key !== 'activation') await consume(byName, key.slice(0, 200));
    },
  };
};
