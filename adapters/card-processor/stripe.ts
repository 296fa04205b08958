import Stripe from 'stripe';
import { Failure } from '../../domain/failure/failure-code.js';
import type { CardEvent, CardProcessor } from './card-processor.js';
import { ensureCustomer, listCards, startCardSetup } from './stripe-customer.js';
import { failureFrom } from './stripe-failures.js';
import { listPayments, lookAt } from './stripe-list.js';
import { authorise, capture, refund, release } from './stripe-money.js';
import { paymentOf } from './stripe-payment.js';

export interface StripeOptions {
  /** Stripe itself when absent; a simulator or stripe-mock otherwise. */
  readonly apiUrl?: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly timeoutMs?: number;
}

/** Below the activities' time-out, so that a call's end is known before the engine gives it to another worker. */
const TIMEOUT_MS = 15_000;

const connect = ({ apiUrl, apiKey, timeoutMs = TIMEOUT_MS }: StripeOptions): Stripe => {
  const url = apiUrl ? new URL(apiUrl) : undefined;
  const isPlain = url?.protocol === 'http:';
  const place: Stripe.StripeConfig = url
    ? { host: url.hostname, port: url.port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' }
    : {};
  // The engine repeats, where a person can see it; the library's own retries would hide tries. One is left that can't be
  // turned off: over a connection that was closed under it, with the same key.
  return new Stripe(apiKey, { ...place, timeout: timeoutMs, maxNetworkRetries: 0, telemetry: false });
};

const eventOf = (stripe: Stripe, body: Buffer, signature: string, secret: string): CardEvent => {
  try {
    const { id, type, data } = stripe.webhooks.constructEvent(body, signature, secret);
    const object = data.object as { object?: string; id?: string };
    return { id, type, paymentRef: object.object === 'payment_intent' ? object.id : undefined };
  } catch {
    throw new Failure('webhook_refused');
  }
};

/** The card processor Stripe, through its own library. */
export const createCardProcessor = (options: StripeOptions): CardProcessor => {
  const stripe = connect(options);
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw failureFrom(error);
    }
  };
  return {
    ensureCustomer: (customer) => guarded(ensureCustomer(stripe, customer)),
    startCardSetup: (setup) => guarded(startCardSetup(stripe, setup)),
    listCards: (processorCustomer) => guarded(listCards(stripe, processorCustomer)),
    authorise: (authorisation) => guarded(authorise(stripe, authorisation)),
    read: (ref) => guarded(stripe.paymentIntents.retrieve(ref).then(paymentOf)),
    look: (ref) => guarded(lookAt(stripe, ref)),
    list: (page) => guarded(listPayments(stripe, page)),
    capture: (ref, amountMinor, key) => guarded(capture(stripe, ref, amountMinor, key)),
    release: (ref, key) => guarded(release(stripe, ref, key)),
    refund: (ref, amountMinor, key) => guarded(refund(stripe, ref, amountMinor, key)),
    eventOf: (body, signature) => eventOf(stripe, body, signature, options.webhookSecret),
  };
};
