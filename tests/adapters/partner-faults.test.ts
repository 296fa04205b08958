import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import type { Operation } from '../../sandbox/partner-center/fault-schema.js';
import { eventually } from '../support/eventually.js';
import { partnerFaults, partnerState } from '../support/partner.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, tenantRequest, tenantsOf, vendorsWith } from './support/orders.js';

let vendor: ProvisioningVendor;
beforeAll(() => {
  vendor = vendorsWith().microsoft;
});

const dropAfter = (domain: string, operation: Operation) =>
  partnerFaults({ mode: 'drop-after-work', match: { domain, operation }, times: 1 });
const unreachable = { type: 'vendor_unreachable', nonRetryable: false };

describe('a connection that is cut after the work', () => {
  it('makes no second customer', async () => {
    const domain = freeDomain();
    await dropAfter(domain, 'create-customer');
    await expect(tenantsOf(vendor).create(tenantRequest(domain))).rejects.toMatchObject(unreachable);
    const { accountRef } = await tenantsOf(vendor).create(tenantRequest(domain));
    const { customers, calls } = await partnerState({ domain });
    expect(customers.map(({ id }) => id)).toEqual([accountRef]);
    expect(calls).toMatchObject({ [`read-customer ${accountRef}`]: 1 });
  });

  it.each(['create-cart', 'checkout', 'read-subscription'] as const)('of %s buys once', async (operation) => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const order = rememberedOrder(vendor, accountRef, [orderLine(), orderLine()]);
    await dropAfter(domain, operation);
    await expect(order.place()).rejects.toMatchObject(unreachable);
    expect((await order.place()).map(({ state }) => state)).toEqual(['active', 'active']);
    const { subscriptions, carts } = await partnerState({ domain });
    expect(subscriptions).toHaveLength(2);
    expect(carts.filter(({ status }) => status === 'Ordered')).toHaveLength(1);
  });

  it('of a cancellation leaves it cancelled', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const line = orderLine();
    await rememberedOrder(vendor, accountRef, [line]).place();
    await dropAfter(domain, 'change-subscription');
    await expect(vendor.cancel(accountRef, line)).rejects.toMatchObject(unreachable);
    await vendor.cancel(accountRef, line);
    expect((await partnerState({ domain })).subscriptions).toMatchObject([{ status: 'deleted', revision: 2 }]);
  });

  it('two tries at the same moment buy once', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const order = rememberedOrder(vendor, accountRef, [orderLine()]);
    await dropAfter(domain, 'checkout');
    await order.place().catch(() => undefined);
    const [one, other] = await Promise.all([order.place(), order.place()]);
    expect(one).toEqual(other);
    expect((await partnerState({ domain })).subscriptions).toHaveLength(1);
  });

  it('two creations of one customer at the same moment make one', async () => {
    const domain = freeDomain();
    await partnerFaults({ mode: 'delay', ms: 300, match: { domain, operation: 'create-customer' }, times: 2 });
    const create = () => tenantsOf(vendor).create(tenantRequest(domain));
    const [one, other] = await Promise.all([create(), create()]);
    expect(one).toEqual(other);
    expect((await partnerState({ domain })).customers).toHaveLength(1);
  });
});

