import type { PaymentError, PaymentIntent } from './card-objects.js';
import { newId, nowSeconds } from './new-object.js';
import { declineMessage, type CardBehaviour } from './test-cards.js';

const failed = (payment: PaymentIntent, error: PaymentError): PaymentIntent => ({
  ...payment,
  status: 'requires_payment_method',
  payment_method: null,
  next_action: null,
  last_payment_error: error,
});

/** Holds the amount, or takes it at once; or declines. */
export function charge(payment: PaymentIntent, decline: CardBehaviour['decline']): PaymentIntent {
  const tried: PaymentIntent = { ...payment, next_action: null, last_payment_error: null, latest_charge: newId('ch') };
  if (decline) return failed(tried, { type: 'card_error', ...decline, message: declineMessage(decline) });
  if (payment.capture_method === 'manual') return { ...tried, status: 'requires_capture', amount_capturable: payment.amount };
  return { ...tried, status: 'succeeded', amount_received: payment.amount };
}

/** Asks the holder's bank first. One who isn't there can't be asked. */
export function askHolder(payment: PaymentIntent, ask: { ownUrl: string; returnUrl: string | undefined }): PaymentIntent {
  if (!ask.returnUrl) {
    const message = 'This payment requires authentication, and there is nobody to ask.';
    return failed(payment, { type: 'card_error', code: 'authentication_required', decline_code: 'authentication_required', message });
  }
  const url = `${ask.ownUrl}/authenticate/${payment.id}/${payment.client_secret}`;
  const next_action = { type: 'redirect_to_url' as const, redirect_to_url: { url, return_url: ask.returnUrl } };
  return { ...payment, status: 'requires_action', next_action };
}

export function answerOfHolder(payment: PaymentIntent, approved: boolean, decline: CardBehaviour['decline']): PaymentIntent {
  if (approved) return charge(payment, decline);
  return failed(payment, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  });
}

export const canceled = (payment: PaymentIntent, reason: string | null): PaymentIntent => ({
  ...payment,
  status: 'canceled',
  amount_capturable: 0,
  next_action: null,
  canceled_at: nowSeconds(),
  cancellation_reason: reason,
});
