import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../prisma/client.js';
import { beginCall } from '../../worker/store/read-order.js';
import type { Api } from '../support/client.js';
import { aCard, addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import type { Stack } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let stack: Stack;
let database: Database;
let carla: Api;
beforeAll(async () => {
  trade = await openTrade();
  ({ stack, carla } = trade);
  database = openDatabase(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await database.close();
  await trade.stop();
});

const processOf = async (orderId: string) => {
  const sql = await openSql(stack.settings.DATABASE_URL);
  const [process] = await sql('SELECT id, state, step, step_since, version FROM process WHERE subject_id = $1', [orderId]);
  const [order] = await sql('SELECT state, version FROM customer_order WHERE id = $1', [orderId]);
  await sql.end();
  return { process, order };
};

/** The first call of a step, by a worker that had stopped for a while and is about to be told that another one took over. */
const lateCall = (orderId: string, processId: string, step: string) =>
  beginCall(database, { orderId, begins: { orderId, processId, state: 'running', step, orderState: 'in_progress', events: [] } });

it('a call that comes late does not move an order that stands still', async () => {
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
  await orderIn(carla, orderId, ['needs_attention']);
  const before = await processOf(orderId);
  expect(before.process).toMatchObject({ state: 'needs_attention', step: 'provisioning' });
  for (const step of ['preparing_tenant', 'ordering', 'charging']) await lateCall(orderId, String(before.process?.id), step);
  expect(await processOf(orderId)).toEqual(before);
});

it('V3 nor one that waits for the bank: it is still said to wait', async () => {
  const cardRef = await aCard(stack, trade.outside, carla, 'pm_card_authenticationRequired');
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
  await orderIn(carla, orderId, ['awaiting_payment']);
  const before = await processOf(orderId);
  for (const step of ['authorising_payment', 'charging']) await lateCall(orderId, String(before.process?.id), step);
  expect(await processOf(orderId)).toEqual(before);
});

it('a step of the same order that was overtaken asks nobody anything, and changes nothing', async () => {
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
  await orderIn(carla, orderId, ['needs_attention']);
  const before = await processOf(orderId);
  const processId = String(before.process?.id);
  for (const step of ['ordering', 'charging'] as const) {
    const begins = { orderId, processId, state: 'running', step, orderState: 'in_progress', fence: { run: 1, length: 3, seq: 1 } } as const;
    await expect(beginCall(database, { orderId, begins })).rejects.toMatchObject({ type: 'changed_meanwhile', nonRetryable: true });
  }
  expect(await processOf(orderId)).toEqual(before);
  await carla.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
  await orderIn(carla, orderId, ['cancelled']);
});

it('nor one that is done, and it reads the order all the same', async () => {
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
  await orderIn(carla, orderId, ['completed']);
  const before = await processOf(orderId);
  const read = await lateCall(orderId, String(before.process?.id), 'ordering');
  expect(read).toMatchObject({ id: orderId, state: 'completed' });
  expect(await processOf(orderId)).toEqual(before);
});
