import Stripe from 'stripe';
import type { ProcessorPayment } from '../../domain/reconcile/compare-payment.js';
import type { CardProcessor } from './card-processor.js';
import { KEY } from './stripe-key.js';

/** The most that Stripe gives at once. */
const PAGE = 100;

const STATES: Partial<Readonly<Record<Stripe.PaymentIntent.Status, ProcessorPayment['state']>>> = {
  requires_capture: 'held',
  succeeded: 'captured',
  canceled: 'released',
};

/** What was given back stands in the charge, which the answer has to be asked to include. */
const refundedOf = ({ latest_charge: charge }: Stripe.PaymentIntent): number =>
  typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0;

const seen = (intent: Stripe.PaymentIntent): ProcessorPayment => ({
  ref: intent.id,
  key: intent.metadata[KEY],
  state: STATES[intent.status] ?? 'open',
  amountMinor: intent.amount,
  capturedMinor: intent.amount_received,
  refundedMinor: refundedOf(intent),
});

export const lookAt = async (stripe: Stripe, ref: string): Promise<ProcessorPayment | undefined> => {
  try {
    return seen(await stripe.paymentIntents.retrieve(ref, { expand: ['latest_charge'] }));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return undefined;
    throw error;
  }
};

export const listPayments = async (
  stripe: Stripe,
  { since, after }: Parameters<CardProcessor['list']>[0],
): ReturnType<CardProcessor['list']> => {
  const { data, has_more: hasMore } = await stripe.paymentIntents.list({
    limit: PAGE,
    created: { gte: Math.floor(Date.parse(since) / 1000) },
    expand: ['data.latest_charge'],
    ...(after === undefined ? {} : { starting_after: after }),
  });
  return { payments: data.map(seen), next: hasMore ? data.at(-1)?.id : undefined };
};
