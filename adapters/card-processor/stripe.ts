import Stripe from 'stripe';
import { Failure } from '../../domain/failure/failure-code.js';
import type { CardAuthorisation, CardEvent, CardPayment, CardProcessor } from './card-processor.js';
import { declineOf, failureFrom, holdLapsed, isRememberedError, isStateConflict } from './stripe-failures.js';
import { paymentOf } from './stripe-payment.js';

export interface StripeOptions {
  /** Stripe itself when absent; a simulator or stripe-mock otherwise. */
  readonly apiUrl?: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

/** Below the activities' time-out, so that a call's end is known before the engine gives it to another worker. */
const TIMEOUT_MS = 15_000;

/**
 * Our key, in the metadata of what it made. Stripe knows an idempotency key for a day only; a repeat after that
 * finds the first by this.
 */
const KEY = 'request_key';

const MOST = 100;
const MOST_KEYS = 5;

const connect = ({ apiUrl, apiKey }: StripeOptions): Stripe => {
  const url = apiUrl ? new URL(apiUrl) : undefined;
  const isPlain = url?.protocol === 'http:';
  const place: Stripe.StripeConfig = url
    ? { host: url.hostname, port: url.port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' }
    : {};
  // The engine repeats, where a person can see it; the library's own retries would hide tries.
  return new Stripe(apiKey, { ...place, timeout: TIMEOUT_MS, maxNetworkRetries: 0, telemetry: false });
};

/** Past a server error that Stripe remembers under a key, the next try needs another key. */
const withKey = async <T>(key: string, send: (options: Stripe.RequestOptions) => Promise<T>, round = 1): Promise<T> => {
  try {
    return await send({ idempotencyKey: round === 1 ? key : `${key}#${String(round)}` });
  } catch (error) {
    if (round < MOST_KEYS && isRememberedError(error)) return withKey(key, send, round + 1);
    throw error;
  }
};

const ensureCustomer = async (stripe: Stripe, { customerId, company, email }: { customerId: string; company: string; email: string }) => {
  const found = await stripe.customers.search({ query: `metadata['customer_id']:'${customerId}'`, limit: 1 });
  const known = found.data[0];
  if (known) return { processorCustomer: known.id };
  // The search lags behind by a minute. The key holds meanwhile, as long as what it came with is the same: so names come second.
  const metadata = { customer_id: customerId };
  const { id } = await withKey(`customer/${customerId}`, (options) => stripe.customers.create({ metadata }, options));
  await stripe.customers.update(id, { name: company, email });
  return { processorCustomer: id };
};

const authorise = async (stripe: Stripe, wish: CardAuthorisation): Promise<CardPayment> => {
  const before = await stripe.paymentIntents.list({ customer: wish.processorCustomer, limit: MOST });
  const first = before.data.find(({ metadata }) => metadata[KEY] === wish.key);
  if (first) return paymentOf(first);
  const request: Stripe.PaymentIntentCreateParams = {
    customer: wish.processorCustomer,
    payment_method: wish.cardRef,
    allowed_payment_method_types: ['card'],
    amount: wish.amountMinor,
    currency: wish.currency.toLowerCase(),
    capture_method: 'manual',
    confirm: true,
    return_url: wish.returnUrl,
    metadata: { order_number: wish.orderNumber, [KEY]: wish.key },
  };
  try {
    const made = await withKey(wish.key, (options) => stripe.paymentIntents.create(request, options));
    // A repeated answer tells how it stood then.
    const isRepeat = made.lastResponse.headers['idempotent-replayed'] === 'true';
    return paymentOf(isRepeat ? await stripe.paymentIntents.retrieve(made.id) : made);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    return { state: 'declined', ref: error.payment_intent?.id, ...declineOf(error) };
  }
};

const capture = async (stripe: Stripe, ref: string, amountMinor: number, key: string): Promise<CardPayment> => {
  try {
    return paymentOf(await withKey(key, (options) => stripe.paymentIntents.capture(ref, { amount_to_capture: amountMinor }, options)));
  } catch (error) {
    if (!isStateConflict(error)) throw error;
    const payment = paymentOf(await stripe.paymentIntents.retrieve(ref));
    if (payment.state === 'captured' && payment.capturedMinor === amountMinor) return payment;
    throw payment.state === 'released' ? holdLapsed() : error;
  }
};

const release = async (stripe: Stripe, ref: string, key: string): Promise<void> => {
  try {
    await withKey(key, (options) => stripe.paymentIntents.cancel(ref, {}, options));
  } catch (error) {
    if (!isStateConflict(error)) throw error;
    const { status } = await stripe.paymentIntents.retrieve(ref);
    if (status !== 'canceled') throw error;
  }
};

const refund = async (stripe: Stripe, ref: string, amount: number, key: string): Promise<void> => {
  const before = await stripe.refunds.list({ payment_intent: ref, limit: MOST });
  if (before.data.some(({ metadata }) => metadata?.[KEY] === key)) return;
  await withKey(key, (options) => stripe.refunds.create({ payment_intent: ref, amount, metadata: { [KEY]: key } }, options));
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
  const startCardSetup: CardProcessor['startCardSetup'] = async ({ processorCustomer, returnUrl, cancelUrl, language }) => {
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      customer: processorCustomer,
      allowed_payment_method_types: ['card'],
      success_url: returnUrl,
      cancel_url: cancelUrl,
      locale: language === 'it' ? 'it' : 'en',
    });
    return { url: session.url ?? returnUrl };
  };
  const listCards: CardProcessor['listCards'] = async (customer) => {
    const { data } = await stripe.paymentMethods.list({ customer, type: 'card', limit: MOST });
    return data.flatMap(({ id: ref, card }) =>
      card ? [{ ref, brand: card.brand, last4: card.last4, expiresMonth: card.exp_month, expiresYear: card.exp_year }] : [],
    );
  };
  return {
    ensureCustomer: (customer) => guarded(ensureCustomer(stripe, customer)),
    startCardSetup: (setup) => guarded(startCardSetup(setup)),
    listCards: (processorCustomer) => guarded(listCards(processorCustomer)),
    authorise: (authorisation) => guarded(authorise(stripe, authorisation)),
    read: (ref) => guarded(stripe.paymentIntents.retrieve(ref).then(paymentOf)),
    capture: (ref, amountMinor, key) => guarded(capture(stripe, ref, amountMinor, key)),
    release: (ref, key) => guarded(release(stripe, ref, key)),
    refund: (ref, amountMinor, key) => guarded(refund(stripe, ref, amountMinor, key)),
    eventOf: (body, signature) => eventOf(stripe, body, signature, options.webhookSecret),
  };
};
