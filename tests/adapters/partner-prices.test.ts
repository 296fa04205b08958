import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor, VendorLine } from '../../adapters/provisioning-vendor.js';
import type { VendorSettings } from '../../adapters/provisioning-vendors.js';
import { startOutside, type Outside } from '../support/outside.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, vendorsWith } from './support/orders.js';

// Prices are the simulator's own settings, so these tests have one of their own.
let outside: Outside;
let vendor: ProvisioningVendor;
const vendorHere = (changes: Partial<VendorSettings> = {}) =>
  vendorsWith({
    PARTNER_API_URL: outside.variables.PARTNER_API_URL!,
    PARTNER_API_KEY: outside.variables.PARTNER_API_KEY!,
    ...changes,
  }).microsoft;
beforeAll(async () => {
  outside = await startOutside();
  vendor = vendorHere();
});
afterAll(() => outside.stop());

/** Lines as they stand in our rows once they are bought. */
const bought = async (...wanted: Partial<VendorLine>[]) => {
  const domain = freeDomain();
  const accountRef = await readyTenant(vendor, domain);
  const lines = wanted.map((changes) => orderLine(changes));
  const placed = await rememberedOrder(vendor, accountRef, lines).place();
  const ref = (index: number) => (placed[index] as { vendorRef: string }).vendorRef;
  return { accountRef, domain, lines: lines.map((line, index) => ({ ...line, vendorRef: ref(index) })) };
};
const ordersAsked = async (accountRef: string) =>
  (await outside.partnerState({ customerId: accountRef })).calls[`read-order ${accountRef}`] ?? 0;

describe('what was bought costs us (B35)', () => {
  it('is the whole line’s price in the vendor’s currency, to the cent', async () => {
    await outside.setPartner({ prices: { 'X-435': 4.35, 'X-half': 1.005 }, currency: 'EUR' });
    const { accountRef, lines } = await bought({ offerCode: 'X-435', quantity: 3 }, { offerCode: 'X-half', quantity: 1 }, { quantity: 5 });
    const [one, half, seeded] = lines.map(({ lineId }) => lineId);
    expect(await vendor.costs!(accountRef, lines)).toEqual([
      { lineId: one, currency: 'EUR', amountMinor: 1305 },
      { lineId: half, currency: 'EUR', amountMinor: 101 },
      { lineId: seeded, currency: 'EUR', amountMinor: 5 * 5184 },
    ]);
    await outside.setPartner({ currency: 'JPY', prices: { 'X-435': 4.35 } });
    expect(await vendor.costs!(accountRef, lines.slice(0, 1))).toEqual([{ lineId: one, currency: 'JPY', amountMinor: 13 }]);
    await outside.setPartner({ currency: 'EUR', prices: {} });
  });

  it('is found also where the vendor’s answer never reached us, and nothing is asked where there is no account', async () => {
    const { accountRef, lines } = await bought({});
    const [{ vendorRef: _lost, ...line }] = lines as [VendorLine];
    expect(await vendor.costs!(accountRef, [line])).toHaveLength(1);
    expect(await vendor.costs!(accountRef, [orderLine()])).toEqual([]);
    expect(await vendor.costs!('', [orderLine()])).toEqual([]);
  });

  it('leaves out what has no price, what was cancelled, and what the vendor has no order of; the others stand', async () => {
    await outside.setPartner({ prices: { 'X-none': null } });
    const { accountRef, domain, lines } = await bought({ offerCode: 'X-none' }, {}, {}, {});
    const [, cancelled, unknown, good] = lines;
    await vendor.cancel(accountRef, cancelled!);
    await outside.setPartnerFaults({ mode: 'refuse', code: 1000, match: { domain, operation: 'read-order', line: unknown!.lineId } });
    expect((await vendor.costs!(accountRef, lines)).map(({ lineId }) => lineId)).toEqual([good!.lineId]);
    await outside.setPartnerFaults();
    expect((await vendor.costs!(accountRef, lines)).map(({ lineId }) => lineId)).toEqual([unknown!.lineId, good!.lineId]);
    await outside.setPartner({ prices: {} });
  });
});

