import { z } from 'zod';
import { shown, type CheckoutSession } from './card-objects.js';
import { customerNamed } from './customer-endpoints.js';
import { endpoint, fields, type Endpoint } from './endpoint.js';
import { newObject } from './new-object.js';

const DAY_SECONDS = 86_400;

const create = endpoint(
  'checkout_sessions.create',
  ['POST', 'checkout/sessions'],
  z.strictObject({
    mode: z.literal('setup'),
    customer: fields.text,
    success_url: fields.url,
    cancel_url: fields.url.optional(),
    locale: fields.text.optional(),
    allowed_payment_method_types: fields.cardOnly,
    metadata: fields.metadata,
  }),
  ({ params, ledger, ownUrl }) => {
    const begun = newObject('cs_test', params.metadata);
    const session: CheckoutSession = {
      object: 'checkout.session',
      ...begun,
      mode: 'setup',
      status: 'open',
      payment_status: 'no_payment_required',
      customer: customerNamed(ledger, params.customer).id,
      locale: params.locale ?? null,
      url: `${ownUrl}/pay/${begun.id}`,
      success_url: params.success_url,
      cancel_url: params.cancel_url ?? null,
      expires_at: begun.created + DAY_SECONDS,
    };
    return { body: shown(session), changes: [session] };
  },
);

export const checkoutEndpoints: Endpoint[] = [create];
