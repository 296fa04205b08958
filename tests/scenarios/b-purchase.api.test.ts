import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import type { Outside } from '../support/outside.js';
import { addOffer, aPrefix, buyCart, emptyCart, existingTenant, newTenant, orderIn, proveDomain } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import type { Stack } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let outside: Outside;
let stack: Stack;
let carla: Api;
let sam: Api;
let rita: Api;
let customerId: string;
beforeAll(async () => {
  trade = await openTrade();
  ({ outside, stack, carla, rita, customerId } = trade);
  sam = await signedIn(stack.url, 'sam');
});
afterAll(() => trade.stop());
beforeEach(() => emptyCart(carla));

const creditUsed = async (): Promise<number> => (await carla.checkout.paymentMethods.query()).account.usedMinor;
const kindsOf = async (orderId: string) => (await carla.timeline.ofOrder.query({ orderId })).past.map(({ kind }) => kind).reverse();

describe('the marketplace', () => {
  it('B30 finds by name, misspelt too, and by category', async () => {
    const names = async (q: string) => (await carla.marketplace.search.query({ q })).rows.map(({ code }) => code);
    expect(await names('microsoft 365')).toContain('microsoft-365');
    expect(await names('micorsoft')).toContain('microsoft-365');
    expect(await names('bussiness premium')).toContain('microsoft-365');
    expect(await names('cifratura')).toContain('disk-vault');
    expect(await names('zzzzqqqq')).toEqual([]);
    const categories = await carla.marketplace.categories.query();
    for (const { category, products } of categories)
      expect((await carla.marketplace.search.query({ category, limit: 100 })).rows).toHaveLength(products);
  });

  it('B31 a Microsoft 365 plan is sold in exactly three options', async () => {
    const { plans } = await carla.marketplace.product.query({ code: 'microsoft-365' });
    for (const { offers } of plans)
      expect(offers.map(({ termDuration, billingCycle }) => `${termDuration} ${billingCycle}`).sort()).toEqual([
        'P1M monthly',
        'P1Y annual',
        'P1Y monthly',
      ]);
  });
});

describe('the cart', () => {
  it('B32 quantity and option change, lines of one offer become one, and it survives signing out', async () => {
    await addOffer(carla, { quantity: 2 });
    const cart = await addOffer(carla, { quantity: 3 });
    expect(cart.lines).toMatchObject([{ quantity: 5, chargeMinor: 5 * 684 }]);
    const annual = await addOffer(carla, { term: 'P1Y', cycle: 'annual', quantity: 1 });
    const monthly = annual.lines.find(({ termDuration }) => termDuration === 'P1M')!;
    const yearly = annual.lines.find(({ termDuration }) => termDuration === 'P1Y')!;
    expect((await carla.cart.change.mutate({ lineId: monthly.id, quantity: 7 })).totalMinor).toBe(7 * 684 + 6_480);
    const merged = await carla.cart.change.mutate({ lineId: monthly.id, offerId: yearly.offerId });
    expect(merged.lines).toMatchObject([{ quantity: 8, commitment: { charges: 1, chargeMinor: 8 * 6_480 } }]);
    const again = await signedIn(stack.url, 'carla');
    expect(await again.cart.get.query()).toEqual(await carla.cart.get.query());
  });

  it('B32 refuses quantities beyond the offer’s limits at the field', async () => {
    const faults = await faultsOf(addOffer(carla, { quantity: 301 }));
    expect(faults).toEqual(['quantity: too_big']);
    expect(await faultsOf(addOffer(carla, { product: 'endpoint-guard', plan: 'EG-ADV', quantity: 4 }))).toEqual(['quantity: too_small']);
    expect((await failureFrom(carla.cart.add.mutate({ offerId: randomUUID(), quantity: 1 }))).code).toBe('offer_unavailable');
  });
});

