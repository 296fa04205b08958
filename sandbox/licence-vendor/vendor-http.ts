import { randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readJson, sendJson, type Call } from '../http-server.js';
import { refuse, refusal, type Answer } from './licence.js';
import type { LicenceLedger } from './licence-ledger.js';
import type { LicenceCall, LicenceService } from './licence-service.js';
import type { VendorFault, VendorFaults } from './vendor-faults.js';

export interface VendorParts {
  apiKey: string;
  ledger: LicenceLedger;
  service: LicenceService;
  faults: VendorFaults;
  /** Calls that came, by "PUT account/licence", whatever became of them. */
  calls: Map<string, number>;
}

function isAuthorised({ request }: Call, apiKey: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** /v1/accounts/{accountRef}/licences[/{licenceRef}] */
async function licenceCallOf(call: Call): Promise<LicenceCall | undefined> {
  const [version, accounts, accountRef, licences, licenceRef, more] = call.path;
  if (version !== 'v1' || accounts !== 'accounts' || !accountRef || licences !== 'licences' || more !== undefined) return undefined;
  const methods = licenceRef === undefined ? ['GET'] : ['GET', 'PUT', 'DELETE'];
  if (!methods.includes(call.method)) return undefined;
  const key = call.request.headers['idempotency-key'];
  const body = call.method === 'PUT' ? await readJson(call.request) : undefined;
  return { method: call.method, accountRef, licenceRef, body, idempotencyKey: typeof key === 'string' ? key : undefined };
}

function statusAnswer(fault: VendorFault): Answer {
  const code = fault.code ?? (fault.status === 429 ? 'RATE_LIMITED' : 'TEMPORARILY_UNAVAILABLE');
  const headers = fault.retryAfter === undefined ? undefined : { 'retry-after': String(fault.retryAfter) };
  return { ...refusal(code, `The simulator was told to answer ${fault.status}.`, fault.status), headers };
}

/** undefined: the caller gets no answer, its connection is cut. */
async function perform(order: LicenceCall, { service, faults }: VendorParts): Promise<Answer | undefined> {
  const { plan } = (order.body ?? {}) as { plan?: string };
  const fault = faults.take({ method: order.method, accountRef: order.accountRef, licenceRef: order.licenceRef, plan });
  if (fault?.mode === 'status') return statusAnswer(fault);
  if (fault?.mode === 'drop-before') return undefined;
  if (fault?.mode === 'half') return service.begin(order);
  if (fault?.mode === 'delay') await wait(fault.ms);
  const answer = service.perform(order);
  return fault?.mode === 'drop-after-work' ? undefined : answer;
}

async function handleSimulation(call: Call, parts: VendorParts): Promise<void> {
  const { faults, ledger, calls } = parts;
  const [, what] = call.path;
  if (what === 'faults') {
    if (call.method === 'PUT') faults.replace(await readJson(call.request));
    if (call.method === 'DELETE') faults.replace([]);
    return sendJson(call.response, 200, faults.all());
  }
  if (what !== 'state') return sendJson(call.response, 404, { message: 'There is nothing at this address.' });
  if (call.method === 'DELETE') {
    ledger.clear();
    calls.clear();
    faults.replace([]);
  }
  return sendJson(call.response, 200, { licences: ledger.all(), calls: Object.fromEntries(calls), faults: faults.all() });
}

export async function handleVendorCall(call: Call, parts: VendorParts): Promise<void> {
  if (call.path[0] === 'healthz') return sendJson(call.response, 200, { status: 'ok' });
  if (call.path[0] === 'sim') return handleSimulation(call, parts);
  const requestId = call.request.headers['x-request-id'];
  const headers = { 'x-request-id': typeof requestId === 'string' ? requestId.slice(0, 100) : randomUUID() };
  const reply = (answer: Answer) => sendJson(call.response, answer.status, answer.body, { ...headers, ...answer.headers });
  if (!isAuthorised(call, parts.apiKey)) return reply(refuse('UNAUTHENTICATED', 'The API key is missing or wrong.'));
  const order = await licenceCallOf(call);
  if (!order) return reply(refusal('NOT_FOUND', 'There is nothing at this address.', 404));
  const counted = [order.method, [order.accountRef, order.licenceRef].filter(Boolean).join('/')].join(' ');
  parts.calls.set(counted, (parts.calls.get(counted) ?? 0) + 1);
  const answer = await perform(order, parts);
  if (answer) return reply(answer);
  call.request.socket.destroy();
}
