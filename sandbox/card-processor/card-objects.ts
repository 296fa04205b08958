import type { CardBehaviour } from './test-cards.js';

/** Stripe's objects, as far as they are used, by the field names that Stripe documents. Amounts are in minor units, times in seconds. */
interface StoredObject {
  id: string;
  created: number;
  livemode: false;
  metadata: Record<string, string>;
}

export interface Customer extends StoredObject {
  object: 'customer';
  name: string | null;
  email: string | null;
}

export interface PaymentMethod extends StoredObject {
  object: 'payment_method';
  type: 'card';
  customer: string | null;
  card: { brand: string; last4: string; exp_month: number; exp_year: number; country: string; funding: 'credit' };
  /** How the test card behaves. The simulator's own: never shown, and no card number is kept. */
  behaviour: CardBehaviour;
}

export interface CheckoutSession extends StoredObject {
  object: 'checkout.session';
  mode: 'setup';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'no_payment_required';
  customer: string;
  locale: string | null;
  url: string | null;
  success_url: string;
  cancel_url: string | null;
  expires_at: number;
}

export interface PaymentError {
  type: 'card_error' | 'invalid_request_error';
  code: string;
  decline_code?: string;
  message: string;
}

export type PaymentIntentStatus = 'requires_payment_method' | 'requires_action' | 'requires_capture' | 'succeeded' | 'canceled';

export interface PaymentIntent extends StoredObject {
  object: 'payment_intent';
  amount: number;
  amount_capturable: number;
  amount_received: number;
  currency: string;
  status: PaymentIntentStatus;
  capture_method: 'manual' | 'automatic';
  customer: string | null;
  description: string | null;
  payment_method: string | null;
  payment_method_types: string[];
  client_secret: string;
  latest_charge: string | null;
  canceled_at: number | null;
  cancellation_reason: string | null;
  last_payment_error: PaymentError | null;
  next_action: { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string } } | null;
}

export interface Refund extends Omit<StoredObject, 'livemode'> {
  object: 'refund';
  amount: number;
  currency: string;
  payment_intent: string;
  charge: string | null;
  reason: string | null;
  status: 'succeeded';
}

export interface CardEvent {
  id: string;
  object: 'event';
  created: number;
  livemode: false;
  api_version: string;
  type: string;
  data: { object: Record<string, unknown> };
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
}

export type CardObject = Customer | PaymentMethod | CheckoutSession | PaymentIntent | Refund;

export type ObjectOf<Kind extends CardObject['object']> = Extract<CardObject, { object: Kind }>;

/** An object as the API shows it. */
export function shown(object: CardObject): Record<string, unknown> {
  if (object.object !== 'payment_method') return { ...object };
  const { behaviour: _behaviour, ...rest } = object;
  return rest;
}
