import { ApplicationFailure } from '@temporalio/common';
import type Stripe from 'stripe';
import type { CardPayment } from './card-processor.js';
import { declineOf } from './stripe-failures.js';

/** How a payment stands, in the port's words. */
export const paymentOf = (intent: Stripe.PaymentIntent): CardPayment => {
  const { id: ref, amount: amountMinor, amount_received: capturedMinor } = intent;
  const actionUrl = intent.next_action?.redirect_to_url?.url;
  if (intent.status === 'requires_capture') return { state: 'authorised', ref, amountMinor, capturedMinor: 0 };
  if (intent.status === 'succeeded') return { state: 'captured', ref, amountMinor, capturedMinor };
  if (intent.status === 'canceled') return { state: 'released', ref, amountMinor, capturedMinor: 0 };
  if (intent.status === 'requires_action' && actionUrl) return { state: 'requires_action', ref, actionUrl };
  if (intent.last_payment_error) return { state: 'declined', ref, ...declineOf(intent.last_payment_error) };
  const message = `The payment stands at ${intent.status}.`;
  // On its way: the next reading says more. Anything else can't come about from what is asked for here.
  if (intent.status === 'processing') throw ApplicationFailure.create({ message, type: 'payment_error' });
  throw ApplicationFailure.create({ message, type: 'payment_refused', nonRetryable: true });
};
