import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readJson, sendJson, type Call } from '../http-server.js';
import { errorAnswer, partnerErrors, PartnerRefusal, throttled, type Answer } from './partner-errors.js';
import type { PartnerApi, PartnerCall } from './partner-api.js';
import type { PartnerFault } from './fault-schema.js';
import type { PartnerFaults } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { routeOf } from './partner-routes.js';
import { handleRegistration, handleSimulation } from './simulation-http.js';
import type { WebhookSender } from './webhook-sender.js';

export interface PartnerParts {
  options: PartnerOptions;
  ledger: PartnerLedger;
  faults: PartnerFaults;
  api: PartnerApi;
  sender: WebhookSender;
  /** Calls that came, by "checkout <customer or domain>", whatever became of them. */
  calls: Map<string, number>;
}

/** The token is the partner's name; undefined when it isn't one of ours. */
function partnerOf({ request }: Call, { apiKey }: PartnerOptions): string | undefined {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  return token !== '' && (token === apiKey || token.startsWith(`${apiKey}.`)) ? token : undefined;
}

function attempt(call: PartnerCall, api: PartnerApi): Answer {
  try {
    return api.perform(call);
  } catch (error) {
    if (error instanceof PartnerRefusal) return errorAnswer(error.status, error.code, error.message);
    throw error;
  }
}

/** undefined: the caller gets no answer, its connection is cut. */
async function perform(call: PartnerCall, { api, faults }: PartnerParts): Promise<Answer | undefined> {
  const fault: PartnerFault | undefined = faults.ofCall(api.subjectOf(call));
  if (fault?.mode === 'drop-before') return undefined;
  if (fault?.mode === 'delay') await wait(fault.ms);
  if (fault?.mode === 'refuse') return errorAnswer(partnerErrors[fault.code][0], fault.code, partnerErrors[fault.code][1]);
  if (fault?.mode === 'status') {
    if (fault.status === 429) return throttled(fault.retryAfter ?? 1);
    const headers = fault.retryAfter === undefined ? undefined : { 'retry-after': String(fault.retryAfter) };
    return { ...errorAnswer(fault.status, 800003, `The simulator was told to answer ${fault.status}.`), headers };
  }
  const answer = api.throttle(call) ?? attempt(call, api);
  return fault?.mode === 'drop-after-work' ? undefined : answer;
}

const headerOf = ({ request }: Call, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value.slice(0, 100) : randomUUID();
};

export async function handlePartnerCall(call: Call, parts: PartnerParts): Promise<void> {
  if (call.path[0] === 'healthz') return sendJson(call.response, 200, { status: 'ok' });
  if (call.path[0] === 'sim') return handleSimulation(call, parts);
  const ids = { 'ms-requestid': headerOf(call, 'ms-requestid'), 'ms-correlationid': headerOf(call, 'ms-correlationid') };
  const reply = ({ status, body, headers }: Answer) => sendJson(call.response, status, body, { ...ids, ...headers });
  const partner = partnerOf(call, parts.options);
  if (!partner) return reply(errorAnswer(401, 800001, 'Partner Token missing in request context'));
  if (call.path[0] === 'webhooks') return handleRegistration(call, partner, parts);
  const route = routeOf(call.method, call.path);
  if (!route) return reply(errorAnswer(404, 1000, 'Not found'));
  const body = call.method === 'POST' || call.method === 'PATCH' ? await readJson(call.request) : undefined;
  const counted = [route.operation, route.customerId ?? route.domain].filter(Boolean).join(' ');
  parts.calls.set(counted, (parts.calls.get(counted) ?? 0) + 1);
  const answer = await perform({ ...route, partner, query: call.query, headers: call.request.headers, body }, parts);
  if (answer) return reply(answer);
  call.request.socket.destroy();
}
