import { inject } from 'vitest';
import type { PartnerFaultInput } from '../../sandbox/partner-center/fault-schema.js';
import type { Agreement, Cart, Customer, Notice, Subscription } from '../../sandbox/partner-center/partner-resources.js';

/** What the partner API has, of one customer or domain; `calls` are counted by "checkout <customer>". */
export interface PartnerState {
  readonly customers: readonly Customer[];
  readonly agreements: readonly Agreement[];
  readonly carts: readonly Cart[];
  readonly subscriptions: readonly (Subscription & { readonly status: string })[];
  readonly notices: readonly Notice[];
  readonly calls: Readonly<Record<string, number>>;
}

/** Of the simulator itself; `limits` are those of the vendor's own sandbox. */
export interface PartnerSettings {
  readonly provisioningMs?: number;
  readonly requestsPerMinute?: number;
  readonly cartLivesMs?: number;
  readonly cancellationWindowMs?: number;
  readonly limits?: boolean;
  readonly currency?: string;
  /** Of a unit and charge, by offer; null where the vendor says nothing. */
  readonly prices?: Readonly<Record<string, number | null>>;
}

const ask = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();

/** Of a domain or of a customer at the vendor. */
export const partnerState = async (of: { domain: string } | { customerId: string }, url = inject('partnerUrl')): Promise<PartnerState> =>
  (await ask(`${url}/sim/state?${new URLSearchParams(of).toString()}`)) as PartnerState;

/** Adds faults for a test's own domain, customer or line; all files of a run share the simulator, and the others' faults stay. */
export const partnerFaults = async (...faults: PartnerFaultInput[]): Promise<void> => {
  if (faults.some(({ match }) => !match?.domain && !match?.customerId && !match?.line))
    throw new Error('a fault names the domain, customer or line that it is for');
  await ask(`${inject('partnerUrl')}/sim/faults`, { method: 'POST', body: JSON.stringify(faults) });
};

/** Takes back the faults of a domain. */
export const mendPartner = async (domain: string): Promise<void> => {
  await ask(`${inject('partnerUrl')}/sim/faults?${new URLSearchParams({ domain }).toString()}`, { method: 'DELETE' });
};

/** Has a stack's events sent to it: its key is a partner of its own, with customers and a webhook address of its own. */
export const registerWebhooks = async ({ PARTNER_API_URL, PARTNER_API_KEY, PUBLIC_URL }: NodeJS.ProcessEnv): Promise<void> => {
  const response = await fetch(`${PARTNER_API_URL}/webhooks/v1/registration`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PARTNER_API_KEY}` },
    body: JSON.stringify({ WebhookUrl: `${PUBLIC_URL}/webhooks/partner`, WebhookEvents: ['subscription-updated'] }),
  });
  if (!response.ok) throw new Error(`the webhooks could not be registered: ${response.status}`);
};

/** Changes the one subscription of a domain as the vendor's own staff would, past our back. */
export const changeAtVendor = async (
  { PARTNER_API_URL = '', PARTNER_API_KEY }: NodeJS.ProcessEnv,
  domain: string,
  change: { readonly quantity?: number; readonly status?: string },
): Promise<void> => {
  const { subscriptions } = await partnerState({ domain }, PARTNER_API_URL);
  const { id, customerId } = subscriptions[0]!;
  const url = `${PARTNER_API_URL}/v1/customers/${customerId}/subscriptions/${id}`;
  const headers = { authorization: `Bearer ${PARTNER_API_KEY}` };
  const before = (await ask(url, { headers })) as object;
  const response = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ ...before, ...change }) });
  if (!response.ok) throw new Error(`the subscription could not be changed: ${await response.text()}`);
};
