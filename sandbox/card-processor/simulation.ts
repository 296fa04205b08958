import { z } from 'zod';
import { BadRequest, readJson, sendJson, type Call } from '../http-server.js';
import { shown, type PaymentIntent } from './card-objects.js';
import type { CardParts } from './card-parts.js';
import { newEvent } from './card-service.js';
import { answerOfHolder, canceled } from './charge.js';
import { nowSeconds } from './new-object.js';
import { post, signatureOf } from './webhooks.js';

const endpointSchema = z.strictObject({ url: z.url(), secret: z.string().min(1) });
const mannerSchema = z.strictObject({
  mode: z.enum(['normal', 'twice', 'late', 'reversed', 'never']),
  ms: z.int().min(0).max(600_000).default(1_000),
});
const oneSchema = z.strictObject({
  /** An event that went out before, or a new one about a payment. */
  event: z.string().optional(),
  payment: z.string().optional(),
  type: z.string().default('payment_intent.succeeded'),
  /** Signed with a secret that isn't ours. */
  forged: z.boolean().default(false),
  /** Signed so long ago. */
  ageSeconds: z.int().min(0).default(0),
});

async function read<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await readJson(call.request));
  if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
  return parsed.data;
}

/** One webhook, good or bad, sent now; answers with the status that each endpoint gave. */
async function sendOne(call: Call, { ledger, webhooks }: CardParts): Promise<void> {
  const wish = await read(call, oneSchema);
  const payment = ledger.find('payment_intent', wish.payment ?? '');
  const event = ledger.event(wish.event ?? '') ?? (payment && newEvent(wish.type, payment, { id: null, idempotency_key: null }));
  if (!event) throw new BadRequest('There is no such event or payment.');
  const body = JSON.stringify(event);
  const sign = (secret: string) => signatureOf(body, wish.forged ? `not ${secret}` : secret, nowSeconds() - wish.ageSeconds);
  const statuses = await Promise.all(webhooks.endpoints.map((endpoint) => post(endpoint, body, sign(endpoint.secret))));
  sendJson(call.response, 200, { event: event.id, statuses });
}

function changePayment(payment: PaymentIntent, change: string, { ledger }: CardParts): PaymentIntent {
  const decline = ledger.find('payment_method', payment.payment_method ?? '')?.behaviour.decline;
  if ((change === 'approve' || change === 'refuse') && payment.status === 'requires_action')
    return answerOfHolder(payment, change === 'approve', decline);
  if (change === 'expire' && payment.status === 'requires_capture') return canceled(payment, 'automatic');
  throw new BadRequest(`A payment in ${payment.status} can't ${change}.`);
}

function stateOf({ ledger, calls, faults, webhooks }: CardParts) {
  return {
    customers: ledger.all('customer').map(shown),
    paymentMethods: ledger.all('payment_method').map(shown),
    payments: ledger.all('payment_intent').map(shown),
    refunds: ledger.all('refund').map(shown),
    events: ledger.allEvents(),
    calls: Object.fromEntries(calls),
    faults: faults.all(),
    webhooks: webhooks.manner,
    endpoints: webhooks.endpoints.map(({ url }) => url),
  };
}

/** /sim: what a test or a demonstration tells the simulator. */
export async function handleSimulation(call: Call, parts: CardParts): Promise<void> {
  const [, what, id = '', change = ''] = call.path;
  const { faults, ledger, calls, webhooks } = parts;
  const done = (body: unknown) => sendJson(call.response, 200, body);
  if (what === 'faults') {
    if (call.method === 'PUT') faults.replace(await readJson(call.request));
    if (call.method === 'DELETE') faults.replace([]);
    return done(faults.all());
  }
  if (what === 'endpoints') {
    if (call.method === 'POST') webhooks.endpoints.push(await read(call, endpointSchema));
    if (call.method === 'DELETE') webhooks.endpoints = [];
    return done(webhooks.endpoints.map(({ url }) => url));
  }
  if (what === 'keys' && call.method === 'DELETE') {
    ledger.record({ forgetsKeys: true });
    return done({ keys: 0 });
  }
  if (what === 'webhooks' && call.method === 'PUT') return done((webhooks.manner = await read(call, mannerSchema)));
  if (what === 'webhooks' && call.method === 'POST') return sendOne(call, parts);
  if (what === 'payments' && call.method === 'POST') {
    const payment = ledger.find('payment_intent', id);
    if (!payment) throw new BadRequest('There is no such payment.');
    const changed = changePayment(payment, change, parts);
    parts.service.keep([changed]);
    return done(shown(changed));
  }
  if (what !== 'state') return sendJson(call.response, 404, { message: 'There is nothing at this address.' });
  if (call.method === 'DELETE') {
    ledger.clear();
    calls.clear();
    faults.replace([]);
    webhooks.manner = { mode: 'normal', ms: 0 };
  }
  return done(stateOf(parts));
}
