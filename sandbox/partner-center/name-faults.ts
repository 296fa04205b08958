import type { PartnerFaultInput } from './fault-schema.js';

/**
 * What a domain's name does by how it begins, so that a person at the pages can see each course of a purchase without the
 * simulator's own API. `taken-` and `existing-` are known to customers.ts.
 */
const byPrefix: Readonly<Record<string, PartnerFaultInput[]>> = {
  slow: [{ mode: 'provisioning', ms: 180_000 }],
  fails: [{ mode: 'provisioning', outcome: 'failed', times: 1 }],
  half: [{ mode: 'provisioning', quantity: 1, times: 1 }],
  gone: [{ mode: 'refuse', code: 2091 }],
  seats: [{ mode: 'refuse', code: 800067 }],
  review: [{ mode: 'refuse', code: 800073 }],
  unsigned: [{ mode: 'refuse', code: 800002, match: { operation: 'create-agreement' } }],
  locked: [{ mode: 'refuse', code: 900117, match: { operation: 'change-subscription' } }],
  throttled: [{ mode: 'status', status: 429, retryAfter: 5, match: { operation: 'checkout' }, times: 2 }],
  broken: [{ mode: 'status', status: 503, match: { operation: 'checkout' }, times: 2 }],
  cut: [
    { mode: 'drop-after-work', match: { operation: 'create-customer' }, times: 1 },
    { mode: 'drop-after-work', match: { operation: 'checkout' }, times: 1 },
  ],
  silent: [{ mode: 'webhook', delivery: 'never' }],
  twice: [{ mode: 'webhook', delivery: 'twice' }],
  late: [{ mode: 'webhook', delivery: 'late' }],
  forged: [{ mode: 'webhook', delivery: 'forged' }],
};

/** The faults of a domain such as slow-acme.onmicrosoft.com. */
export const faultsOfName = (domain: string): PartnerFaultInput[] => {
  const prefix = /^([a-z]+)-/.exec(domain)?.[1] ?? '';
  return Object.hasOwn(byPrefix, prefix) ? byPrefix[prefix]! : [];
};
