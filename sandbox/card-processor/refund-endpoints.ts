import { z } from 'zod';
import { invalid, unexpectedState } from './card-errors.js';
import { shown, type Refund } from './card-objects.js';
import { endpoint, fields, listOf, type Endpoint } from './endpoint.js';
import { newObject } from './new-object.js';
import { paymentNamed } from './payment-intent-endpoints.js';

const create = endpoint(
  'refunds.create',
  ['POST', 'refunds'],
  z.strictObject({ payment_intent: fields.text, amount: fields.amount.optional(), metadata: fields.metadata }),
  ({ params, ledger }) => {
    const payment = paymentNamed(ledger, params.payment_intent);
    if (payment.status !== 'succeeded') throw unexpectedState(payment, 'refund', ['succeeded']);
    const left = payment.amount_received - ledger.ownedBy('refund', payment.id).reduce((sum, { amount }) => sum + amount, 0);
    if (left === 0) throw invalid(`Charge ${payment.latest_charge} has already been refunded.`, { code: 'charge_already_refunded' });
    const amount = params.amount ?? left;
    if (amount > left)
      throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' });
    const { livemode: _none, ...fresh } = newObject('re', params.metadata);
    const refund: Refund = {
      object: 'refund',
      ...fresh,
      amount,
      currency: payment.currency,
      payment_intent: payment.id,
      charge: payment.latest_charge,
      reason: null,
      status: 'succeeded',
    };
    return { body: shown(refund), changes: [refund] };
  },
);

const list = endpoint(
  'refunds.list',
  ['GET', 'refunds'],
  z.strictObject({ payment_intent: fields.text, limit: fields.limit }),
  ({ params: { payment_intent, limit }, ledger }) => ({
    body: listOf('/v1/refunds', ledger.ownedBy('refund', payment_intent).map(shown), limit),
  }),
);

export const refundEndpoints: Endpoint[] = [create, list];
