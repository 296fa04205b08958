import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BadRequest, readJson, sendJson, type Call } from '../http-server.js';
import { errorAnswer, partnerErrors, PartnerRefusal, throttled, type Answer } from './partner-errors.js';
import type { PartnerApi, PartnerCall } from './partner-api.js';
import type { PartnerFault } from './fault-schema.js';
import type { PartnerParts } from './partner-parts.js';
import { isVendors, routeOf, verbsOf } from './partner-routes.js';
import { handleRegistration, handleSimulation } from './simulation-http.js';

interface SignIn {
  partner: string;
  /** An application with a user of the partner's; an application alone may not do everything. */
  withUser: boolean;
}

const APPLICATION_ALONE = '+app';

/** The token is the partner's name; undefined when it isn't one of ours. */
function signInOf({ request }: Call, { options: { apiKey }, tokens }: PartnerParts): SignIn | undefined {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /i, '');
  // Those that are got for the application's secret and a user's refresh token.
  if (tokens.isLiving(token)) return { partner: apiKey, withUser: true };
  const withUser = !token.endsWith(APPLICATION_ALONE);
  const partner = withUser ? token : token.slice(0, -APPLICATION_ALONE.length);
  return partner !== '' && (partner === apiKey || partner.startsWith(`${apiKey}.`)) ? { partner, withUser } : undefined;
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

const WITH_BODY = ['POST', 'PATCH', 'PUT'];

/** What a path is answered that has no route: another verb, not simulated, or nothing. */
function unrouted({ method, path }: Call): Answer {
  const verbs = verbsOf(path);
  if (verbs.length > 0)
    return { ...errorAnswer(405, 1000, `The method ${method} is not allowed here.`), headers: { allow: verbs.join(', ') } };
  if (!isVendors(path)) return errorAnswer(404, 1000, 'Not found');
  return errorAnswer(501, 900127, `The vendor has ${method} /${path.join('/')}; this simulator has not.`);
}

const bodyOf = async (call: Call): Promise<{ body?: unknown; refused?: Answer }> => {
  try {
    return { body: WITH_BODY.includes(call.method) ? await readJson(call.request) : undefined };
  } catch (error) {
    if (error instanceof BadRequest) return { refused: errorAnswer(400, 800002, `Invalid request input: ${error.message}`) };
    throw error;
  }
};

export async function handlePartnerCall(call: Call, parts: PartnerParts): Promise<void> {
  if (call.path[0] === 'healthz') return sendJson(call.response, 200, { status: 'ok' });
  if (call.path[0] === 'sim') return handleSimulation(call, parts);
  if (call.path.join('/') === 'oauth2/v2.0/token') {
    parts.calls.set('get-token', (parts.calls.get('get-token') ?? 0) + 1);
    return parts.tokens.grant(call);
  }
  const ids = { 'MS-RequestId': headerOf(call, 'ms-requestid'), 'MS-CorrelationId': headerOf(call, 'ms-correlationid') };
  const reply = ({ status, body, headers }: Answer) => sendJson(call.response, status, body, { ...ids, ...headers });
  const signIn = signInOf(call, parts);
  if (!signIn) return reply(errorAnswer(401, 800001, 'Partner Token missing in request context'));
  if (call.path[0] === 'webhooks') return handleRegistration(call, signIn.partner, parts);
  const route = routeOf(call.method, call.path);
  if (!route) return reply(unrouted(call));
  const { body, refused } = await bodyOf(call);
  if (refused) return reply(refused);
  const counted = [route.operation, route.customerId ?? route.domain].filter(Boolean).join(' ');
  parts.calls.set(counted, (parts.calls.get(counted) ?? 0) + 1);
  const answer = await perform({ ...route, ...signIn, query: call.query, headers: call.request.headers, body }, parts);
  if (answer) return reply(answer);
  call.request.socket.destroy();
}
