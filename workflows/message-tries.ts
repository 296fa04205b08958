import { isCancellation } from '@temporalio/workflow';
import type { FailureCode } from '../domain/failure/failure-code.js';
import type { DeliverMessageResult } from './contracts/deliver-message.js';
import { failureOf, throughOurOutages } from './failure-of.js';
import { mail } from './proxies.js';

/** How long an undeliverable message waits for a person before it is given up. */
export const PERSON_WAITS_MS = 30 * 86_400_000;

/** Sends to one address. Undefined: its server accepted it. */
export const trySend = async (messageId: string, to: 'main' | 'emergency'): Promise<FailureCode | undefined> => {
  try {
    await throughOurOutages(() => mail.sendMessage({ messageId, to }));
    return undefined;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return failureOf(error, 'mail_unreachable');
  }
};

/** Tries the main address and then the emergency one, where there is another; that it comes to that is told first. */
export const tryAddresses = async (
  messageId: string,
  hasEmergency: boolean,
  tellEmergency: (failure: FailureCode) => Promise<void>,
): Promise<DeliverMessageResult> => {
  const main = await trySend(messageId, 'main');
  if (main === undefined) return { outcome: 'delivered' };
  // Who isn't to get it isn't to get it there either.
  if (!hasEmergency || main === 'mail_unwanted') return { outcome: 'undeliverable', failure: main };
  await tellEmergency(main);
  const fallback = await trySend(messageId, 'emergency');
  return fallback === undefined ? { outcome: 'emergency' } : { outcome: 'undeliverable', failure: fallback };
};
