import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signatureOf } from '../../sandbox/card-processor/webhooks.js';
import { portOf } from '../../sandbox/http-server.js';
import { eventually } from '../support/eventually.js';
import { cardsAt, openCardSimulator, refOf, webhookSecret, wishOf, type CardSimulator } from './support/card-simulator.js';

interface Received {
  readonly body: Buffer;
  readonly signature: string;
}

const cards = cardsAt('http://127.0.0.1:1');
let simulator: CardSimulator;
let listener: Server;
let received: Received[] = [];
/** What the listener answers next; 200 when empty. */
let answers: number[] = [];

beforeAll(async () => {
  simulator = await openCardSimulator();
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks), signature: String(request.headers['stripe-signature']) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  await simulator.sim('POST', 'endpoints', { url: `http://127.0.0.1:${String(portOf(listener))}/webhooks/card`, secret: webhookSecret });
});
afterAll(async () => {
  await simulator.stop();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
});
beforeEach(async () => {
  await simulator.sim('PUT', 'webhooks', { mode: 'normal' });
  received = [];
  answers = [];
});

const events = () => received.map(({ body, signature }) => cards.eventOf(body, signature));

/** Holds and takes: two events about one payment. */
const buy = async (): Promise<string> => {
  const processor = cardsAt(simulator.url);
  const { processorCustomer } = await processor.ensureCustomer({ customerId: 'c-1', company: 'Acme', email: 'ada@acme.example' });
  const ref = refOf(await processor.authorise(wishOf(processorCustomer)));
  await processor.capture(ref, 12_000, `capture/${ref}`);
  return ref;
};

const AUTHORISED = 'payment_intent.amount_capturable_updated';
const TAKEN = 'payment_intent.succeeded';

describe('B37 a webhook of the card processor', () => {
  it('says which payment to read again', async () => {
    const paymentRef = await buy();
    await eventually(() => expect(received).toHaveLength(2));
    expect(events()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: AUTHORISED, paymentRef }),
        expect.objectContaining({ type: TAKEN, paymentRef }),
      ]),
    );
  });

  it('is told again while nobody takes it, as the same event', async () => {
    answers = [500, 503];
    await buy();
    await eventually(() => expect(received).toHaveLength(4));
    expect(new Set(events().map(({ id }) => id)).size).toBe(2);
  });

  it('comes twice when told to, as the same event', async () => {
    await simulator.sim('PUT', 'webhooks', { mode: 'twice' });
    await buy();
    await eventually(() => expect(received).toHaveLength(4));
    expect(new Set(events().map(({ id }) => id)).size).toBe(2);
  });

  it('comes out of order when told to', async () => {
    await simulator.sim('PUT', 'webhooks', { mode: 'reversed' });
    await buy();
    await eventually(() => expect(received).toHaveLength(2));
    expect(events().map(({ type }) => type)).toEqual([TAKEN, AUTHORISED]);
  });

  it('never comes when told not to', async () => {
    await simulator.sim('PUT', 'webhooks', { mode: 'never' });
    await buy();
    await simulator.sim('PUT', 'webhooks', { mode: 'normal' });
    const ref = await buy();
    await eventually(() => expect(received).toHaveLength(2));
    expect(events().map(({ paymentRef }) => paymentRef)).toEqual([ref, ref]);
  });

  it.each([
    ['forged', { forged: true }],
    ['an old one, sent again as it was', { ageSeconds: 900 }],
  ])('that is %s is refused', async (_what, wish) => {
    await simulator.sim('PUT', 'webhooks', { mode: 'never' });
    const payment = await buy();
    await simulator.sim('POST', 'webhooks', { payment, type: TAKEN, ...wish });
    expect(received).toHaveLength(1);
    expect(events).toThrow(expect.objectContaining({ code: 'webhook_refused' }) as Error);
  });

  it('is refused when a word of it was changed, or its signature is no signature', async () => {
    const body = JSON.stringify({ id: 'evt_1', object: 'event', type: TAKEN, data: { object: { object: 'payment_intent', id: 'pi_1' } } });
    const signature = signatureOf(body, webhookSecret);
    expect(cards.eventOf(Buffer.from(body), signature)).toEqual({ id: 'evt_1', type: TAKEN, paymentRef: 'pi_1' });
    const refused = expect.objectContaining({ code: 'webhook_refused' }) as Error;
    expect(() => cards.eventOf(Buffer.from(body.replace('pi_1', 'pi_2')), signature)).toThrow(refused);
    for (const bad of ['', 'v1=00', 't=1,v1=']) expect(() => cards.eventOf(Buffer.from(body), bad)).toThrow(refused);
  });

  it('about something else names no payment', () => {
    const body = JSON.stringify({
      id: 'evt_2',
      object: 'event',
      type: 'customer.updated',
      data: { object: { object: 'customer', id: 'cus_1' } },
    });
    expect(cards.eventOf(Buffer.from(body), signatureOf(body, webhookSecret)).paymentRef).toBeUndefined();
  });
});
