import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { startOutside, type Outside } from '../support/outside.js';
import { aCard, addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { startStack, type Stack } from '../support/stack.js';

let outside: Outside;
let stack: Stack;
let carla: Api;
let sam: Api;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [carla, sam] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'sam')]);
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});
beforeEach(() => emptyCart(carla));

const buyByCard = async (method: string, prefix = aPrefix()) => {
  const cardRef = await aCard(stack, outside, carla, method);
  return buyCart(carla, { tenant: newTenant(prefix), payment: { method: 'card', cardRef } });
};
const paymentsOf = async (number: string) =>
  (await outside.cardState()).payments.filter(({ metadata }) => metadata.order_number === number);

describe('a purchase by card', () => {
  it('B35 holds the money first and takes just what is provisioned', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId, number } = await buyByCard('pm_card_visa', aPrefix('gone-'));
    await orderIn(carla, orderId, ['needs_attention']);
    expect(await paymentsOf(number)).toMatchObject([{ status: 'requires_capture', amount: 2 * 684 + 4 * 240 }]);
    await sam.orders.leaveOut.mutate({ id: orderId, reason: 'the customer agrees' });
    const order = await orderIn(carla, orderId, ['partly_completed']);
    expect(await paymentsOf(number)).toMatchObject([{ status: 'succeeded', amount_received: 4 * 240 }]);
    expect(order.payments).toMatchObject([{ method: 'card', state: 'captured', capturedMinor: 4 * 240 }]);
  });

  it.each([
    ['generic_decline', 'payment_declined'],
    ['insufficient_funds', 'payment_insufficient_funds'],
    ['expired_card', 'payment_card_expired'],
  ])('B35 a decline for %s says so before anything is bought, and another card goes on', async (declineCode, failure) => {
    const code = declineCode === 'expired_card' ? 'expired_card' : 'card_declined';
    await outside.setCardFaults({ match: { endpoint: 'payment_intents.create' }, mode: 'decline', code, declineCode });
    await addOffer(carla);
    const prefix = aPrefix();
    const { orderId, number } = await buyByCard('pm_card_visa', prefix);
    const stuck = await orderIn(carla, orderId, ['needs_attention']);
    await outside.setCardFaults();
    expect(stuck).toMatchObject({ failureCode: failure, step: 'authorising_payment' });
    expect((await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).customers).toEqual([]);
    const cardRef = await aCard(stack, outside, carla, 'pm_card_mastercard');
    const change = { payment: { method: 'card' as const, cardRef } };
    // A card is the customer's own to choose.
    expect(await faultsOf(sam.orders.correct.mutate({ id: orderId, reason: 'another card', change }))).toEqual([
      'payment: card_by_customer',
    ]);
    await carla.orders.correct.mutate({ id: orderId, reason: 'another card', change });
    const order = await orderIn(carla, orderId, ['completed']);
    expect(order.payments.map(({ state }) => state)).toEqual(['declined', 'captured']);
    const taken = (await paymentsOf(number)).filter(({ status }) => status === 'succeeded');
    expect(taken).toMatchObject([{ amount_received: 2 * 684 }]);
  });

  it('B35 B36 waits for the holder to confirm with the bank, and goes on by the notice', async () => {
    await outside.sendCardWebhooksTo(stack.url);
    await addOffer(carla);
    const { orderId } = await buyByCard('pm_card_authenticationRequired');
    const waiting = await orderIn(carla, orderId, ['awaiting_payment']);
    const [payment] = waiting.payments;
    expect(payment).toMatchObject({ state: 'requires_action' });
    expect(payment?.actionUrl).toMatch(/^http/);
    await outside.settlePayment(payment!.processorRef!, 'approve');
    await orderIn(carla, orderId, ['completed']);
  });

  it('B35 one that its holder refuses is undone without a trace of money', async () => {
    await addOffer(carla);
    const { orderId, number } = await buyByCard('pm_card_authenticationRequired');
    const waiting = await orderIn(carla, orderId, ['awaiting_payment']);
    await outside.settlePayment(waiting.payments[0]!.processorRef!, 'refuse');
    const stuck = await orderIn(carla, orderId, ['needs_attention'], 40_000);
    expect(stuck.failureCode).toBe('payment_authentication_failed');
    await carla.orders.undo.mutate({ id: orderId, reason: 'too dear' });
    await orderIn(carla, orderId, ['cancelled']);
    for (const payment of await paymentsOf(number)) expect(payment).toMatchObject({ amount_capturable: 0, amount_received: 0 });
  });

  it('B38 a hold that lapsed before the money was taken asks for another way of paying, and then takes it once', async () => {
    await outside.setPartner({ provisioningMs: 4_000 });
    await addOffer(carla);
    const { orderId, number } = await buyByCard('pm_card_visa');
    const ordered = await eventually(async () => {
      const order = await carla.orders.get.query({ id: orderId });
      expect(order.step).toBe('provisioning');
      return order;
    });
    await outside.settlePayment(ordered.payments[0]!.processorRef!, 'expire');
    const stuck = await orderIn(carla, orderId, ['needs_attention'], 40_000);
    await outside.setPartner({ provisioningMs: 0 });
    expect(stuck).toMatchObject({ failureCode: 'payment_hold_lapsed', step: 'charging' });
    const cardRef = await aCard(stack, outside, carla, 'pm_card_mastercard');
    await carla.orders.correct.mutate({ id: orderId, reason: 'another card', change: { payment: { method: 'card', cardRef } } });
    await orderIn(carla, orderId, ['completed']);
    const taken = (await paymentsOf(number)).filter(({ status }) => status === 'succeeded');
    expect(taken).toMatchObject([{ amount_received: 2 * 684 }]);
  });

  it('B38 an answer that is lost after the work holds the money once', async () => {
    await outside.setCardFaults(
      { match: { endpoint: 'payment_intents.create' }, mode: 'drop-after-work', times: 1 },
      { match: { endpoint: 'payment_intents.capture' }, mode: 'drop-after-work', times: 1 },
    );
    await addOffer(carla);
    const { orderId, number } = await buyByCard('pm_card_visa');
    await orderIn(carla, orderId, ['completed'], 40_000);
    await outside.setCardFaults();
    expect(await paymentsOf(number)).toMatchObject([{ status: 'succeeded', amount_received: 2 * 684 }]);
  });

  /** The money is taken, its answer lost for good, and whatever is asked about it then is refused. */
  const loseCapture = async () => {
    await outside.setCardFaults(
      { match: { endpoint: 'payment_intents.capture' }, mode: 'drop-after-work', times: 1 },
      { match: { endpoint: 'payment_intents.capture' }, mode: 'status', status: 400 },
    );
    await addOffer(carla);
    const bought = await buyByCard('pm_card_visa');
    const stuck = await orderIn(carla, bought.orderId, ['needs_attention'], 40_000);
    await outside.setCardFaults();
    expect(stuck).toMatchObject({ step: 'charging', payments: [{ state: 'authorised' }] });
    expect(await paymentsOf(bought.number)).toMatchObject([{ status: 'succeeded', amount_received: 2 * 684 }]);
    return bought;
  };
  const refundsOf = async (number: string) => {
    const [payment] = await paymentsOf(number);
    return (await outside.cardState()).refunds.filter(({ payment_intent }) => payment_intent === payment?.id);
  };

  it('B38 money that was taken without our knowing is given back when the order is undone, once', async () => {
    const { orderId, number } = await loseCapture();
    await sam.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
    const order = await orderIn(carla, orderId, ['cancelled'], 40_000);
    expect(order.payments).toMatchObject([{ state: 'refunded', capturedMinor: 2 * 684, refundedMinor: 2 * 684 }]);
    expect(await refundsOf(number)).toMatchObject([{ amount: 2 * 684 }]);
  });

  it('B38 it is given back too where the order is then paid on account', async () => {
    const { orderId, number } = await loseCapture();
    await sam.orders.correct.mutate({ id: orderId, reason: 'on account', change: { payment: { method: 'account' } } });
    const order = await orderIn(carla, orderId, ['completed'], 40_000);
    expect(order.payments.map(({ method, state }) => `${method} ${state}`)).toEqual(['card refunded', 'account captured']);
    expect(await refundsOf(number)).toMatchObject([{ amount: 2 * 684 }]);
  });

  it('B35 B38 undone while the bank is awaited for a corrected card: the hold is cancelled at once and nothing is charged', async () => {
    await outside.setCardFaults({ match: { endpoint: 'payment_intents.capture' }, mode: 'status', status: 400 });
    await addOffer(carla);
    const prefix = aPrefix();
    const { orderId, number } = await buyByCard('pm_card_visa', prefix);
    await orderIn(carla, orderId, ['needs_attention'], 40_000);
    await outside.setCardFaults();
    const cardRef = await aCard(stack, outside, carla, 'pm_card_authenticationRequired');
    await carla.orders.correct.mutate({ id: orderId, reason: 'another card', change: { payment: { method: 'card', cardRef } } });
    expect(await orderIn(carla, orderId, ['awaiting_payment'])).toMatchObject({ step: 'awaiting_payment' });
    // The pauses between two looks grow to minutes: it isn't one of them that ends by itself.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    await carla.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
    const order = await orderIn(carla, orderId, ['cancelled'], 6_000);
    expect(order.payments.map(({ state }) => state)).toEqual(['released', 'released']);
    expect((await paymentsOf(number)).map(({ status, amount_received }) => `${status} ${String(amount_received)}`)).toEqual([
      'canceled 0',
      'canceled 0',
    ]);
    const { subscriptions } = await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` });
    expect(subscriptions).toMatchObject([{ status: 'deleted' }]);
  });

  it('B35 somebody else’s card is refused at its field', async () => {
    await addOffer(carla);
    const foreign = buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef: `pm_${randomUUID()}` } });
    expect(await faultsOf(foreign)).toEqual(['payment.cardRef: card_unknown']);
  });
});

describe('notices of the outside services', () => {
  const counted = async (labels: string): Promise<number> => {
    const text = await stack.server.metrics.registry.metrics();
    return Number(new RegExp(`licenza_webhooks_total\\{${labels}[^}]*\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };

  it('B36 a forged or old one is refused and counted, a repeated one does nothing', async () => {
    await outside.sendCardWebhooksTo(stack.url);
    await addOffer(carla);
    const { orderId } = await buyByCard('pm_card_visa');
    const order = await orderIn(carla, orderId, ['completed']);
    const payment = order.payments[0]!.processorRef!;
    const refused = await counted('source="card",outcome="refused"');
    expect(new Set(await outside.sendCardWebhook({ payment, forged: true }))).toEqual(new Set([403]));
    expect(new Set(await outside.sendCardWebhook({ payment, ageSeconds: 3_600 }))).toEqual(new Set([403]));
    expect(await counted('source="card",outcome="refused"')).toBeGreaterThanOrEqual(refused + 2);
    const [event] = (await outside.cardState()).events;
    await outside.sendCardWebhook({ event: event!.id });
    const repeated = await counted('source="card",outcome="repeated"');
    expect(new Set(await outside.sendCardWebhook({ event: event!.id }))).toEqual(new Set([204]));
    expect(await counted('source="card",outcome="repeated"')).toBeGreaterThan(repeated);
    expect(await carla.orders.get.query({ id: orderId })).toEqual(order);
  });

  it('B36 what is no notice at all is refused, whatever its size', async () => {
    const post = async (path: string, body: string) =>
      (await fetch(`${stack.url}/webhooks/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status;
    expect(await post('partner', '{}')).toBe(403);
    expect(await post('card', 'x'.repeat(1_000))).toBe(403);
    expect(await post('card', 'x'.repeat(1_000_000))).toBe(413);
    expect(await post('elsewhere', '{}')).not.toBe(204);
  });
});
