import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { startOutside, type Outside } from '../support/outside.js';
import { changeAtVendor } from '../support/partner.js';
import { aCard, addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { startStack, type Stack } from '../support/stack.js';

let outside: Outside;
let stack: Stack;
let carla: Api;
let sam: Api;
let rita: Api;
let customerId: string;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [carla, sam, rita] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'sam'), signedIn(stack.url, 'rita')]);
  customerId = (await carla.auth.me.query())!.customer!.id;
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});
beforeEach(async () => {
  await emptyCart(carla);
  await outside.setVendorFaults();
});

const creditUsed = async (): Promise<number> => (await carla.checkout.paymentMethods.query()).account.usedMinor;
const pastOf = async (orderId: string) => (await carla.timeline.ofOrder.query({ orderId })).past;
const kindsOf = async (orderId: string) => (await pastOf(orderId)).map(({ kind }) => kind);
const auditOf = async (orderId: string) =>
  (await rita.audit.ofCustomer.query({ customerId })).rows.filter(({ subjectId }) => subjectId === orderId);
const reason = 'as agreed with the customer';

/** An order of two vendors, whose second line is refused, so that it stands still with the first line bought. */
const halfBought = async (begins: string) => {
  await outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED', match: { plan: 'DV-KEY' } });
  await addOffer(carla);
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const prefix = aPrefix(begins);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  await orderIn(carla, orderId, ['needs_attention']);
  return { orderId, domain: `${prefix}.onmicrosoft.com` };
};

/** The order once it stands still at a step, for the so-manieth time. */
const stuckAt = (orderId: string, step: string, times = 1) =>
  eventually(async () => {
    const order = await sam.orders.get.query({ id: orderId });
    expect((await kindsOf(orderId)).filter((kind) => kind === 'order_stuck').length).toBe(times);
    expect(order).toMatchObject({ state: 'needs_attention', step });
    return order;
  });

