import { z } from 'zod';
import { BadRequest, readJson, sendJson, type Call } from '../http-server.js';
import type { PartnerParts } from './partner-parts.js';
import { SANDBOX_LIMITS } from './partner-options.js';
import { uncapitalised } from './partner-requests.js';
import { statusOf } from './subscription-view.js';

const settingsSchema = z.strictObject({
  provisioningMs: z.int().min(0).max(3_600_000).optional(),
  requestsPerMinute: z.int().positive().optional(),
  cartLivesMs: z.int().min(0).optional(),
  cancellationWindowMs: z.int().min(0).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  prices: z.record(z.string().max(200), z.number().nonnegative().nullable()).optional(),
  repeatedCheckout: z.enum(['result', 'refused']).optional(),
  orderGroups: z.enum(['as-asked', 'one']).optional(),
  qualificationFields: z.boolean().optional(),
  tokenSeconds: z.int().positive().optional(),
  /** true: as in the vendor's own sandbox. */
  limits: z.boolean().optional(),
});

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new BadRequest(z.prettifyError(parsed.error));
}

/** What there is, of one customer or domain when the query names it. */
function stateOf({ query }: Call, { ledger, sender, calls, faults }: PartnerParts): object {
  const [customerId, domain] = [query.get('customerId'), query.get('domain')];
  const only = customerId ?? (domain === null ? undefined : (ledger.customerOf(domain)?.id ?? 'nobody'));
  const ofCustomer = <T extends { customerId: string }>(all: Iterable<T>) =>
    [...all].filter((each) => only === undefined || each.customerId === only);
  return {
    customers: [...ledger.customers.values()].filter(({ id }) => only === undefined || id === only),
    agreements: ofCustomer([...ledger.agreements.values()].flat()),
    carts: ofCustomer(ledger.carts.values()),
    orders: ofCustomer(ledger.orders.values()),
    subscriptions: ofCustomer(ledger.subscriptions.values()).map((each) => ({ ...each, status: statusOf(each) })),
    notices: ofCustomer(ledger.notices.values()),
    deliveries: sender.deliveries,
    calls: Object.fromEntries([...calls].filter(([call]) => only === undefined || call.endsWith(` ${only}`))),
    faults: faults.all(),
  };
}

/** The simulator's own API: /sim/faults, /sim/state, /sim/settings, /sim/tokens. */
export async function handleSimulation(call: Call, parts: PartnerParts): Promise<void> {
  const { faults, ledger, calls, options, tokens } = parts;
  const [, what] = call.path;
  const answer = (body: unknown) => sendJson(call.response, 200, body);
  if (what === 'faults') {
    if (call.method === 'PUT') faults.replace(await readJson(call.request));
    if (call.method === 'POST') faults.add(await readJson(call.request));
    if (call.method === 'DELETE') faults.remove(call.query.get('domain') ?? undefined);
    return answer(faults.all());
  }
  if (what === 'settings') {
    const { limits, ...changed } = call.method === 'PUT' ? checked(settingsSchema, await readJson(call.request)) : {};
    Object.assign(options, changed, limits === undefined ? {} : { limits: limits ? SANDBOX_LIMITS : undefined });
    const told = Object.keys(settingsSchema.shape).map((name) => [name, options[name as keyof typeof settingsSchema.shape]]);
    return answer({ ...Object.fromEntries(told), limits: options.limits ?? false });
  }
  if (what === 'tokens' && call.method === 'DELETE') {
    tokens.forget();
    return answer({});
  }
  if (what !== 'state') return sendJson(call.response, 404, { message: 'There is nothing at this address.' });
  if (call.method === 'DELETE') {
    ledger.clear();
    calls.clear();
    faults.replace([]);
  }
  return answer(stateOf(call, parts));
}

const registrationSchema = z.object({ webhookUrl: z.url(), webhookEvents: z.array(z.string()).min(1) });

/** /webhooks/v1/registration, as documented: where a partner's events go. */
export async function handleRegistration(call: Call, partner: string, { ledger }: PartnerParts): Promise<void> {
  const isIt = call.path.join('/') === 'webhooks/v1/registration' && ['GET', 'POST', 'PUT'].includes(call.method);
  if (!isIt) return sendJson(call.response, 404, { code: 1000, description: 'Not found', data: [], source: 'PartnerCenterSimulator' });
  if (call.method !== 'GET') {
    const { webhookUrl } = checked(registrationSchema, uncapitalised(await readJson(call.request)));
    ledger.record({ registrations: [{ partner, webhookUrl }] });
  }
  const webhookUrl = ledger.webhookUrls.get(partner);
  return sendJson(call.response, webhookUrl ? 200 : 404, { WebhookUrl: webhookUrl, WebhookEvents: ['subscription-updated'] });
}
