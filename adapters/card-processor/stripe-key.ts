import type Stripe from 'stripe';
import { isRememberedError } from './stripe-failures.js';

/**
 * Our key, in the metadata of what it made. Stripe knows an idempotency key for a day only; a repeat after that
 * finds the first by this.
 */
export const KEY = 'request_key';

const MOST_KEYS = 5;

/** Past a server error that Stripe remembers under a key, the next try needs another key. */
export const withKey = async <T>(key: string, send: (options: Stripe.RequestOptions) => Promise<T>, round = 1): Promise<T> => {
  try {
    return await send({ idempotencyKey: round === 1 ? key : `${key}#${String(round)}` });
  } catch (error) {
    if (round < MOST_KEYS && isRememberedError(error)) return withKey(key, send, round + 1);
    throw error;
  }
};