describe('a purchase on account', () => {
  it('B33 B35 B36 B37 makes the account at the vendor, buys, charges what is there, and tells', async () => {
    const before = await creditUsed();
    const prefix = aPrefix();
    await addOffer(carla, { quantity: 3 });
    expect((await carla.checkout.checkDomain.query({ prefix })).free).toBe(true);
    const { orderId, number } = await buyCart(carla, { tenant: newTenant(prefix) });
    const order = await orderIn(carla, orderId, ['completed']);
    expect(order).toMatchObject({ number, totalMinor: 3 * 684, domain: `${prefix}.onmicrosoft.com`, tenantState: 'ready', commands: [] });
    expect(order.lines).toMatchObject([{ state: 'active', quantity: 3 }]);
    expect(order.payments).toMatchObject([{ method: 'account', state: 'captured', capturedMinor: 3 * 684 }]);
    expect(order.ledger.map(({ step, state }) => `${step} ${state}`)).toEqual(['release_payment done', 'cancel_at_vendor done']);
    expect(await creditUsed()).toBe(before + 3 * 684);
    expect(await kindsOf(orderId)).toEqual(
      expect.arrayContaining(['order_placed', 'order_tenant_ready', 'order_agreement_accepted', 'order_lines_ordered', 'order_completed']),
    );
    const { subscriptions } = await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` });
    expect(subscriptions).toMatchObject([{ quantity: 3, status: 'active' }]);
    await eventually(async () => {
      const subjects = (await outside.mailsTo('carla@fiordaliso.example')).map(({ subject }) => subject);
      expect(subjects).toContain('Microsoft 365 Business Basic is ready');
    });
    const sql = await openSql(stack.settings.DATABASE_URL);
    const [message] = await sql("SELECT id FROM message WHERE template = 'service_ready' AND params ->> 'order' = $1", [number]);
    await sql.end();
    const preview = await rita.messages.preview.query({ id: String(message?.id) });
    expect(preview.subject).toBe('Microsoft 365 Business Basic is ready');
    expect(preview.text).toContain(`/orders/${orderId}`);
    expect((await carla.cart.get.query()).lines).toEqual([]);
    expect((await carla.checkout.checkDomain.query({ prefix })).free).toBe(false);
    expect((await carla.checkout.tenants.query()).map(({ domain }) => domain)).toContain(`${prefix}.onmicrosoft.com`);
    const teo = await signedIn(stack.url, 'teo');
    for (const q of [number, `microsoft ${number.slice(5)}`, orderId]) {
      const found = { type: 'order', id: orderId, title: number, subtitle: 'Microsoft 365 Business Basic', href: `/orders/${orderId}` };
      expect(await carla.search.all.query({ q })).toMatchObject([found]);
      expect(await sam.search.all.query({ q })).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'order', id: orderId })]));
      expect(await teo.search.all.query({ q })).toEqual([]);
    }
  });

  it('B34 names an account that is there, and refuses one that is not before any money moves', async () => {
    const before = await creditUsed();
    await addOffer(carla);
    const unknown = `${aPrefix()}.onmicrosoft.com`;
    expect(await faultsOf(buyCart(carla, { tenant: existingTenant(unknown) }))).toEqual(['tenant.domain: tenant_not_found']);
    expect(await creditUsed()).toBe(before);
    const domain = `${aPrefix('existing-')}.onmicrosoft.com`;
    expect((await carla.checkout.findDomain.query({ domain })).found).toBe(false); // there, but nobody has said that it is Carla's to buy for
    await proveDomain(stack.url, outside, carla, domain);
    expect((await carla.checkout.findDomain.query({ domain })).found).toBe(true);
    const { orderId } = await buyCart(carla, { tenant: existingTenant(domain) });
    expect(await orderIn(carla, orderId, ['completed'])).toMatchObject({ domain });
    const [known] = (await carla.checkout.tenants.query()).filter((tenant) => tenant.domain === domain);
    await addOffer(carla);
    const later = await buyCart(carla, { tenant: { kind: 'known', tenantId: known!.id } });
    await orderIn(carla, later.orderId, ['completed']);
    expect(await kindsOf(later.orderId)).not.toContain('order_tenant_ready');
  });

  it('B33 B34 what the vendor does not sell to the account is refused before any money moves', async () => {
    const before = await creditUsed();
    const domain = `${aPrefix('existing-')}.onmicrosoft.com`;
    await outside.setPartnerFaults({ mode: 'unsold', match: { domain } });
    await proveDomain(stack.url, outside, carla, domain);
    await addOffer(carla);
    expect((await failureFrom(buyCart(carla, { tenant: existingTenant(domain) }))).code).toBe('tenant_not_eligible');
    await outside.setPartnerFaults({ mode: 'unsold', match: { offer: 'M365-BB' } });
    expect((await failureFrom(buyCart(carla, { tenant: newTenant(aPrefix()) }))).code).toBe('tenant_not_eligible');
    expect(await creditUsed()).toBe(before);
    // One that can't be asked now is asked by the purchase itself.
    await outside.setPartnerFaults({ mode: 'status', status: 503, match: { operation: 'read-country-availabilities' } });
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
    await orderIn(carla, orderId, ['completed']);
    await outside.setPartnerFaults();
  });

  it('B33 a taken domain is refused at its field', async () => {
    await addOffer(carla);
    expect(await faultsOf(buyCart(carla, { tenant: newTenant(aPrefix('taken-')) }))).toEqual(['tenant.prefix: tenant_domain_taken']);
  });

  it('B35 the same key twice, and two tabs at once, buy once', async () => {
    await addOffer(carla);
    const { version, totalMinor } = await carla.cart.get.query();
    const request = {
      idempotencyKey: randomUUID(),
      cartVersion: version,
      shownTotalMinor: totalMinor,
      currency: 'EUR',
      tenant: newTenant(aPrefix()),
      payment: { method: 'account' as const },
    };
    const [one, other] = await Promise.all([carla.checkout.buy.mutate(request), carla.checkout.buy.mutate(request)]);
    expect(other.orderId).toBe(one.orderId);
    expect((await carla.checkout.buy.mutate(request)).orderId).toBe(one.orderId);
    await addOffer(carla);
    const tabs = await Promise.allSettled([
      buyCart(carla, { tenant: newTenant(aPrefix()) }),
      buyCart(carla, { tenant: newTenant(aPrefix()) }),
    ]);
    expect(tabs.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = tabs.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(['changed_meanwhile', 'cart_empty', 'price_changed']).toContain((await failureFrom(Promise.reject(lost.reason as Error))).code);
  });

  it('B35 what is shown is what is charged: another amount, or another cart, asks again', async () => {
    await addOffer(carla);
    const wrong = buyCart(carla, { tenant: newTenant(aPrefix()), shownTotalMinor: 1 });
    expect((await failureFrom(wrong)).code).toBe('price_changed');
    const { version } = await carla.cart.get.query();
    expect((await failureFrom(buyCart(carla, { tenant: newTenant(aPrefix()), cartVersion: version - 1 }))).code).toBe('changed_meanwhile');
    await emptyCart(carla);
    expect((await failureFrom(buyCart(carla))).code).toBe('cart_empty');
  });

  it('B35 never goes over the credit limit, however many buy at once', async () => {
    const used = await creditUsed();
    await rita.orders.setCreditLimit.mutate({ customerId, limitMinor: used + 1_000, reason: 'almost nothing' });
    try {
      await addOffer(carla, { quantity: 2 });
      expect((await failureFrom(buyCart(carla, { tenant: newTenant(aPrefix()) }))).code).toBe('credit_exceeded');
      expect(await creditUsed()).toBe(used);
      expect((await carla.cart.get.query()).lines).toHaveLength(1);
    } finally {
      await rita.orders.setCreditLimit.mutate({ customerId, limitMinor: 100_000_000, reason: 'room again' });
    }
  });
});

describe('a product line of another vendor', () => {
  it('B30 B35 is bought in the same order, by its own adapter', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
    const order = await orderIn(carla, orderId, ['completed']);
    expect(order.lines.map(({ vendor, state }) => `${vendor} ${state}`).sort()).toEqual(['guardia active', 'microsoft active']);
    const line = order.lines.find(({ vendor }) => vendor === 'guardia')!;
    expect((await outside.licences(customerId)).find(({ licenceRef }) => licenceRef === line.id)).toMatchObject({
      units: 4,
      state: 'active',
    });
  });
});

describe('a purchase that can’t complete', () => {
  it('B38 C4 stands still for the refused line, goes on without it, and charges what is there', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const before = await creditUsed();
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
    const stuck = await orderIn(carla, orderId, ['needs_attention']);
    expect(stuck.commands).toEqual(expect.arrayContaining(['retry', 'leave_out', 'undo']));
    expect(stuck.lines.find(({ vendor }) => vendor === 'microsoft')).toMatchObject({ state: 'refused' });
    await sam.orders.leaveOut.mutate({ id: orderId, reason: 'the customer agrees' });
    const order = await orderIn(carla, orderId, ['partly_completed']);
    expect(order.lines.map(({ state }) => state).sort()).toEqual(['active', 'left_out']);
    expect(await creditUsed()).toBe(before + 4 * 240);
    expect(order.payments).toMatchObject([{ state: 'captured', capturedMinor: 4 * 240 }]);
  });

  it('B38 C6 is undone in full: credit free, nothing left at the vendor, the ledger says so', async () => {
    await addOffer(carla);
    const before = await creditUsed();
    const prefix = aPrefix('fails-');
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    await orderIn(carla, orderId, ['needs_attention']);
    expect(await creditUsed()).toBe(before + 2 * 684);
    await carla.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
    const order = await orderIn(carla, orderId, ['cancelled']);
    expect(order.ledger.map(({ step, state }) => `${step} ${state}`)).toEqual(['release_payment undone', 'cancel_at_vendor undone']);
    expect(order.payments).toMatchObject([{ state: 'released', capturedMinor: 0 }]);
    expect(await creditUsed()).toBe(before);
    const { subscriptions } = await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` });
    expect(subscriptions.filter(({ status }) => status === 'active')).toEqual([]);
    expect((await failureFrom(carla.orders.undo.mutate({ id: orderId, reason: 'again' }))).code).toBe('too_late');
  });

  it('B38 C4 a retry after the vendor has mended it completes', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('fails-')) });
    await orderIn(carla, orderId, ['needs_attention']);
    await sam.processes.retryNow.mutate({ id: (await sam.orders.get.query({ id: orderId })).processId, reason: 'mended, they say' });
    const order = await orderIn(carla, orderId, ['completed']);
    expect(order.lines).toMatchObject([{ state: 'active' }]);
  });

  it('B38 answers that are lost after the work make nothing twice', async () => {
    await addOffer(carla);
    const prefix = aPrefix('cut-');
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    await orderIn(carla, orderId, ['completed'], 40_000);
    const { customers, subscriptions } = await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` });
    expect(customers).toHaveLength(1);
    expect(subscriptions).toHaveLength(1);
  });

  it('C4 an account whose agreement the vendor refuses is corrected and goes on; the difference is in the audit log', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('unsigned-')) });
    const stuck = await orderIn(carla, orderId, ['needs_attention']);
    expect(stuck).toMatchObject({ failureCode: 'agreement_refused', step: 'accepting_agreement' });
    expect(stuck.commands).toContain('correct');
    const prefix = aPrefix();
    await carla.orders.correct.mutate({ id: orderId, reason: 'another account', change: { tenant: newTenant(prefix) } });
    const order = await orderIn(carla, orderId, ['completed']);
    expect(order.domain).toBe(`${prefix}.onmicrosoft.com`);
    const { rows } = await rita.audit.ofCustomer.query({ customerId });
    expect(rows.map(({ action }) => action)).toContain('order.correct');
  });
});