describe('a vendor that is slow or comes short (B35)', () => {
  it('is read until the line is active', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    await partnerFaults({ mode: 'provisioning', ms: 6_000, match: { domain }, times: 1 });
    const order = rememberedOrder(vendor, accountRef, [orderLine()]);
    expect(await order.place()).toMatchObject([{ state: 'provisioning' }]);
    await eventually(async () => expect(await order.read()).toMatchObject([{ state: 'active' }]));
  });

  it('provisions fewer units: the line says how many, and asking again completes it', async () => {
    const domain = freeDomain('half');
    const accountRef = await readyTenant(vendor, domain);
    const order = rememberedOrder(vendor, accountRef, [orderLine({ quantity: 7 })]);
    const short = { state: 'refused', failure: 'vendor_line_failed', note: '1 of 7 units were provisioned' };
    const [placed] = await order.place();
    expect(placed).toMatchObject({ ...short, vendorRef: expect.any(String) as string });
    expect(await order.read()).toEqual([placed]);
    expect(await order.place()).toMatchObject([{ state: 'active' }]);
    expect((await partnerState({ domain })).subscriptions).toMatchObject([{ quantity: 7 }]);
  });

  it('fails a subscription: it can be asked for again, or ended', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const [again, never] = [orderLine(), orderLine()];
    await partnerFaults({ mode: 'provisioning', outcome: 'failed', match: { domain }, times: 2 });
    const order = rememberedOrder(vendor, accountRef, [again, never]);
    const failed = { state: 'refused', failure: 'vendor_line_failed', vendorRef: expect.any(String) as string };
    expect(await order.place()).toMatchObject([failed, failed]);
    await vendor.cancel(accountRef, never);
    expect((await order.place())[0]).toMatchObject({ lineId: again.lineId, state: 'active' });
    const { subscriptions } = await partnerState({ domain });
    expect(subscriptions.map(({ status }) => status).sort()).toEqual(['active', 'deleted']);
  });

  it('fails one of two: that one is asked for alone, as the workflow does, and is bought once', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const [good, bad, left] = [orderLine(), orderLine(), orderLine()];
    await partnerFaults({ mode: 'provisioning', outcome: 'failed', match: { domain, line: bad.lineId }, times: 1 });
    await partnerFaults({ mode: 'refuse', code: 2091, match: { domain, line: left.lineId }, times: 1 });
    const order = rememberedOrder(vendor, accountRef, [good, bad, left]);
    expect((await order.place()).map(({ state }) => state)).toEqual(['active', 'refused', 'refused']);
    const refs: string[] = [];
    const again = { ...order.order, lines: [bad], basketRef: order.basketRefs().at(-1)! };
    expect(await vendor.place(again, async (ref) => void refs.push(ref))).toMatchObject([{ lineId: bad.lineId, state: 'active' }]);
    expect(refs).toHaveLength(1);
    expect(await vendor.place({ ...again, basketRef: refs[0]! }, async () => undefined)).toMatchObject([{ state: 'active' }]);
    const living = (await partnerState({ domain })).subscriptions.filter(({ status }) => status !== 'deleted');
    expect(living.map(({ friendlyName }) => friendlyName).sort()).toEqual([`M365-BB ${bad.lineId}`, `M365-BB ${good.lineId}`].sort());
  });

  it('has no account yet: there is nothing to read or to cancel', async () => {
    expect(await vendor.read({ orderId: 'o-1', accountRef: '', lines: [orderLine()] })).toEqual([]);
    await vendor.cancel('', orderLine());
  });

  it('has lost the cart: what wasn’t bought is bought, what was isn’t bought again', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const order = rememberedOrder(vendor, accountRef, [orderLine(), orderLine()]);
    await order.place();
    await partnerFaults({ mode: 'refuse', code: 800008, match: { domain, operation: 'read-cart' } });
    expect((await order.place()).map(({ state }) => state)).toEqual(['active', 'active']);
    const unbought = rememberedOrder(vendor, accountRef, [orderLine()]);
    await partnerFaults({ mode: 'status', status: 503, match: { domain, operation: 'checkout' }, times: 1 });
    await expect(unbought.place()).rejects.toMatchObject({ type: 'vendor_error' });
    expect(await unbought.place()).toMatchObject([{ state: 'active' }]);
    expect(unbought.basketRefs()).toHaveLength(2);
    expect((await partnerState({ domain })).subscriptions).toHaveLength(3);
  });
});

describe('a vendor that is overloaded', () => {
  it('says when to come back, and that is when we do', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    await partnerFaults({ mode: 'status', status: 429, retryAfter: 57, match: { domain, operation: 'checkout' }, times: 1 });
    const order = rememberedOrder(vendor, accountRef, [orderLine()]);
    await expect(order.place()).rejects.toMatchObject({ type: 'vendor_throttled', nextRetryDelay: 57_000, nonRetryable: false });
    expect(await order.place()).toMatchObject([{ state: 'active' }]);
  });

  it('throttles one tenant, and we do so before it', async () => {
    const polite = vendorsWith({ PARTNER_REQUESTS_PER_MINUTE: 3 }).microsoft;
    const [one, other] = [await readyTenant(polite), await readyTenant(polite)];
    const order = rememberedOrder(polite, one, [orderLine()]);
    await order.place();
    await order.read();
    const limited = await order.read().catch((error: unknown) => error);
    expect(limited).toMatchObject({ type: 'vendor_throttled', nonRetryable: false });
    expect((limited as { nextRetryDelay: number }).nextRetryDelay).toBeGreaterThan(0);
    expect(await rememberedOrder(polite, other, [orderLine()]).place()).toMatchObject([{ state: 'active' }]);
  });

  it.each([500, 503, 408])('%i is tried again', async (status) => {
    const domain = freeDomain();
    await partnerFaults({ mode: 'status', status, match: { domain, operation: 'check-domain' }, times: 1 });
    await expect(tenantsOf(vendor).isFree(domain)).rejects.toMatchObject({ type: 'vendor_error', nonRetryable: false });
    expect(await tenantsOf(vendor).isFree(domain)).toBe(true);
  });

  it('is not there at all, or breaks off in the middle of an answer', async () => {
    const nowhere = vendorsWith({ PARTNER_API_URL: 'http://127.0.0.1:1' }).microsoft;
    await expect(tenantsOf(nowhere).isFree(freeDomain())).rejects.toMatchObject(unreachable);
    const half = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"items":[');
      setTimeout(() => response.destroy(), 50);
    });
    await new Promise<void>((resolve) => half.listen(0, '127.0.0.1', resolve));
    const { port } = half.address() as AddressInfo;
    const broken = vendorsWith({ PARTNER_API_URL: `http://127.0.0.1:${String(port)}` }).microsoft;
    await expect(tenantsOf(broken).find(freeDomain())).rejects.toMatchObject(unreachable);
    half.close();
  });
});
