import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProvisioningVendors } from '../../adapters/provisioning-vendors.js';
import { openDatabase, type Database } from '../../prisma/client.js';
import { createOrderVendorActivities } from '../../worker/activities/order-vendor.activities.js';
import { createOrderStore } from '../../worker/store/order.store.js';
import { createStoreActivities } from '../../worker/store/store.activities.js';
import { beginCall } from '../../worker/store/read-order.js';
import type { Fence } from '../../workflows/contracts/command.js';
import type { OrderProgress } from '../../workflows/contracts/purchase.js';
import { aCustomer, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openSql, type Sql } from '../support/sql.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let database: Database;
let sql: Sql;
beforeAll(async () => {
  trade = await openTrade();
  database = openDatabase(trade.stack.settings.DATABASE_URL);
  sql = await openSql(trade.stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await database.close();
  await trade.stop();
});

const STAND = `SELECT p.id, p.state, p.step, p.version, p.fence_run, p.fence_length, p.fence_seq, p.fence_run_id, o.state AS order_state
  FROM process p JOIN customer_order o ON o.id = p.subject_id WHERE o.id = $1`;
const standOf = async (orderId: string) => (await sql(STAND, [orderId]))[0]!;
const fenceOf = ({ fence_run, fence_length, fence_seq, fence_run_id }: Record<string, unknown>): Fence => ({
  run: Number(fence_run),
  length: Number(fence_length),
  seq: Number(fence_seq),
  runId: String(fence_run_id),
});

const reason = 'what the test needs';

/** An order that stood still and was corrected, so that it is at work again; with the fence of its standing still. */
const correctedOrder = async () => {
  const { carla, outside } = trade;
  const slow = aPrefix();
  await outside.setPartnerFaults({ mode: 'delay', ms: 6_000, match: { operation: 'create-cart', domain: `${slow}.onmicrosoft.com` } });
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('unsigned-')) });
  await orderIn(carla, orderId, ['needs_attention']);
  const stuck = await standOf(orderId);
  await carla.orders.correct.mutate({ id: orderId, reason, change: { tenant: newTenant(slow) } });
  await eventually(async () => expect(await standOf(orderId)).toMatchObject({ state: 'running', step: 'ordering' }));
  return { orderId, processId: String(stuck.id), fence: fenceOf(stuck) };
};

const standsStill = (orderId: string, processId: string, fence: Fence): OrderProgress => ({
  orderId,
  processId,
  state: 'needs_attention',
  step: 'accepting_agreement',
  failure: 'agreement_refused',
  orderState: 'needs_attention',
  events: [],
  fence,
});

it('V3 an order’s standing still that is written once more after its retry changes nothing, nor does anything beside it', async () => {
  const { orderId, processId, fence } = await correctedOrder();
  const before = await standOf(orderId);
  const store = createOrderStore(database, 'prova.example', { post: () => undefined, stop: () => Promise.resolve() });
  await store.recordOrder(standsStill(orderId, processId, fence));
  expect(await standOf(orderId)).toEqual(before);
  expect(await sql("SELECT id FROM attention_item WHERE process_id = $1 AND state = 'open'", [processId])).toEqual([]);

  // What it would do beside is taken back with it, and a call of a step that is over asks nothing of anybody outside.
  await expect(
    store.cancelOrder({ ...standsStill(orderId, processId, fence), state: 'ended', step: 'order_undone' }),
  ).rejects.toMatchObject({ type: 'changed_meanwhile' });
  const begins = { ...standsStill(orderId, processId, fence), state: 'running', step: 'accepting_agreement' } as const;
  await expect(beginCall(database, { orderId, begins })).rejects.toMatchObject({ type: 'changed_meanwhile' });
  expect(await standOf(orderId)).toEqual(before);
  expect(await sql('SELECT state FROM order_line WHERE order_id = $1', [orderId])).toEqual([{ state: 'placed' }]);
  await orderIn(trade.carla, orderId, ['completed'], 60_000);
});

const PROCESS_MS = 60_000;

/** What a worker that is asleep would do: the same call, with the number that it had when the order stood still in its first account. */
const lateCall = (orderId: string, fence: Fence) => {
  const vendors = createOrderVendorActivities(database, createProvisioningVendors(trade.stack.settings));
  return vendors.placeLines({ orderId, fence });
};

it('V1 a worker that wakes at its checkout when the order has another account ends what it has bought in the first one', async () => {
  const { carla, outside } = trade;
  const [first, second] = [aPrefix(), aPrefix()];
  const domain = `${first}.onmicrosoft.com`;
  await outside.setPartnerFaults({ mode: 'refuse', code: 20_002, match: { operation: 'create-cart', domain }, times: 1 });
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(first) });
  await orderIn(carla, orderId, ['needs_attention']);
  const stuck = await standOf(orderId);
  expect(stuck).toMatchObject({ step: 'ordering' });

  await outside.setPartnerFaults({ mode: 'delay', ms: 6_000, match: { operation: 'checkout', domain }, times: 1 });
  const late = lateCall(orderId, fenceOf(stuck));
  const cartsOf = async (status: string) => (await outside.partnerState({ domain })).carts.filter((cart) => cart.status === status);
  await eventually(async () => {
    const [row] = await sql('SELECT basket_ref FROM customer_order WHERE id = $1', [orderId]);
    expect(row?.basket_ref).not.toBeNull();
  });
  await carla.orders.correct.mutate({ id: orderId, reason, change: { tenant: newTenant(second) } });
  await orderIn(carla, orderId, ['completed'], PROCESS_MS);
  expect(await cartsOf('Ordered')).toEqual([]);
  await late;

  expect(await cartsOf('Ordered')).toHaveLength(1);
  const statuses = async (prefix: string) =>
    (await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).subscriptions.map(({ id, status }) => ({ id, status }));
  expect((await statuses(first)).map(({ status }) => status)).toEqual(['deleted']);
  const [bought, ...others] = await statuses(second);
  expect([bought?.status, others]).toEqual(['active', []]);
  expect(await sql('SELECT state, vendor_ref FROM order_line WHERE order_id = $1', [orderId])).toEqual([
    { state: 'active', vendor_ref: bought?.id },
  ]);
}, 90_000);

