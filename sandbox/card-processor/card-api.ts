import { timingSafeEqual } from 'node:crypto';
import { parse } from 'qs';
import { readText, sendJson, type Call } from '../http-server.js';
import { API_VERSION } from './api-version.js';
import { Refusal, type Answer } from './card-errors.js';
import type { CardFault, CardFaults } from './card-faults.js';
import type { CardLedger } from './card-ledger.js';
import type { CardService, ServiceCall } from './card-service.js';
import { checkoutEndpoints } from './checkout-endpoints.js';
import { customerEndpoints } from './customer-endpoints.js';
import type { Endpoint } from './endpoint.js';
import { newId } from './new-object.js';
import { paymentIntentEndpoints } from './payment-intent-endpoints.js';
import { paymentMethodEndpoints } from './payment-method-endpoints.js';
import { refundEndpoints } from './refund-endpoints.js';

export interface ApiParts {
  apiKey: string;
  ledger: CardLedger;
  service: CardService;
  faults: CardFaults;
  /** Calls that came, by endpoint, whatever became of them. */
  calls: Map<string, number>;
  /** Idempotency keys of calls that are being worked on. */
  inHand: Set<string>;
}

const endpoints: readonly Endpoint[] = [
  ...customerEndpoints,
  ...paymentMethodEndpoints,
  ...checkoutEndpoints,
  ...paymentIntentEndpoints,
  ...refundEndpoints,
];

/** The endpoint of a path below /v1, with what stands for ":id". */
function route({ method, path }: Call): { endpoint: Endpoint; id: string } | undefined {
  const given = path.slice(1);
  for (const endpoint of endpoints) {
    const wanted = endpoint.path.split('/');
    const fits = wanted.length === given.length && wanted.every((part, index) => part === ':id' || part === given[index]);
    if (fits && endpoint.method === method) return { endpoint, id: given[wanted.indexOf(':id')] ?? '' };
  }
  return undefined;
}

function isAuthorised({ request }: Call, apiKey: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function serviceCallOf(call: Call, requestId: string): Promise<ServiceCall | undefined> {
  const found = route(call);
  if (!found) return undefined;
  const encoded = call.method === 'GET' ? call.query.toString() : await readText(call.request);
  const key = call.request.headers['idempotency-key'];
  return { ...found, params: parse(encoded), requestId, idempotencyKey: typeof key === 'string' ? key : undefined };
}

const error = (status: number, type: 'invalid_request_error' | 'api_error', message: string, code?: string): Answer =>
  new Refusal(status, { type, message, ...(code ? { code } : {}) }).answer;

function statusAnswer({ status, retryAfter }: CardFault): Answer {
  const told = `The simulator was told to answer ${status}.`;
  const answer = status === 429 ? error(status, 'invalid_request_error', told, 'rate_limit') : error(status, 'api_error', told);
  return retryAfter === undefined ? answer : { ...answer, headers: { 'retry-after': String(retryAfter) } };
}

/** undefined: the caller gets no answer, its connection is cut. */
async function perform(call: ServiceCall, { service, faults, ledger, inHand }: ApiParts): Promise<Answer | undefined> {
  const { customer, payment_intent, metadata } = call.params as {
    customer?: string;
    payment_intent?: string;
    metadata?: Record<string, string>;
  };
  const payment = ledger.find('payment_intent', payment_intent ?? call.id);
  const order = metadata?.order_number ?? payment?.metadata.order_number;
  const fault = faults.take({ endpoint: call.endpoint.name, customer: customer ?? payment?.customer ?? undefined, order });
  if (fault?.mode === 'drop-before') return undefined;
  if (fault?.mode === 'status') {
    if (fault.remembered) service.remember(call, statusAnswer(fault));
    return statusAnswer(fault);
  }
  const key = call.idempotencyKey ?? call.requestId;
  if (inHand.has(key))
    return error(409, 'invalid_request_error', 'There is another request in hand with this key.', 'idempotency_key_in_use');
  inHand.add(key);
  try {
    if (fault?.mode === 'delay') await faults.delay(fault.ms);
    const decline = fault?.mode === 'decline' ? { code: fault.code, decline_code: fault.declineCode } : undefined;
    const answer = service.perform({ ...call, decline });
    return fault?.mode === 'drop-after-work' ? undefined : answer;
  } finally {
    inHand.delete(key);
  }
}

/** Everything below /v1, as Stripe answers it. */
export async function handleApiCall(call: Call, parts: ApiParts): Promise<void> {
  const requestId = newId('req');
  const headers = { 'request-id': requestId, 'stripe-version': API_VERSION };
  const reply = (answer: Answer) => sendJson(call.response, answer.status, answer.body, { ...headers, ...answer.headers });
  if (!isAuthorised(call, parts.apiKey)) return reply(error(401, 'invalid_request_error', 'Invalid API Key provided.'));
  const wanted = await serviceCallOf(call, requestId);
  if (!wanted) return reply(error(404, 'invalid_request_error', `Unrecognized request URL (${call.method}: /${call.path.join('/')}).`));
  const { name } = wanted.endpoint;
  parts.calls.set(name, (parts.calls.get(name) ?? 0) + 1);
  const answer = await perform(wanted, parts);
  if (answer) return reply(answer);
  call.request.socket.destroy();
}
