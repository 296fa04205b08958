import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { translateRefusal } from '../../adapters/partner-center/translate-refusal.js';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, tenantRequest, tenantsOf } from './support/orders.js';
import { startBentVendor, type BentVendor } from './support/bent-vendor.js';

let bent: BentVendor;
let vendor: ProvisioningVendor;
beforeAll(async () => {
  bent = await startBentVendor();
  vendor = bent.vendor;
});
afterEach(async () => {
  bent.bend();
  await bent.faults();
});
afterAll(() => bent.stop());

describe('what is sold', () => {
  const terms = (changed: unknown, isPurchasable: unknown = true) =>
    bent.bend(({ path, body }) => {
      if (!path.includes('/availabilities')) return undefined;
      const { items, ...rest } = body as { items: object[] };
      return { body: { ...rest, items: items.map((item) => ({ ...item, terms: changed, isPurchasable })) } };
    });

  it.each([
    ['no terms said', null, true, true],
    ['the same term', [{ duration: 'P1Y', billingCycle: 'Annual' }], true, true],
    ['no cycles said', [{ duration: 'P1Y' }, null], null, true],
    ['another cycle', [{ duration: 'P1Y', billingCycle: 'Monthly' }], true, false],
    ['another term', [{ duration: 'P1M', billingCycle: 'Annual' }], true, false],
    ['not to be bought', [{ duration: 'P1Y' }], false, false],
  ])('%s', async (_name, changed, isPurchasable, sold) => {
    const accountRef = await readyTenant(vendor);
    terms(changed, isPurchasable);
    const line = orderLine();
    expect(await vendor.unsold!({ accountRef }, [line])).toEqual(sold ? [] : [line.lineId]);
  });
});

describe('a refusal', () => {
  const answered = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    translateRefusal(
      { ok: false, status, header: (name) => headers[name], json: () => body, details: () => body ?? {} },
      { request: 'r-1', correlation: 'c-1' },
    );

  it('carries the ids under which the vendor finds it, however much it says', async () => {
    const domain = freeDomain();
    await bent.faults({ mode: 'refuse', code: 600051, match: { operation: 'create-customer', domain } });
    await expect(tenantsOf(vendor).create(tenantRequest(domain))).rejects.toThrow(/\(request [\w-]{36}, correlation [\w-]{36}\)$/);
    expect(bent.lastHeaders()['ms-requestid']).toMatch(/^[\w-]{36}$/);
    expect(bent.lastHeaders()['ms-correlationid']).toMatch(/^[\w-]{36}$/);
    const { message } = answered(400, { code: 2091, description: 'long '.repeat(200) });
    expect(message.length).toBeLessThanOrEqual(300);
    expect(message).toMatch(/\(request r-1, correlation c-1\)$/);
  });

  it.each([
    [401, { code: null }, 'vendor_sign_in_refused', true],
    [403, {}, 'vendor_sign_in_refused', true],
    [403, { code: 900420 }, 'vendor_sign_in_refused', true],
    [400, { code: '900329' }, 'vendor_sign_in_refused', true],
    [403, { code: 2091 }, 'vendor_offer_unavailable', false],
    [400, { code: 800082 }, 'vendor_error', true],
    [409, { code: 900278, description: null }, 'vendor_error', true],
    [412, {}, 'vendor_error', true],
    [400, { code: 800090 }, 'vendor_cancel_refused', false],
    [400, { code: 900117 }, 'vendor_cancel_refused', false],
    [400, { code: 2001 }, 'vendor_account_blocked', false],
    [400, { code: 900416 }, 'vendor_account_blocked', false],
    [400, { code: 2054 }, 'vendor_offer_unavailable', false],
    [400, { code: 900279 }, 'vendor_line_failed', false],
    [501, {}, 'vendor_error', true],
    [400, { code: {}, description: [] }, 'vendor_refused', false],
    [400, null, 'vendor_refused', false],
  ] as const)('%i %j is %s', (status, body, type, again) => {
    expect(answered(status, body)).toMatchObject({ type, nonRetryable: !again });
  });

  it('that says to come back is followed, and what the vendor still works on is asked for in minutes', () => {
    expect(answered(400, { code: 800082 })).toMatchObject({ nextRetryDelay: 120_000 });
    expect(answered(409, { code: 900278 })).toMatchObject({ nextRetryDelay: 600_000 });
    expect(answered(409, { code: 900278 }, { 'retry-after': '30' })).toMatchObject({ nextRetryDelay: 30_000 });
  });

  it('of our own sign-in is never the customer’s matter, wherever it comes', async () => {
    const domain = freeDomain();
    const ours = { type: 'vendor_sign_in_refused', nonRetryable: false };
    await bent.faults({ mode: 'refuse', code: 900420, match: { operation: 'set-qualification' } });
    await expect(tenantsOf(vendor).create(tenantRequest(domain, { qualification: 'education' }))).rejects.toMatchObject(ours);
    const accountRef = await readyTenant(vendor);
    const line = orderLine();
    await rememberedOrder(vendor, accountRef, [line]).place();
    await bent.faults({ mode: 'status', status: 401, match: { operation: 'change-subscription' } });
    await expect(vendor.cancel(accountRef, line)).rejects.toMatchObject(ours);
  });
});
