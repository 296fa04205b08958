import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import type { Outside } from '../support/outside.js';
import { changeAtVendor } from '../support/partner.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import type { Stack } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let outside: Outside;
let stack: Stack;
let carla: Api;
let sam: Api;
beforeAll(async () => {
  trade = await openTrade();
  ({ outside, stack, carla } = trade);
  sam = await signedIn(stack.url, 'sam');
});
afterAll(() => trade.stop());
beforeEach(async () => {
  await emptyCart(carla);
  await outside.setPartner({ prices: {}, currency: 'EUR' });
  await outside.setPartnerFaults();
});

/** Three seats of Microsoft's, and four keys of the vendor that tells no prices. */
const bothVendors = async (begins = '', end = 'completed') => {
  await addOffer(carla, { quantity: 3 });
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const prefix = aPrefix(begins);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  const order = await orderIn(carla, orderId, [end]);
  const idOf = (code: string) => order.lines.find(({ vendor }) => vendor === code)!.id;
  return { orderId, domain: `${prefix}.onmicrosoft.com`, seats: idOf('microsoft'), keys: idOf('guardia') };
};
const costsOf = async (orderId: string, api = sam) => (await api.orders.vendorCosts.query({ orderId })).lines;
const costOf = async (orderId: string, lineId: string) => (await costsOf(orderId)).find((line) => line.lineId === lineId);
const none = { cost: null, margin: null };

describe('what an order costs us', () => {
  it('is told to staff, line by line: what the customer pays, what the vendor asks, what is left', async () => {
    const { orderId, seats, keys } = await bothVendors();
    const lines = await costsOf(orderId);
    expect(lines).toHaveLength(2);
    expect(lines).toEqual(
      expect.arrayContaining([
        {
          lineId: seats,
          chargedMinor: 3 * 684,
          currency: 'EUR',
          cost: { currency: 'EUR', amountMinor: 3 * 547 },
          reason: null,
          margin: { amountMinor: 3 * (684 - 547), shareBp: 2003 },
        },
        { lineId: keys, chargedMinor: 4 * 240, currency: 'EUR', reason: 'not_told', ...none },
      ]),
    );
    expect(await costsOf(orderId, await signedIn(stack.url, 'olivia'))).toEqual(lines);
  });

  it('is told to nobody else: no customer, no reseller of either tier, and nobody who isn’t signed in', async () => {
    const { orderId } = await bothVendors();
    const asked = { orderId };
    for (const name of ['carla', 'ugo', 'rita', 'teo'] as const) {
      const api = await signedIn(stack.url, name);
      expect((await failureFrom(api.orders.vendorCosts.query(asked))).code, name).toBe('forbidden');
    }
    expect((await failureFrom(createApi(stack.url).api.orders.vendorCosts.query(asked))).code).toBe('not_signed_in');
    // Nor by what they may read of it.
    for (const api of [carla, await signedIn(stack.url, 'rita')])
      expect(JSON.stringify(await api.orders.get.query({ id: orderId }))).not.toMatch(/cost|margin/i);
    expect((await failureFrom(sam.orders.vendorCosts.query({ orderId: randomUUID() }))).code).toBe('not_found');
  });

  it('may be more than is charged, and may be in another currency: then nothing is compared', async () => {
    const { orderId, seats } = await bothVendors();
    await outside.setPartner({ prices: { 'M365-BB-P1M-monthly': 7.525 } });
    expect(await costOf(orderId, seats)).toMatchObject({
      cost: { amountMinor: 2258 },
      margin: { amountMinor: 3 * 684 - 2258, shareBp: -1004 },
    });
    await outside.setPartner({ currency: 'USD' });
    expect(await costOf(orderId, seats)).toMatchObject({
      currency: 'EUR',
      cost: { currency: 'USD', amountMinor: 2258 },
      reason: null,
      margin: null,
    });
  });

  it('is not told where the vendor has no price, or no longer has the line', async () => {
    const { orderId, domain, seats } = await bothVendors();
    await outside.setPartner({ prices: { 'M365-BB-P1M-monthly': null } });
    expect(await costOf(orderId, seats)).toMatchObject({ chargedMinor: 3 * 684, reason: 'not_told', ...none });
    await outside.setPartner({ prices: {} });
    expect(await costOf(orderId, seats)).toMatchObject({ reason: null });
    await changeAtVendor(outside.variables, domain, { status: 'deleted' });
    expect(await costOf(orderId, seats)).toMatchObject({ reason: 'not_told', ...none });
  });

  it('is nothing for a line that was left out, and the customer pays nothing for it', async () => {
    const { orderId, seats, keys } = await bothVendors('gone-', 'needs_attention');
    expect(await costOf(orderId, seats)).toMatchObject({ chargedMinor: 3 * 684, reason: 'not_bought', ...none });
    await sam.orders.leaveOut.mutate({ id: orderId, reason: 'the customer agrees' });
    await orderIn(carla, orderId, ['partly_completed']);
    expect(await costOf(orderId, seats)).toMatchObject({ chargedMinor: 0, reason: 'not_bought', ...none });
    expect(await costOf(orderId, keys)).toMatchObject({ chargedMinor: 4 * 240, reason: 'not_told' });
  });

  it('is nothing for an order that stands before its account is made', async () => {
    await outside.setPartnerFaults({ mode: 'refuse', code: 600051, match: { operation: 'create-customer' } });
    const { orderId, seats, keys } = await bothVendors('', 'needs_attention');
    expect(await costOf(orderId, seats)).toMatchObject({ reason: 'not_bought', ...none });
    expect(await costOf(orderId, keys)).toMatchObject({ reason: 'not_bought', ...none });
  });
});

describe('a vendor that can’t be asked', () => {
  it.each([
    ['vendor_error', { mode: 'status', status: 503 }],
    ['vendor_throttled', { mode: 'status', status: 429, retryAfter: 30 }],
    ['vendor_unreachable', { mode: 'drop-before' }],
  ] as const)('%s is said of its lines alone, the order stays as it is, and asking again answers', async (reason, fault) => {
    const { orderId, domain, seats, keys } = await bothVendors();
    const before = await sam.orders.get.query({ id: orderId });
    await outside.setPartnerFaults({ ...fault, match: { domain, operation: 'read-order' } });
    expect(await costOf(orderId, seats)).toMatchObject({ chargedMinor: 3 * 684, reason, ...none });
    expect(await costOf(orderId, keys)).toMatchObject({ reason: 'not_told' });
    expect(await sam.orders.get.query({ id: orderId })).toEqual(before);
    await outside.setPartnerFaults();
    expect(await costOf(orderId, seats)).toMatchObject({ reason: null, cost: { amountMinor: 3 * 547 } });
  });

  it('holds up no order: one is bought while prices can’t be read', async () => {
    await outside.setPartnerFaults({ mode: 'status', status: 503, match: { operation: 'read-order' } });
    const { orderId, domain } = await bothVendors();
    const { customers } = await outside.partnerState({ domain });
    const { calls } = await outside.partnerState({ customerId: customers[0]!.id });
    expect(
      Object.keys(calls).filter((call) => call.startsWith('read-order')),
      'nobody has asked yet',
    ).toEqual([]);
    expect((await costsOf(orderId)).map(({ reason }) => reason).sort()).toEqual(['not_told', 'vendor_error']);
  });
});
