import { Failure } from '../../domain/failure/failure-code.js';
import type { Database } from '../../prisma/client.js';
import { createAttemptCounter, type Counted } from './attempt-counter.js';
import { networkOf } from './network-of.js';

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
  /**
   * Counts a request for a mail with a link. Throws rate_limited (with `seconds`) when there were too many from this address; false when
   * there were too many for what the mail is about, which whoever asks isn't told.
   */
  consume(address: string, about: string): Promise<boolean>;
}

const MINUTE_MS = 60_000;
const PER_NAME_AND_ADDRESS = { name: 'pair', attempts: 10, windowMs: 15 * MINUTE_MS };
const PER_ADDRESS = { name: 'address', attempts: 200, windowMs: 60 * MINUTE_MS };

const refuse = (waitMs: number): void => {
  if (waitMs > 0) throw new Failure('rate_limited', { seconds: Math.ceil(waitMs / 1000) });
};

/**
 * Slows guessing: by name and address together, so that a stranger can't lock somebody out from
 * elsewhere, and by address alone, so that trying many names doesn't pay.
 */
export const createSignInLimiter = (database: Database): SignInLimiter => {
  const counter = createAttemptCounter(database);
  const keysOf = (name: string, from: string): [Counted, Counted] => [
    { limit: PER_NAME_AND_ADDRESS, key: `${networkOf(from)}|${name.slice(0, 200)}` },
    { limit: PER_ADDRESS, key: networkOf(from) },
  ];
  return {
    attempt: async (name, from) => {
      refuse(await counter.count(...keysOf(name, from)));
    },
    succeeded: (name, from) => counter.takeBack(...keysOf(name, from)),
  };
};

/** Mails with links that one address may ask for in an hour. */
const LINKS = { name: 'links', attempts: 20, windowMs: 60 * MINUTE_MS };
/** Over before a link that was sent within it has ended, so that whoever is refused has a living one. */
const LINKS_PER_NAME = { name: 'link-name', attempts: 5, windowMs: 30 * MINUTE_MS };

/** Keeps strangers from flooding somebody's mailbox, and us from being the flood. */
export const createLinkLimiter = (database: Database): LinkLimiter => {
  const counter = createAttemptCounter(database);
  return {
    consume: async (address, about) => {
      refuse(await counter.count({ limit: LINKS, key: networkOf(address) }));
      return (await counter.count({ limit: LINKS_PER_NAME, key: about.slice(0, 200) })) === 0;
    },
  };
};
