import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeDomain, orderLine, readyTenant, rememberedOrder, tenantsOf, vendorsWith } from '../adapters/support/orders.js';
import { startWebhookReceiver, type ReceivedWebhook, type WebhookReceiver } from '../adapters/support/webhook-receiver.js';
import { eventually } from '../support/eventually.js';
import { partnerState } from '../support/partner.js';
import { startProgram, type Program } from '../support/program.js';
import { freePort } from '../../sandbox/ports.js';

const apiKey = 'key';
const webhookSecret = randomUUID().repeat(2);

let folder: string;
let port: string;
let partner: Program;
let receiver: WebhookReceiver;

/** The simulator as npm start runs it: a process of its own. */
const start = (provisioningMs = 0) =>
  startProgram(
    'sandbox-partner-center',
    {
      PORT: port,
      PARTNER_API_PORT: port,
      PARTNER_API_FOLDER: folder,
      PARTNER_API_KEY: apiKey,
      PARTNER_WEBHOOK_SECRET: webhookSecret,
      PARTNER_WEBHOOK_URL: receiver.url,
      PARTNER_PROVISIONING_MS: String(provisioningMs),
    },
    { untilReady: false },
  );
const ourSide = () =>
  vendorsWith({ PARTNER_API_URL: partner.url, PARTNER_API_KEY: apiKey, PARTNER_WEBHOOK_SECRET: webhookSecret }).microsoft;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-partner-'));
  port = String(await freePort());
  receiver = await startWebhookReceiver();
  partner = await start();
});
afterEach(async () => {
  await partner.stop();
  receiver.close();
  await rm(folder, { recursive: true });
});

test('killed between and in the middle of writes, it knows what it answered, and goes on there', async () => {
  const domain = freeDomain();
  const accountRef = await readyTenant(ourSide(), domain);
  const order = rememberedOrder(ourSide(), accountRef, [orderLine(), orderLine()]);
  const placed = await order.place();
  await partner.kill();
  await appendFile(join(folder, 'ledger.jsonl'), '{"customers":[{"id":"half');
  partner = await start();
  expect(await order.place()).toEqual(placed);
  expect(await tenantsOf(ourSide()).find(domain)).toEqual({ accountRef });
  await rememberedOrder(ourSide(), accountRef, [orderLine()]).place();
  await partner.kill();
  partner = await start();
  expect((await partnerState({ domain }, partner.url)).subscriptions).toHaveLength(3);
});

test('killed while customers buy at once, it has each purchase whole or not at all, and repeating buys none twice', async () => {
  const accountRef = await readyTenant(ourSide());
  const orders = Array.from({ length: 20 }, () => rememberedOrder(ourSide(), accountRef, [orderLine(), orderLine()]));
  const attempts = orders.map((order) => order.place().catch(() => undefined));
  await Promise.race(attempts);
  await partner.kill();
  await Promise.all(attempts);
  partner = await start();
  const placed = await Promise.all(orders.map((order) => order.place()));
  expect(placed.flat().map(({ state }) => state)).toEqual(Array.from({ length: 40 }, () => 'active'));
  const { subscriptions } = await partnerState({ customerId: accountRef }, partner.url);
  expect(new Set(subscriptions.map(({ friendlyName }) => friendlyName)).size).toBe(40);
  expect(subscriptions).toHaveLength(40);
});

test('an event that was due while it was down is sent when it’s up, once', async () => {
  await partner.stop();
  partner = await start(8_000);
  const vendor = ourSide();
  const accountRef = await readyTenant(vendor);
  const order = rememberedOrder(vendor, accountRef, [orderLine()]);
  const [line] = await order.place();
  expect(line).toMatchObject({ state: 'provisioning' });
  await partner.kill();
  partner = await start();
  await eventually(() => expect(receiver.received).toHaveLength(1));
  const [{ body, signature }] = receiver.received as [ReceivedWebhook];
  expect(vendor.eventOf?.(body, signature)).toMatchObject({ accountRef, vendorRef: (line as { vendorRef: string }).vendorRef });
  await eventually(async () =>
    expect((await partnerState({ customerId: accountRef }, partner.url)).notices).toMatchObject([{ sentAt: expect.any(String) as string }]),
  );
  await partner.stop();
  partner = await start();
  await eventually(async () => expect(await order.read()).toMatchObject([{ state: 'active' }]));
  expect(receiver.received).toHaveLength(1);
});
