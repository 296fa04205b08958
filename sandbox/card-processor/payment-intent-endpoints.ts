import { z } from 'zod';
import { declinedPayment, invalid, missing, unexpectedState } from './card-errors.js';
import type { CardLedger } from './card-ledger.js';
import { shown, type PaymentIntent } from './card-objects.js';
import { askHolder, canceled, charge } from './charge.js';
import { customerNamed } from './customer-endpoints.js';
import { endpoint, fields, listOf, type Endpoint } from './endpoint.js';
import { newId, newObject } from './new-object.js';
import { paymentMethodNamed } from './payment-method-endpoints.js';

export function paymentNamed(ledger: CardLedger, id: string): PaymentIntent {
  const payment = ledger.find('payment_intent', id);
  if (!payment) throw missing('payment_intent', id);
  return payment;
}

const changed = (payment: PaymentIntent) => ({ body: shown(payment), changes: [payment] });

const creation = z.strictObject({
  amount: fields.amount,
  currency: z.string().regex(/^[a-z]{3}$/i),
  customer: fields.text,
  payment_method: fields.text,
  /** One that isn't confirmed at once isn't used, so it isn't known here. */
  confirm: z.literal('true'),
  capture_method: z.enum(['manual', 'automatic']).default('automatic'),
  allowed_payment_method_types: fields.cardOnly,
  off_session: fields.flag.optional(),
  return_url: fields.url.optional(),
  description: fields.text.optional(),
  metadata: fields.metadata,
});

function begun(params: z.output<typeof creation>): PaymentIntent {
  const fresh = newObject('pi', params.metadata);
  return {
    object: 'payment_intent',
    ...fresh,
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    currency: params.currency.toLowerCase(),
    status: 'requires_payment_method',
    capture_method: params.capture_method,
    customer: params.customer,
    description: params.description ?? null,
    payment_method: params.payment_method,
    payment_method_types: ['card'],
    client_secret: `${fresh.id}_${newId('secret')}`,
    latest_charge: null,
    canceled_at: null,
    cancellation_reason: null,
    last_payment_error: null,
    next_action: null,
  };
}

const create = endpoint('payment_intents.create', ['POST', 'payment_intents'], creation, ({ params, ledger, ownUrl, decline }) => {
  const customer = customerNamed(ledger, params.customer);
  const method = paymentMethodNamed(ledger, params.payment_method);
  if (method.customer && method.customer !== customer.id)
    throw invalid('The provided PaymentMethod belongs to another customer.', { param: 'payment_method' });
  const payment = begun({ ...params, payment_method: method.id });
  const asks = method.behaviour.asksHolder && !decline;
  const returnUrl = params.off_session ? undefined : params.return_url;
  const tried = asks ? askHolder(payment, { ownUrl, returnUrl }) : charge(payment, decline ?? method.behaviour.decline);
  if (tried.last_payment_error) throw declinedPayment(tried, tried.last_payment_error);
  return { body: shown(tried), changes: [tried, method] };
});

/** The payment with its charge in it, for who asks for that: there stands what was given back. */
const withCharge = (ledger: CardLedger, payment: PaymentIntent): Record<string, unknown> => {
  if (payment.latest_charge === null) return shown(payment);
  const amount_refunded = ledger.ownedBy('refund', payment.id).reduce((sum, { amount }) => sum + amount, 0);
  const { amount, amount_received, currency, created, livemode, customer } = payment;
  const latest_charge = {
    id: payment.latest_charge,
    object: 'charge',
    amount,
    amount_captured: amount_received,
    amount_refunded,
    captured: amount_received > 0,
    created,
    currency,
    customer,
    livemode,
    payment_intent: payment.id,
    refunded: amount_refunded > 0 && amount_refunded === amount_received,
  };
  return { ...shown(payment), latest_charge };
};

const retrieve = endpoint(
  'payment_intents.retrieve',
  ['GET', 'payment_intents/:id'],
  z.strictObject({ expand: z.array(z.literal('latest_charge')).optional() }),
  ({ id, ledger, params }) => {
    const payment = paymentNamed(ledger, id);
    return { body: params.expand ? withCharge(ledger, payment) : shown(payment) };
  },
);

const list = endpoint(
  'payment_intents.list',
  ['GET', 'payment_intents'],
  z.strictObject({
    customer: fields.text.optional(),
    created: z.strictObject({ gte: z.coerce.number().int() }).optional(),
    starting_after: fields.text.optional(),
    limit: fields.limit,
    expand: z.array(z.literal('data.latest_charge')).optional(),
  }),
  ({ params: { customer, created, starting_after: after, limit, expand }, ledger }) => {
    const all = customer === undefined ? ledger.all('payment_intent').reverse() : ledger.ownedBy('payment_intent', customer);
    const from = after === undefined ? 0 : all.indexOf(paymentNamed(ledger, after)) + 1;
    const wanted = all.slice(from).filter((payment) => payment.created >= (created?.gte ?? 0));
    // Only what is given is put together: a list of thousands is asked for a page at a time.
    const page = listOf('/v1/payment_intents', wanted, limit);
    return { body: { ...page, data: wanted.slice(0, limit).map((payment) => (expand ? withCharge(ledger, payment) : shown(payment))) } };
  },
);

const capture = endpoint(
  'payment_intents.capture',
  ['POST', 'payment_intents/:id/capture'],
  z.strictObject({ amount_to_capture: fields.amount.optional() }),
  ({ id, params, ledger }) => {
    const payment = paymentNamed(ledger, id);
    if (payment.status !== 'requires_capture') throw unexpectedState(payment, 'capture', ['requires_capture']);
    const amount = params.amount_to_capture ?? payment.amount_capturable;
    if (amount > payment.amount_capturable)
      throw invalid('The amount to capture is greater than what is held.', { code: 'amount_too_large', param: 'amount_to_capture' });
    return changed({ ...payment, status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  },
);

const CANCELLABLE = ['requires_payment_method', 'requires_action', 'requires_capture'];

const cancel = endpoint(
  'payment_intents.cancel',
  ['POST', 'payment_intents/:id/cancel'],
  z.strictObject({ cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional() }),
  ({ id, params, ledger }) => {
    const payment = paymentNamed(ledger, id);
    if (!CANCELLABLE.includes(payment.status)) throw unexpectedState(payment, 'cancel', CANCELLABLE);
    return changed(canceled(payment, params.cancellation_reason ?? null));
  },
);

export const paymentIntentEndpoints: Endpoint[] = [create, list, retrieve, capture, cancel];
