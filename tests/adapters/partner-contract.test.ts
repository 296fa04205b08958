import { beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { eventually } from '../support/eventually.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, signer, tenantRequest, tenantsOf, vendorsWith } from './support/orders.js';

/**
 * What we take the vendor to do, by nothing but its API. PARTNER_CONTRACT_URL, _TOKEN and _ITEM (a catalogItemId sold for
 * P1M, monthly) point it at the vendor's own sandbox instead of the simulator.
 */
const { PARTNER_CONTRACT_URL: url, PARTNER_CONTRACT_TOKEN: token = '', PARTNER_CONTRACT_ITEM: item } = process.env;
const PROVISIONED_WITHIN_MS = url ? 30 * 60_000 : 20_000;
const line = () => orderLine({ quantity: 2, termDuration: 'P1M', billingCycle: 'monthly', ...(item ? { offerCode: item } : {}) });

let vendor: ProvisioningVendor;
beforeAll(() => {
  vendor = vendorsWith(url ? { PARTNER_API_URL: url, PARTNER_API_KEY: token } : {}).microsoft;
});

describe('the partner API, from a free domain to a cancelled subscription (B33, B35)', { timeout: PROVISIONED_WITHIN_MS * 2 }, () => {
  it('tells free domains from taken ones, and finds a customer by its domain', async () => {
    const tenants = tenantsOf(vendor);
    const domain = freeDomain();
    expect(await tenants.isFree(domain)).toBe(true);
    expect(await tenants.find(domain)).toBeUndefined();
    const made = await tenants.create(tenantRequest(domain));
    expect(await tenants.isFree(domain)).toBe(false);
    expect(await tenants.find(domain)).toEqual(made);
    expect(await tenants.create(tenantRequest(domain)), 'a repeated request').toEqual(made);
  });

  it('takes the same person’s agreement twice', async () => {
    const tenants = tenantsOf(vendor);
    const { accountRef } = await tenants.create(tenantRequest(freeDomain()));
    await tenants.acceptAgreement(accountRef, signer);
    await tenants.acceptAgreement(accountRef, signer);
  });

  it('says what it sells to a customer, and to one of that kind in that country', async () => {
    const accountRef = await readyTenant(vendor);
    const [sold, unknown] = [line(), orderLine({ offerCode: 'CFQ7TTC00000:0001:none', termDuration: 'P5Y' })];
    expect(await vendor.unsold!({ accountRef }, [sold])).toEqual([]);
    expect(await vendor.unsold!({ accountRef }, [sold, unknown])).toEqual([unknown.lineId]);
    expect(await vendor.unsold!({ country: 'IT', qualification: 'none' }, [sold])).toEqual([]);
  });

  it('knows whether an agreement was accepted', async () => {
    const tenants = tenantsOf(vendor);
    const { accountRef } = await tenants.create(tenantRequest(freeDomain()));
    expect(await tenants.hasAgreed(accountRef)).toBe(false);
    await tenants.acceptAgreement(accountRef, signer);
    expect(await tenants.hasAgreed(accountRef)).toBe(true);
  });

  it('buys a cart once, however often it’s checked out, says what it costs, and cancels within the window', async () => {
    const accountRef = await readyTenant(vendor);
    const lines = [line(), line()];
    const order = rememberedOrder(vendor, accountRef, lines);
    await order.place();
    await order.place();
    const active = await eventually(async () => {
      const read = await order.read();
      expect(read.map(({ state }) => state)).toEqual(['active', 'active']);
      return read;
    }, PROVISIONED_WITHIN_MS);
    expect(order.basketRefs()).toHaveLength(1);
    expect(active.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId));
    const refs = active.map((each) => ('vendorRef' in each ? each.vendorRef : undefined));
    expect(new Set(refs).size).toBe(2);
    const bought = lines.map((each, index) => ({ ...each, vendorRef: refs[index]! }));
    const costs = await vendor.costs!(accountRef, bought);
    expect(costs.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId));
    for (const { currency, amountMinor } of costs) {
      expect(currency).toMatch(/^[A-Z]{3}$/);
      expect(amountMinor).toBeGreaterThan(0);
    }
    expect(await vendor.costs!(accountRef, bought), 'asked again').toEqual(costs);
    await vendor.cancel(accountRef, { ...lines[0]!, vendorRef: refs[0]! });
    await vendor.cancel(accountRef, { ...lines[0]!, vendorRef: refs[0]! });
    expect((await order.read()).map(({ state }) => state)).toEqual(['refused', 'active']);
    await vendor.cancel(accountRef, lines[1]!);
  });
});
