import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOffer, aCard, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { reconcilingOf } from '../support/reconciling.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade.stop());

const { run, look, itemsOf, findingsOf, bought } = reconcilingOf(() => trade);

/** What our own vendor's staff, or a second worker, would buy there past our rows. */
const buyAtVendor = async (accountRef: string, friendlyName: string, offerId: string): Promise<string> => {
  const { PARTNER_API_URL = '', PARTNER_API_KEY } = trade.outside.variables;
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${PARTNER_API_URL}/v1/customers/${accountRef}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PARTNER_API_KEY}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { id: string; orders?: { lineItems: { subscriptionId: string }[] }[] };
  };
  const line = { id: 0, catalogItemId: offerId, friendlyName, quantity: 1, billingCycle: 'monthly', termDuration: 'P1M' };
  const cart = await call('carts', { lineItems: [line] });
  const { orders = [] } = await call(`carts/${cart.id}/checkout`);
  return orders[0]!.lineItems[0]!.subscriptionId;
};

const changeThere = async (path: string, change: object): Promise<void> => {
  const { PARTNER_API_URL = '', PARTNER_API_KEY } = trade.outside.variables;
  const headers = { authorization: `Bearer ${PARTNER_API_KEY}` };
  const before = (await (await fetch(`${PARTNER_API_URL}/v1/${path}`, { headers })).json()) as object;
  const response = await fetch(`${PARTNER_API_URL}/v1/${path}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({ ...before, ...change }),
  });
  if (!response.ok) throw new Error(await response.text());
};

describe('C7 what a vendor has', () => {
  it('more than once of a line is called for, and what nobody of ours is named by is only reported', async () => {
    const { orderId, there, line } = await bought();
    const twin = await buyAtVendor(there.customerId, `M365 ${line.id}`, there.offerId);
    const foreign = await buyAtVendor(there.customerId, `Fabrikam ${randomUUID()}`, there.offerId);
    expect(await look('microsoft')).toBeGreaterThan(2);
    expect(await itemsOf(orderId)).toEqual([]);
    expect(await findingsOf(twin)).toEqual([{ cause: 'bought_twice', state: 'seen' }]);
    await look('microsoft');
    expect(await itemsOf(orderId)).toEqual([{ cause: 'bought_twice', state: 'open' }]);
    expect(await findingsOf(foreign)).toEqual([{ cause: 'unknown_subscription', state: 'unknown' }]);
    await changeThere(`customers/${there.customerId}/subscriptions/${twin}`, { status: 'deleted' });
    await look('microsoft');
    expect(await itemsOf(orderId)).toEqual([{ cause: 'bought_twice', state: 'closed' }]);
  }, 90_000);

  it('other units, or none any more, are seen; what is put right before the second look isn’t called for', async () => {
    const { there, line } = await bought();
    const path = `customers/${there.customerId}/subscriptions/${there.id}`;
    await changeThere(path, { quantity: 5 });
    await look('microsoft');
    expect(await findingsOf(line.subscriptionId)).toEqual([{ cause: 'units_differ', state: 'seen' }]);
    await changeThere(path, { quantity: 2 });
    await look('microsoft');
    await look('microsoft');
    expect(await itemsOf(line.subscriptionId)).toEqual([]);
    expect(await findingsOf(line.subscriptionId)).toEqual([{ cause: 'units_differ', state: 'gone' }]);
    await changeThere(path, { status: 'deleted' });
    await look('microsoft');
    // Our row is written in between: it is looked at anew.
    await run('UPDATE subscription SET version = version + 1, updated_at = now() WHERE id = $1', [line.subscriptionId]);
    await look('microsoft');
    expect(await itemsOf(line.subscriptionId)).toEqual([]);
    await look('microsoft');
    expect(await itemsOf(line.subscriptionId)).toEqual([{ cause: 'ended_at_vendor', state: 'open' }]);
  }, 90_000);
});

describe('C7 what the card processor has', () => {
  const payByCard = async () => {
    const cardRef = await aCard(trade.stack, trade.outside, trade.carla);
    return bought({ method: 'card', cardRef });
  };
  const processorOf = () => trade.stack.server.services.cards;
  const paymentOf = async (orderId: string) =>
    (
      await run<{ id: string; ref: string; key: string }>(
        'SELECT id, processor_ref AS ref, idempotency_key AS key FROM payment WHERE order_id = $1',
        [orderId],
      )
    )[0]!;

  it('and isn’t ours: taken and not charged here, given back, held long after the end', async () => {
    const { orderId } = await payByCard();
    const { id, ref } = await paymentOf(orderId);
    await look('card');
    expect(await findingsOf(id)).toEqual([]);
    await processorOf().refund(ref, 100, 'given back by hand');
    await look('card');
    await look('card');
    expect(await itemsOf(orderId)).toEqual([{ cause: 'refunds_differ', state: 'open' }]);

    // An order that stands still before it is charged, and somebody charges it at the processor's own pages.
    await trade.outside.setCardFaults({ match: { endpoint: 'payment_intents.capture' }, mode: 'status', status: 400, times: 1 });
    const cardRef = await aCard(trade.stack, trade.outside, trade.carla);
    await addOffer(trade.carla);
    const { orderId: stuck } = await buyCart(trade.carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
    await orderIn(trade.carla, stuck, ['needs_attention'], 40_000);
    const held = await paymentOf(stuck);
    await look('card');
    await look('card');
    expect(await itemsOf(stuck)).toEqual([]);
    await processorOf().capture(held.ref, 1_00, 'taken by hand');
    await look('card');
    await look('card');
    expect(await itemsOf(stuck)).toEqual([{ cause: 'captured_not_here', state: 'open' }]);

    // A hold under our key that outlived its order.
    const [{ processorCustomer } = { processorCustomer: '' }] = await run<{ processorCustomer: string }>(
      'SELECT card_customer_ref AS "processorCustomer" FROM customer WHERE id = $1',
      [trade.customerId],
    );
    const key = `${orderId}:${cardRef}:9`;
    const wish = {
      processorCustomer,
      cardRef,
      amountMinor: 7_00,
      currency: 'EUR',
      key,
      returnUrl: 'https://shop.example/',
      orderNumber: 'later',
    };
    await processorOf().authorise(wish);
    await run(
      `INSERT INTO payment (id, tier1_id, channel_id, customer_id, order_id, method, state, currency, authorised_minor, idempotency_key)
       SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, 'card', 'declined', 'EUR', 700, $2 FROM customer_order WHERE id = $1`,
      [orderId, key],
    );
    await look('card');
    await look('card');
    expect(await itemsOf(orderId)).toContainEqual({ cause: 'held_after_end', state: 'open' });
    const mine = await processorOf().authorise({ ...wish, key: `nobody:${randomUUID()}` });
    await look('card');
    expect(await findingsOf('ref' in mine ? String(mine.ref) : '')).toEqual([{ cause: 'unknown_payment', state: 'unknown' }]);
  }, 120_000);
});
