import { z } from 'zod';
import { invalid, missing, Refusal } from './card-errors.js';
import type { CardLedger } from './card-ledger.js';
import { shown, type PaymentMethod } from './card-objects.js';
import { customerNamed } from './customer-endpoints.js';
import { endpoint, fields, listOf, type Endpoint } from './endpoint.js';
import { newObject } from './new-object.js';
import { cardOfMethod, declineMessage, type FoundCard } from './test-cards.js';

export const newPaymentMethod = (card: FoundCard, expires: { month: number; year: number }, customer: string | null): PaymentMethod => ({
  object: 'payment_method',
  ...newObject('pm'),
  type: 'card',
  customer,
  card: { brand: card.brand, last4: card.last4, exp_month: expires.month, exp_year: expires.year, country: 'IT', funding: 'credit' },
  behaviour: card.behaviour,
});

/** A saved one, or a new one of Stripe's ready-made test payment methods. */
export function paymentMethodNamed(ledger: CardLedger, id: string): PaymentMethod {
  const saved = ledger.find('payment_method', id);
  if (saved) return saved;
  const card = cardOfMethod(id);
  if (!card) throw missing('PaymentMethod', id);
  return newPaymentMethod(card, { month: 12, year: new Date().getUTCFullYear() + 4 }, null);
}

export const saved = (method: PaymentMethod, customer: string): PaymentMethod => {
  const { decline, savable } = method.behaviour;
  if (!savable && decline) throw new Refusal(402, { type: 'card_error', ...decline, message: declineMessage(decline) });
  return { ...method, customer };
};

const attach = endpoint(
  'payment_methods.attach',
  ['POST', 'payment_methods/:id/attach'],
  z.strictObject({ customer: fields.text }),
  ({ id, params, ledger }) => {
    const method = paymentMethodNamed(ledger, id);
    if (method.customer && method.customer !== params.customer)
      throw invalid('The payment method you provided has already been attached to a customer.');
    const attached = saved(method, customerNamed(ledger, params.customer).id);
    return { body: shown(attached), changes: [attached] };
  },
);

const list = endpoint(
  'payment_methods.list',
  ['GET', 'payment_methods'],
  z.strictObject({ customer: fields.text, type: z.literal('card').optional(), limit: fields.limit }),
  ({ params: { customer, limit }, ledger }) => {
    const owned = ledger.ownedBy('payment_method', customerNamed(ledger, customer).id);
    return { body: listOf('/v1/payment_methods', owned.map(shown), limit) };
  },
);

export const paymentMethodEndpoints: Endpoint[] = [attach, list];
