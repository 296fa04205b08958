import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPartnerEvent } from '../../adapters/partner-center/webhook.js';
import type { ProvisioningVendor, VendorEvent } from '../../adapters/provisioning-vendor.js';
import { startPartnerCenter, type RunningPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import { signWebhook } from '../../sandbox/partner-center/webhook-sender.js';
import { eventually } from '../support/eventually.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, vendorsWith } from './support/orders.js';
import { startWebhookReceiver, type ReceivedWebhook, type WebhookReceiver } from './support/webhook-receiver.js';

const secret = 'a-webhook-secret-of-thirty-two-chars';

let folder: string;
let receiver: WebhookReceiver;
let partner: RunningPartnerCenter;
let vendor: ProvisioningVendor;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  folder = await mkdtemp(join(tmpdir(), 'licenza-partner-'));
  partner = await startPartnerCenter({ folder, port: 0, apiKey: 'key', webhookSecret: secret, webhookUrl: receiver.url });
  vendor = vendorsWith({ PARTNER_API_URL: partner.url, PARTNER_API_KEY: 'key', PARTNER_WEBHOOK_SECRET: secret }).microsoft;
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answers.length = 0;
});
afterAll(async () => {
  await partner.stop();
  receiver.close();
  await rm(folder, { recursive: true });
});

const eventOf = ({ body, signature }: ReceivedWebhook): VendorEvent => vendor.eventOf!(body, signature);
const refusalOf = (event: ReceivedWebhook): unknown => {
  try {
    return eventOf(event);
  } catch (error) {
    return error;
  }
};
const refused = { type: 'webhook_refused', nonRetryable: true };

/** Buys one line under a name that tells the vendor how its event is to travel. */
const buy = async (prefix?: string, ...faults: object[]): Promise<{ accountRef: string; vendorRef: string }> => {
  const domain = freeDomain(prefix);
  const told = faults.map((fault) => ({ match: { domain }, ...fault }));
  await fetch(`${partner.url}/sim/faults`, { method: 'PUT', body: JSON.stringify(told) });
  const accountRef = await readyTenant(vendor, domain);
  const [line] = await rememberedOrder(vendor, accountRef, [orderLine()]).place();
  return { accountRef, vendorRef: (line as { vendorRef: string }).vendorRef };
};

describe('the vendor’s webhooks', () => {
  it('say which subscription of which customer has changed', async () => {
    const bought = await buy();
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(eventOf(receiver.received[0]!)).toMatchObject({ name: 'subscription-updated', ...bought });
  });

  it('that come twice are the same event', async () => {
    await buy('twice');
    await eventually(() => expect(receiver.received).toHaveLength(2));
    const [one, other] = receiver.received.map(eventOf);
    expect(one?.id).toBe(other?.id);
  });

  it('that come out of order say when they happened', async () => {
    await buy(undefined, { mode: 'provisioning', ms: 300 }, { mode: 'webhook', delivery: 'out-of-order' });
    await eventually(() => expect(receiver.received).toHaveLength(2));
    const [first, second] = receiver.received.map(eventOf);
    expect(Date.parse(second!.changedAt)).toBeLessThan(Date.parse(first!.changedAt));
  });

  it('that come late are as good as others', async () => {
    const bought = await buy(undefined, { mode: 'webhook', delivery: 'late', ms: 700 });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(eventOf(receiver.received[0]!)).toMatchObject(bought);
  });

  it('that are forged are refused; the true one is not', async () => {
    await buy('forged');
    await eventually(() => expect(receiver.received).toHaveLength(2));
    const read = receiver.received.map(refusalOf);
    expect(read).toEqual(
      expect.arrayContaining([expect.objectContaining(refused), expect.objectContaining({ name: 'subscription-updated' })]),
    );
  });

  it('are sent again when they weren’t taken', async () => {
    receiver.answers.push(503);
    await buy();
    await eventually(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received[1]!.body).toEqual(receiver.received[0]!.body);
  });

  it('never come for some: nothing but reading tells', async () => {
    const { accountRef } = await buy('silent');
    const { notices } = (await (await fetch(`${partner.url}/sim/state?customerId=${accountRef}`)).json()) as { notices: unknown[] };
    expect(notices).toEqual([]);
  });
});

describe('a signature', () => {
  const body = Buffer.from(
    JSON.stringify({
      EventName: 'subscription-updated',
      ResourceUri: 'https://api.partnercenter.example/v1/customers/c-1/subscriptions/s-1',
      ResourceName: 'subscription',
      AuditUri: null,
      ResourceChangeUtcDate: '2026-11-21T08:00:00.000Z',
    }),
  );
  const now = Date.parse('2026-11-21T08:00:05.000Z');
  const signed = (text: string | Buffer = body, at = now, by = secret) => signWebhook(text.toString(), by, at);
  const read = (signature: string, of: Buffer = body, at = now) => readPartnerEvent(of, signature, secret, at);

  it('holds for what was signed', () => {
    expect(read(signed())).toMatchObject({ accountRef: 'c-1', vendorRef: 's-1', changedAt: '2026-11-21T08:00:00.000Z' });
  });

  it('is good for five minutes', () => {
    expect(read(signed(), body, now + 299_000)).toBeDefined();
    expect(() => read(signed(), body, now + 306_000)).toThrow(expect.objectContaining(refused) as Error);
    expect(() => read(signed(body, now + 400_000))).toThrow(expect.objectContaining(refused) as Error);
  });

  it('of another time can’t be put on an old event', () => {
    const later = Math.floor((now + 600_000) / 1000);
    const moved = signed().replace(/^t=\d+/, `t=${String(later)}`);
    expect(() => read(moved, body, now + 600_000)).toThrow(expect.objectContaining(refused) as Error);
  });

  it.each([
    ['none', ''],
    ['another secret’s', signed(body, now, 'another-secret')],
    ['another body’s', signed('{}')],
    ['a short one', 't=1,v1=abc'],
    ['nonsense', 'Signature abc'],
  ])('%s is refused', (_what, signature) => {
    expect(() => read(signature)).toThrow(expect.objectContaining(refused) as Error);
  });

  it('on something that is no event', () => {
    for (const text of ['not json', '{}', '[]', 'null'])
      expect(() => read(signed(text), Buffer.from(text))).toThrow(expect.objectContaining(refused) as Error);
  });

  it('on an event about something else names no subscription', () => {
    const text = JSON.stringify({
      EventName: 'test-created',
      ResourceUri: 'https://x/webhooks/v1/registration/test',
      ResourceChangeUtcDate: '2026-11-21',
    });
    expect(read(signed(text), Buffer.from(text))).toEqual({
      id: expect.any(String) as string,
      name: 'test-created',
      changedAt: '2026-11-21',
    });
  });
});
