import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCardProcessor } from '../../adapters/card-processor/stripe.js';
import { openDatabase, type Database } from '../../prisma/client.js';
import { createDataConverter } from '../../runtime/payload-codec.js';
import type { Settings } from '../../runtime/settings.js';
import { freePort } from '../../sandbox/ports.js';
import { createPaymentActivities } from '../../worker/activities/payment.activities.js';
import { startWorker } from '../../worker/start-worker.js';
import { createCommandStore } from '../../worker/store/command.store.js';
import { createOrderStore } from '../../worker/store/order.store.js';
import { signedIn } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { aCard, addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { workflowBundle } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const HOUR = 3_600_000;

/** The way to a database that is blocked at first. */
const blockedWay = async (databaseUrl: string) => {
  const real = new URL(databaseUrl);
  const port = await freePort();
  const way = createServer((from) => {
    const to = connect(Number(real.port), real.hostname);
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.destroy()).pipe(from);
  });
  return {
    url: Object.assign(new URL(databaseUrl), { port: String(port) }).href,
    unblock: () => once(way.listen(port, real.hostname), 'listening'),
    close: () => way.close(),
  };
};

/** A worker of the product's queue that knows some activities only. */
const startPartOfAWorker = async (settings: Settings, activities: NonNullable<WorkerOptions['activities']>) => {
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    taskQueue: settings.TEMPORAL_TASK_QUEUE,
    dataConverter: createDataConverter(settings.PAYLOAD_KEYS),
    ...workflowBundle,
    activities,
  });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
};

describe('the first call of a step while our database is away for more than an hour', () => {
  let time: SkippedTime;
  beforeAll(async () => {
    time = await startSkippedTime({ worker: false });
  });
  afterAll(() => time.stop());

  it('writes the step when it is made again, and its entry in the ledger', { timeout: 90_000 }, async () => {
    const carla = await signedIn(time.stack.url, 'carla');
    const way = await blockedWay(time.stack.settings.DATABASE_URL);
    const worker = await startWorker({ ...time.stack.settings, DATABASE_URL: way.url }, workflowBundle);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
    const { orderId } = await buyCart(carla);
    const calls = async () => {
      const { events } = await time.history(`order/${orderId}`);
      return (events ?? []).filter(({ activityTaskScheduledEventAttributes: call }) => call).length;
    };
    await eventually(async () => expect(await calls()).toBe(1));
    await time.passUntil((await time.now()) + HOUR);
    await eventually(async () => expect(await calls()).toBe(2));
    expect(await carla.orders.get.query({ id: orderId })).toMatchObject({ state: 'placed', failureCode: null });
    await way.unblock();
    await time.passUntil((await time.now()) + HOUR / 10);
    const { ledger } = await orderIn(carla, orderId, ['completed']);
    expect(ledger.map(({ step, state }) => `${step} ${state}`)).toEqual(['release_payment done', 'cancel_at_vendor done']);
    await worker.stop();
    way.close();
  });
});

describe('an order that is undone before any worker has begun its step', () => {
  let trade: Trade;
  let database: Database;
  beforeAll(async () => {
    trade = await openTrade({ worker: false });
    database = openDatabase(trade.stack.settings.DATABASE_URL);
  });
  afterAll(async () => {
    await database.close();
    await trade.stop();
  });

  it('tells what came before all the same', async () => {
    const { stack, outside, carla } = trade;
    const { CARD_API_URL: apiUrl, CARD_API_KEY: apiKey, CARD_WEBHOOK_SECRET: webhookSecret, PUBLIC_URL: publicUrl } = stack.settings;
    const cards = createCardProcessor({ apiUrl, apiKey, webhookSecret });
    // Knows cards and commands, and no vendor.
    const paying = await startPartOfAWorker(stack.settings, {
      ...createOrderStore(database, 'prova.example', { post: () => undefined, stop: () => Promise.resolve() }),
      ...createCommandStore(database),
      ...createPaymentActivities(database, cards, publicUrl),
    });
    await addOffer(carla);
    const cardRef = await aCard(stack, outside, carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
    await eventually(async () => {
      const { payments } = await carla.orders.get.query({ id: orderId });
      expect(payments).toMatchObject([{ state: 'authorised' }]);
    });
    await carla.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
    await orderIn(carla, orderId, ['cancelled']);
    const { past } = await carla.timeline.ofOrder.query({ orderId });
    const kinds = past.map(({ kind }) => kind);
    expect(kinds).toContain('order_payment_held');
    expect(kinds.indexOf('order_undone')).not.toBe(-1);
    await paying.stop();
  });
});