it('V1 one that wakes before its checkout buys nothing any more, whatever became of the order: here it was undone', async () => {
  const { carla, outside } = trade;
  const first = aPrefix();
  const domain = `${first}.onmicrosoft.com`;
  await outside.setPartnerFaults({ mode: 'refuse', code: 20_002, match: { operation: 'create-cart', domain }, times: 1 });
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(first) });
  await orderIn(carla, orderId, ['needs_attention']);
  const fence = fenceOf(await standOf(orderId));
  const cartCalls = async () => {
    const { calls } = await outside.partnerState({ domain });
    return Object.entries(calls).reduce((sum, [call, times]) => sum + (call.startsWith('create-cart') ? times : 0), 0);
  };
  const before = await cartCalls();
  await outside.setPartnerFaults({ mode: 'delay', ms: 5_000, match: { operation: 'create-cart', domain }, times: 1 });
  const late = lateCall(orderId, fence).catch((error: unknown) => error);
  await eventually(async () => expect(await cartCalls()).toBe(before + 1));
  await carla.orders.undo.mutate({ id: orderId, reason });
  await orderIn(carla, orderId, ['cancelled']);
  expect(await late).toMatchObject({ message: expect.stringContaining('gone on') as string });
  const { carts, subscriptions } = await outside.partnerState({ domain });
  expect(carts).toMatchObject([{ status: 'Active' }]);
  expect(subscriptions).toEqual([]);
}, 60_000);

const waitingEmail = async () => {
  const { rita } = trade;
  const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(20) } }));
  const stand = () =>
    sql(
      `SELECT p.id, p.state, p.next_at, p.fence_run, p.fence_length, p.fence_seq, p.fence_run_id, m.id AS message_id, m.due_at FROM process p
         JOIN message m ON m.customer_id = p.subject_id AND m.template = 'account_created' WHERE p.subject_id = $1 AND p.kind = 'customer'`,
      [customerId],
    ).then(([row]) => row!);
  await eventually(async () => expect(await stand()).toMatchObject({ state: 'waiting' }));
  return { customerId, stand };
};

it('C21 a workflow that is reset begins below the numbers of the run before, takes over, and the other run’s writes lose', async () => {
  const { rita, stack } = trade;
  const { customerId, stand } = await waitingEmail();
  for (const days of [25, 30, 35]) await rita.accountEmail.move.mutate({ customerId, localDateTime: daysAhead(days) });
  const before = await stand();
  const { workflow } = stack.server.services.engine.client;
  await workflow.workflowService.resetWorkflowExecution({
    namespace: stack.settings.TEMPORAL_NAMESPACE,
    workflowExecution: { workflowId: `customer/${customerId}`, runId: String(before.fence_run_id) },
    reason,
    requestId: randomUUID(),
    workflowTaskFinishEventId: 3 as never, // a Long, which the wire takes as a number
  });
  await eventually(async () => expect((await stand()).fence_run_id).not.toBe(before.fence_run_id));
  const moved = await rita.accountEmail.move.mutate({ customerId, localDateTime: daysAhead(40) });
  expect(moved.command).toMatchObject({ state: 'done' });
  const after = await stand();
  expect(after).toMatchObject({ state: 'waiting', due_at: new Date(moved.dueAt) });
  expect(Number(after.fence_length)).toBeLessThan(Number(before.fence_length));

  const store = createStoreActivities(database, stack.settings);
  const late = { processId: String(after.id), state: 'waiting', step: 'waiting_to_send', nextKind: 'account_email', events: [] } as const;
  const moveLate = { messageId: String(after.message_id), dueAt: new Date().toISOString(), progress: { ...late, fence: fenceOf(before) } };
  await expect(store.recordAccountEmailMoved(moveLate)).rejects.toThrow();
  expect(await stand()).toEqual(after);
});

it('C21 of two workers that run the same task, the one that lives goes on where the other is ahead', async () => {
  const { stand } = await waitingEmail();
  const before = await stand();
  const store = createStoreActivities(database, trade.stack.settings);
  const fence = fenceOf(before);
  const progress = {
    processId: String(before.id),
    state: 'waiting',
    step: 'waiting_to_send',
    nextKind: 'account_email',
    events: [],
  } as const;
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const move = (seq: number) =>
    store.recordAccountEmailMoved({ messageId: String(before.message_id), dueAt, progress: { ...progress, fence: { ...fence, seq } } });
  await move(fence.seq + 2);
  const ahead = await stand();
  // The engine gives both the same length: it isn't an error of the one that is behind, and what is ahead stays.
  await move(fence.seq + 1);
  expect(await stand()).toEqual(ahead);
});