describe('a vendor that doesn’t say its price now', () => {
  it.each([
    ['429', { mode: 'status', status: 429, retryAfter: 40 }, { type: 'vendor_throttled', nextRetryDelay: 40_000 }],
    ['503', { mode: 'status', status: 503 }, { type: 'vendor_error' }],
    ['a lost connection', { mode: 'drop-before' }, { type: 'vendor_unreachable' }],
    ['a refusal', { mode: 'refuse', code: 20002 }, { type: 'tenant_not_found' }],
  ] as const)('%s is its failure, and asking again answers', async (_name, fault, failure) => {
    const { accountRef, domain, lines } = await bought({}, {});
    await outside.setPartnerFaults({ ...fault, match: { domain, operation: 'read-order' } });
    await expect(vendor.costs!(accountRef, lines)).rejects.toMatchObject(failure);
    await outside.setPartnerFaults();
    expect(await vendor.costs!(accountRef, lines)).toHaveLength(2);
  });

  it('is asked no more often than its limit allows, orders included', async () => {
    const { accountRef, lines } = await bought({});
    const before = await ordersAsked(accountRef);
    const polite = vendorHere({ PARTNER_REQUESTS_PER_MINUTE: 3 });
    expect(await polite.costs!(accountRef, lines)).toHaveLength(1);
    await expect(polite.costs!(accountRef, lines)).rejects.toMatchObject({ type: 'vendor_throttled' });
    expect(await ordersAsked(accountRef)).toBe(before + 1);
  });
});

describe('an order as the vendor may answer it', () => {
  const price = (subscriptionId: string, extendedPrice?: unknown) => ({ subscriptionId, pricing: { extendedPrice } });
  const whole = (lineItems: unknown, currencyCode: unknown = 'EUR') => JSON.stringify({ id: 'o-1', currencyCode, lineItems });
  let server: Server;
  let order = '';
  let asked = 0;
  /** Every subscription was bought by the order o-1. */
  const answered = (path: string): { body: string; length?: number } => {
    const [, id] = /subscriptions\/([\w-]+)$/.exec(path) ?? [];
    if (id) return { body: JSON.stringify({ id, status: 'active', quantity: 1, orderId: 'o-1' }) };
    asked += 1;
    return { body: order, ...(order.endsWith('}') ? {} : { length: order.length + 50 }) };
  };
  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const { body, length } = answered(url);
      response.writeHead(200, { 'content-type': 'application/json', ...(length ? { 'content-length': String(length) } : {}) }).write(body);
      if (length) setTimeout(() => response.destroy(), 50);
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());
  const here = () => vendorsWith({ PARTNER_API_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }).microsoft;
  const [one, other] = [orderLine({ lineId: 'l-1', vendorRef: 's-1' }), orderLine({ lineId: 'l-2', vendorRef: 's-2' })];

  it('has several lines: each is found by its subscription, and the order is read once', async () => {
    order = whole([price('s-9', 1), price('S-2', 20.5), price('s-1', 10)]);
    asked = 0;
    expect(await here().costs!('c-1', [one, other])).toEqual([
      { lineId: 'l-1', currency: 'EUR', amountMinor: 1000 },
      { lineId: 'l-2', currency: 'EUR', amountMinor: 2050 },
    ]);
    expect(asked).toBe(1);
  });

  it.each([
    ['without lines', whole(null)],
    ['without pricing', whole([{ subscriptionId: 's-1', pricing: null }, { subscriptionId: 's-2' }])],
    ['with other lines', whole([price('s-9', 1)])],
    ['with a price that is none', whole([price('s-1', '12.00'), price('s-2', -3)])],
    ['with a price beyond counting', whole([price('s-1', 1e300), price('s-2', 1e17)])],
    ['without a currency', whole([price('s-1', 10), price('s-2', 10)], null)],
    ['with a currency that is none', whole([price('s-1', 10), price('s-2', 10)], 'euros')],
  ])('%s has no cost', async (_name, answer) => {
    order = answer;
    expect(await here().costs!('c-1', [one, other])).toEqual([]);
  });

  it('breaks off in the middle: nothing is made of the half', async () => {
    order = whole([price('s-1', 10)]).slice(0, -2);
    await expect(here().costs!('c-1', [one])).rejects.toMatchObject({ type: 'vendor_unreachable' });
  });
});