describe('an undoing that fails for ever', () => {
  it('C4 C6 waits for a person, is tried again, is given up by staff alone, and never looks undone', async () => {
    const before = await creditUsed();
    const { orderId, domain } = await halfBought('locked-');
    await carla.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
    const stuck = await stuckAt(orderId, 'undoing_cancel_at_vendor', 2);
    expect(stuck).toMatchObject({ failureCode: 'vendor_cancel_refused', commands: ['retry', 'give_up'] });
    expect((await carla.timeline.ofOrder.query({ orderId })).next).toEqual([]);
    // What could be ended has ended, and the line that couldn't says why.
    expect(stuck.lines.map(({ vendor, state, failureCode }) => [vendor, state, failureCode])).toEqual([
      ['microsoft', 'provisioned', 'vendor_cancel_refused'],
      ['guardia', 'cancelled', 'vendor_plan_retired'],
    ]);
    await sam.orders.retry.mutate({ id: orderId, reason: 'perhaps now' });
    await stuckAt(orderId, 'undoing_cancel_at_vendor', 3);

    expect((await failureFrom(carla.orders.giveUp.mutate({ id: orderId, reason }))).code).toBe('forbidden');
    expect((await failureFrom(rita.orders.giveUp.mutate({ id: orderId, reason }))).code).toBe('forbidden');
    await sam.orders.giveUp.mutate({ id: orderId, reason });
    const order = await orderIn(sam, orderId, ['given_up']);
    expect(order.commands).toEqual([]);
    expect(order.lines.map(({ state }) => state)).toEqual(['not_cancelled', 'cancelled']);
    expect(order.ledger).toMatchObject([
      { step: 'release_payment', state: 'undone', givenUp: null },
      { step: 'cancel_at_vendor', state: 'undo_failed', failureCode: 'vendor_cancel_refused', givenUp: { by: 'Sam Support', reason } },
    ]);
    expect(order.payments).toMatchObject([{ state: 'released' }]);
    expect(await creditUsed()).toBe(before);
    expect((await outside.partnerState({ domain })).subscriptions).toMatchObject([{ status: 'active' }]);
    const past = await pastOf(orderId);
    expect(past.map(({ kind }) => kind)).not.toContain('order_undone');
    expect(past.find(({ kind }) => kind === 'order_undo_given_up')).toMatchObject({ actorName: 'Sam Support', params: { reason } });
    expect(past[0]).toMatchObject({ kind: 'order_given_up', params: { lines: 1 } });
    const audit = await auditOf(orderId);
    expect(audit.filter(({ action }) => action === 'order.give_up')).toMatchObject([{ reason, before: { step: 'cancel_at_vendor' } }]);
    expect((await sam.processes.get.query({ id: order.processId })).state).toBe('ended');
  });

  it('C4 C6 what one vendor can’t even be asked about keeps nothing at another one', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const prefix = aPrefix('gone-');
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    const stuck = await orderIn(carla, orderId, ['needs_attention']);
    expect(stuck.lines.map(({ state }) => state)).toEqual(['refused', 'provisioned']);
    const match = { operation: 'list-subscriptions', domain: `${prefix}.onmicrosoft.com` } as const;
    await outside.setPartnerFaults({ mode: 'refuse', code: 20002, match });
    await sam.orders.undo.mutate({ id: orderId, reason });
    const failed = await stuckAt(orderId, 'undoing_cancel_at_vendor', 2);
    expect(failed.failureCode).toBe('tenant_not_found');
    expect(failed.lines.map(({ state, failureCode }) => [state, failureCode])).toEqual([
      ['refused', 'tenant_not_found'],
      ['cancelled', null],
    ]);
    await outside.setPartnerFaults();
    await sam.orders.retry.mutate({ id: orderId, reason });
    await orderIn(sam, orderId, ['cancelled']);
  });

  it('C4 is over as undone once it succeeds at a later try', async () => {
    const { orderId, domain } = await halfBought('');
    await outside.setPartnerFaults({ mode: 'refuse', code: 900117, match: { operation: 'change-subscription', domain }, times: 1 });
    await sam.orders.undo.mutate({ id: orderId, reason });
    await stuckAt(orderId, 'undoing_cancel_at_vendor', 2);
    await sam.orders.retry.mutate({ id: orderId, reason: 'settled with the vendor' });
    const order = await orderIn(sam, orderId, ['cancelled']);
    expect(order.ledger.map(({ state }) => state)).toEqual(['undone', 'undone']);
    expect(order.lines.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('C4 is given up for money alone, too: what is held is named, and what was bought is cancelled', async () => {
    await outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED', match: { plan: 'DV-KEY' } });
    const cardRef = await aCard(stack, outside, carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { payment: { method: 'card', cardRef } });
    await orderIn(carla, orderId, ['needs_attention']);
    expect((await failureFrom(sam.orders.giveUp.mutate({ id: orderId, reason }))).code).toBe('state_conflict');
    await outside.setCardFaults({ match: { endpoint: 'payment_intents.cancel' }, mode: 'status', status: 403 });
    await sam.orders.undo.mutate({ id: orderId, reason });
    expect((await stuckAt(orderId, 'undoing_release_payment', 2)).commands).toEqual(['retry', 'give_up']);
    await sam.orders.giveUp.mutate({ id: orderId, reason });
    const order = await orderIn(sam, orderId, ['given_up']);
    await outside.setCardFaults();
    expect(order.ledger).toMatchObject([
      { state: 'undo_failed', givenUp: { reason } },
      { state: 'undone', givenUp: null },
    ]);
    expect(order.lines).toMatchObject([{ state: 'cancelled' }]);
    expect(order.payments).toMatchObject([{ state: 'authorised', authorisedMinor: 4 * 240 }]);
    expect((await pastOf(orderId))[0]).toMatchObject({ kind: 'order_given_up', params: { amountMinor: 4 * 240, currency: 'EUR' } });
  });
});

describe('asking the vendor what is true', () => {
  it('C4 adopts what the vendor has mended by itself, says before and after, and goes on', async () => {
    await addOffer(carla);
    const prefix = aPrefix('half-');
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    const stuck = await orderIn(carla, orderId, ['needs_attention']);
    expect(stuck.commands).toEqual(['retry', 'reconcile', 'undo']);
    const { now, next } = await carla.timeline.ofOrder.query({ orderId });
    expect(now).toMatchObject([{ state: 'needs_attention' }]);
    expect(next).toMatchObject([{ kind: 'order_undone_by_itself', at: stuck.nextAt }]);
    await changeAtVendor(outside.variables, `${prefix}.onmicrosoft.com`, { quantity: 2 });
    await sam.orders.reconcile.mutate({ id: orderId, reason });
    const order = await orderIn(sam, orderId, ['completed']);
    expect(order.lines).toMatchObject([{ state: 'active', failureCode: null }]);
    expect(order.payments).toMatchObject([{ state: 'captured', capturedMinor: 2 * 684 }]);
    const told = (await pastOf(orderId)).find(({ kind }) => kind === 'order_reconciled');
    expect(told).toMatchObject({
      actorName: 'Sam Support',
      params: { found: expect.arrayContaining([{ of: 'line', line: 1, before: 'refused', after: 'provisioned' }]) as unknown },
    });
    const audit = await auditOf(orderId);
    expect(audit.find(({ action }) => action === 'order.adopt')).toMatchObject({
      before: { 'line 1': 'refused' },
      after: { 'line 1': 'provisioned' },
    });
    expect(audit.find(({ action }) => action === 'order.reconcile')).toMatchObject({ reason });
  });

  it('C4 buys nothing by asking: a line that is refused still stands still', async () => {
    await addOffer(carla);
    const prefix = aPrefix('fails-');
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    await orderIn(carla, orderId, ['needs_attention']);
    await carla.orders.reconcile.mutate({ id: orderId, reason });
    await stuckAt(orderId, 'provisioning', 2);
    expect((await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).subscriptions).toHaveLength(1);
    expect((await pastOf(orderId)).find(({ kind }) => kind === 'order_reconciled')).toBeDefined();
    await carla.orders.retry.mutate({ id: orderId, reason });
    await orderIn(carla, orderId, ['completed']);
  });

  it('C4 finds what has ended at the vendor, so that it is not charged', async () => {
    const { orderId, domain } = await halfBought('');
    await changeAtVendor(outside.variables, domain, { status: 'deleted' });
    expect((await sam.orders.get.query({ id: orderId })).commands).toContain('leave_out');
    await sam.orders.reconcile.mutate({ id: orderId, reason });
    const order = await stuckAt(orderId, 'provisioning', 2);
    expect(order.lines.map(({ state }) => state)).toEqual(['refused', 'refused']);
    expect(order.commands).not.toContain('leave_out');
    await sam.orders.undo.mutate({ id: orderId, reason });
    await orderIn(sam, orderId, ['cancelled']);
  });

  it('C4 is refused where nothing stands still at the vendor', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
    await orderIn(carla, orderId, ['completed']);
    expect((await failureFrom(sam.orders.reconcile.mutate({ id: orderId, reason }))).code).toBe('too_late');
  });
});

describe('what the vendor refuses of one line', () => {
  const withVault = async (prefix: string) => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    return orderIn(carla, orderId, ['needs_attention']);
  };

  it.each([
    [800067, undefined, 'vendor_units_out_of_range'],
    [800073, undefined, 'vendor_account_blocked'],
    [800024, undefined, 'vendor_partner_blocked'],
    [800086, 'create-cart', 'tenant_not_eligible'],
    [800073, 'checkout', 'vendor_account_blocked'],
    [800002, 'checkout', 'vendor_refused'],
  ] as const)('C4 B38 %i, at %s, is left out, and the other vendor’s line is bought and charged', async (code, operation, failureCode) => {
    const prefix = aPrefix();
    await outside.setPartnerFaults({
      mode: 'refuse',
      code,
      match: { domain: `${prefix}.onmicrosoft.com`, ...(operation ? { operation } : {}) },
    });
    const stuck = await withVault(prefix);
    expect(stuck).toMatchObject({ failureCode, step: 'provisioning' });
    expect(stuck.commands).toEqual(expect.arrayContaining(['retry', 'reconcile', 'leave_out', 'undo']));
    await carla.orders.leaveOut.mutate({ id: stuck.id, reason });
    const order = await orderIn(carla, stuck.id, ['partly_completed']);
    await outside.setPartnerFaults();
    expect(order.lines.map(({ vendor, state }) => `${vendor} ${state}`)).toEqual(['microsoft left_out', 'guardia active']);
    expect(order.payments).toMatchObject([{ state: 'captured', capturedMinor: 4 * 240 }]);
    expect((await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).subscriptions).toEqual([]);
  });

  it('C4 B33 another account is made and its agreement accepted, when that is what the line was refused for', async () => {
    const [refusing, prefix] = [aPrefix(), aPrefix()];
    await outside.setPartnerFaults({ mode: 'refuse', code: 800086, match: { domain: `${refusing}.onmicrosoft.com` } });
    const stuck = await withVault(refusing);
    expect(stuck.commands).toContain('correct');
    await carla.orders.correct.mutate({ id: stuck.id, reason, change: { tenant: newTenant(prefix) } });
    const order = await orderIn(carla, stuck.id, ['completed']);
    await outside.setPartnerFaults();
    expect(order).toMatchObject({ domain: `${prefix}.onmicrosoft.com`, tenantState: 'ready' });
    expect((await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).subscriptions).toMatchObject([{ status: 'active' }]);
  });

  it('C4 another signer is what the vendor is told, when the agreement was refused', async () => {
    const prefix = aPrefix();
    const domain = `${prefix}.onmicrosoft.com`;
    await outside.setPartnerFaults({ mode: 'refuse', code: 800002, match: { domain, operation: 'create-agreement' }, times: 1 });
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    expect(await orderIn(carla, orderId, ['needs_attention'])).toMatchObject({ failureCode: 'agreement_refused' });
    const offered = async () => (await carla.checkout.tenants.query()).find((tenant) => tenant.domain === domain);
    expect(await offered()).toBeUndefined();
    const unknown = { tenant: { kind: 'known', tenantId: randomUUID() } } as const;
    expect(await faultsOf(carla.orders.correct.mutate({ id: orderId, reason, change: unknown }))).toEqual([
      'change.tenant.tenantId: tenant_unknown',
    ]);
    const signer = {
      firstName: 'Cora',
      lastName: 'Neri',
      email: 'cora@fiordaliso.example',
      phone: '+39 02 7654321',
      accepted: true,
    } as const;
    await carla.orders.correct.mutate({ id: orderId, reason, change: { tenant: { kind: 'existing', domain, agreement: signer } } });
    await orderIn(carla, orderId, ['completed']);
    expect((await outside.partnerState({ domain })).agreements).toMatchObject([{ primaryContact: { email: 'cora@fiordaliso.example' } }]);
    expect(await offered()).toMatchObject({ services: 1 });
  });

  it('B34 an account whose purchase was undone is offered as what it is: there, and without services', async () => {
    const prefix = aPrefix('fails-');
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    await orderIn(carla, orderId, ['needs_attention']);
    await carla.orders.undo.mutate({ id: orderId, reason });
    await orderIn(carla, orderId, ['cancelled']);
    const offered = await carla.checkout.tenants.query();
    expect(offered.find(({ domain }) => domain === `${prefix}.onmicrosoft.com`)).toMatchObject({ services: 0 });
    const unused = offered.findIndex(({ services }) => services === 0);
    expect(offered.slice(unused).every(({ services }) => services === 0)).toBe(true);
  });
});
