import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformScope } from '../../prisma/client.js';
import { createReconciler, type ReconcilerOptions } from '../../server/reconcile/reconciler.js';
import type { ReconcileArea } from '../../domain/reconcile/difference.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { addOffer, aCard, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade.stop());

const run = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  trade.stack.server.services.database.run<Row>(platformScope, sql, values);

/** Looks that may follow at once, at rows however young. */
const eager: Partial<ReconcilerOptions> = { apartMs: 0, settledForMs: 0, commandWaitsMs: 0, requestsPerMinute: 10_000 };
const aReconciler = (options: Partial<ReconcilerOptions> = {}) => {
  const { database, engine, vendors, cards, settings } = trade.stack.server.services;
  return createReconciler({ database, engine, vendors, cards, taskQueue: settings.TEMPORAL_TASK_QUEUE }, { ...eager, ...options });
};

/** A whole look over an area. */
const look = async (area: ReconcileArea, reconciler = aReconciler()): Promise<number> => {
  for (let compared = 0; ;) {
    const step = await reconciler.step(area);
    compared += step.compared;
    if (step.did === 'ended') {
      await reconciler.leave();
      return compared;
    }
    if (step.did === 'rests') throw new Error(`${area} rests`);
  }
};
const itemsOf = (subjectId: string) =>
  run<{ cause: string; state: string }>('SELECT cause, state FROM attention_item WHERE subject_id = $1 ORDER BY opened_at, cause', [
    subjectId,
  ]);
const findingsOf = (object: string) =>
  run<{ cause: string; state: string }>('SELECT cause, state FROM reconcile_finding WHERE object = $1', [object]);

/** A completed purchase of its own account at the vendor. */
const bought = async (payment?: { method: 'card'; cardRef: string }) => {
  const { carla } = trade;
  const prefix = aPrefix();
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix), ...(payment ? { payment } : {}) });
  await orderIn(carla, orderId, ['completed'], 40_000);
  const domain = `${prefix}.onmicrosoft.com`;
  const { subscriptions } = await trade.outside.partnerState({ domain });
  const [line] = await run<{ id: string; subscriptionId: string }>(
    'SELECT id, subscription_id AS "subscriptionId" FROM order_line WHERE order_id = $1',
    [orderId],
  );
  return { orderId, domain, there: subscriptions[0]!, line: line! };
};

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
