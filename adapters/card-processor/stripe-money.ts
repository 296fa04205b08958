import Stripe from 'stripe';
import type { CardAuthorisation, CardPayment } from './card-processor.js';
import { declineOf, holdLapsed, isStateConflict, keyOfAnother } from './stripe-failures.js';
import { KEY, withKey } from './stripe-key.js';
import { paymentOf } from './stripe-payment.js';

/** Newest first: what a repeat looks for is among them. */
const MOST = 100;

export const authorise = async (stripe: Stripe, wish: CardAuthorisation): Promise<CardPayment> => {
  const before = await stripe.paymentIntents.list({ customer: wish.processorCustomer, limit: MOST });
  const first = before.data.find(({ metadata }) => metadata[KEY] === wish.key);
  if (first && first.amount !== wish.amountMinor) throw keyOfAnother();
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

export const capture = async (stripe: Stripe, ref: string, amountMinor: number, key: string): Promise<CardPayment> => {
  try {
    return paymentOf(await withKey(key, (options) => stripe.paymentIntents.capture(ref, { amount_to_capture: amountMinor }, options)));
  } catch (error) {
    if (!isStateConflict(error)) throw error;
    const payment = paymentOf(await stripe.paymentIntents.retrieve(ref));
    if (payment.state === 'captured' && payment.capturedMinor === amountMinor) return payment;
    throw payment.state === 'released' ? holdLapsed() : error;
  }
};

export const release = async (stripe: Stripe, ref: string, key: string): Promise<void> => {
  try {
    await withKey(key, (options) => stripe.paymentIntents.cancel(ref, {}, options));
  } catch (error) {
    if (!isStateConflict(error)) throw error;
    const { status } = await stripe.paymentIntents.retrieve(ref);
    if (status !== 'canceled') throw error;
  }
};

export const refund = async (stripe: Stripe, ref: string, amount: number, key: string): Promise<void> => {
  const before = await stripe.refunds.list({ payment_intent: ref, limit: MOST });
  if (before.data.some(({ metadata }) => metadata?.[KEY] === key)) return;
  await withKey(key, (options) => stripe.refunds.create({ payment_intent: ref, amount, metadata: { [KEY]: key } }, options));
};
