import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Outside } from '../support/outside.js';
import { startProgram } from '../support/program.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import type { Stack } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let outside: Outside;
let stack: Stack;
let carla: Api;
let olivia: Api;
beforeAll(async () => {
  trade = await openTrade();
  ({ outside, stack, carla } = trade);
  olivia = await signedIn(stack.url, 'olivia');
});
afterAll(() => trade.stop());
beforeEach(() => emptyCart(carla));
afterEach(() => outside.setMailFaults());

const ADDRESS = 'carla@fiordaliso.example';

const bought = async (): Promise<{ orderId: string; number: string }> => {
  await addOffer(carla);
  const order = await buyCart(carla, { tenant: newTenant(aPrefix()) });
  await orderIn(carla, order.orderId, ['completed']);
  return order;
};

const messageOf = async (number: string): Promise<{ id: string; state: string }> => {
  const sql = await openSql(stack.settings.DATABASE_URL);
  const [message] = await sql("SELECT id, state FROM message WHERE template = 'service_ready' AND params ->> 'order' = $1", [number]);
  await sql.end();
  return { id: String(message?.id), state: String(message?.state) };
};
const processOf = async (messageId: string) =>
  (await olivia.processes.list.query({ limit: 200 })).rows.find(({ workflowId }) => workflowId === `message/${messageId}`);
const mailsOf = async (messageId: string) => (await outside.mailsTo(ADDRESS)).filter((mail) => mail.messageId.includes(messageId));

describe('B37 the e-mail that a service is ready', () => {
  it('is handed over at once, told in the order’s own timeline, and is no process of its own', async () => {
    const { orderId, number } = await bought();
    await eventually(async () => {
      const { past } = await carla.timeline.ofOrder.query({ orderId });
      expect(past.filter(({ kind }) => kind === 'message_delivered')).toMatchObject([{ params: { address: ADDRESS } }]);
    });
    const { id, state } = await messageOf(number);
    expect(state).toBe('delivered');
    expect(await mailsOf(id)).toHaveLength(1);
    expect(await processOf(id)).toBeUndefined();
  });

  it('becomes a process where the mail server cannot take it now, and arrives once', async () => {
    await outside.setMailFaults({ mode: 'reject-temporary', times: 2, match: { to: ADDRESS } });
    const { number } = await bought();
    const { id } = await messageOf(number);
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ kind: 'message', state: 'done' });
    }, 30_000);
    expect((await messageOf(number)).state).toBe('delivered');
    expect(await mailsOf(id)).toHaveLength(1);
  });

  it('that is refused for good waits for a person, and the order is complete all the same', async () => {
    await outside.setMailFaults({ mode: 'reject-permanent', match: { to: ADDRESS } });
    const { orderId, number } = await bought();
    const { id } = await messageOf(number);
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ state: 'needs_attention', failureCode: 'mail_refused' });
    }, 30_000);
    expect((await carla.orders.get.query({ id: orderId })).state).toBe('completed');
  });

  it('whose answer is lost comes again under the same Message-ID, so that its reader has one', async () => {
    await outside.setMailFaults({ mode: 'drop-after-data', times: 1, match: { to: ADDRESS } });
    const { number } = await bought();
    const { id } = await messageOf(number);
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ state: 'done' });
    }, 30_000);
    expect(new Set((await mailsOf(id)).map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('comes a minute later where the worker dies with it in hand, under the same Message-ID', { timeout: 60_000 }, async () => {
    await stack.worker?.stop();
    const first = await startProgram('worker', stack.variables);
    // The mail server has it, and its answer never comes to a worker that lives.
    await outside.setMailFaults({ mode: 'slow', times: 1, delayMs: 20_000, match: { to: ADDRESS } });
    const { orderId, number } = await bought();
    const { id } = await messageOf(number);
    await eventually(async () => expect(await mailsOf(id)).toHaveLength(1));
    await first.kill();
    expect((await messageOf(number)).state).toBe('sending');
    const sql = await openSql(stack.settings.DATABASE_URL);
    const left = "workflow_id = 'message/' || $1 AND dispatched_at IS NULL";
    const [due] = await sql(`SELECT next_attempt_at - now() BETWEEN '30 seconds' AND '1 minute' AS "inAMinute" FROM outbox WHERE ${left}`, [
      id,
    ]);
    expect(due).toEqual({ inAMinute: true });
    await sql(`UPDATE outbox SET next_attempt_at = now() WHERE ${left}`, [id]); // the minute passes
    await sql.end();
    await stack.startWorker();
    await eventually(async () => expect(await processOf(id)).toMatchObject({ state: 'done' }), 30_000);
    expect((await messageOf(number)).state).toBe('delivered');
    expect(new Set((await mailsOf(id)).map(({ messageId }) => messageId)).size).toBe(1);
    expect((await carla.orders.get.query({ id: orderId })).state).toBe('completed');
  });
});
