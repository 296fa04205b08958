import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReport } from '../../sandbox/report.js';
import { acquireStripeMock } from '../../sandbox/stripe-mock/acquire-stripe-mock.js';
import { startStripeMock, type RunningStripeMock } from '../../sandbox/stripe-mock/start-stripe-mock.js';
import { cardApiKey, cardsAt, openCardSimulator, refOf, returnUrl, wishOf, type CardSimulator } from './support/card-simulator.js';
import { startMirror, type Mirror, type Mirrored } from './support/mirror.js';

// Built once for a user; a whole run has begun with that in the background.
const BUILD_MS = 600_000;
const path = await acquireStripeMock(createReport());

/** What stands in place of an id. */
const shapeOf = ({ request }: Mirrored): string => request.replace(/\/(pi|pm|cus|cs)_\w+/, '/:id');

describe.skipIf(!path)('B35 what is said to the card processor', () => {
  let simulator: CardSimulator;
  let stripeMock: RunningStripeMock;
  let mirror: Mirror;

  beforeAll(async () => {
    [simulator, stripeMock] = await Promise.all([openCardSimulator(), startStripeMock(path ?? '')]);
    mirror = await startMirror(simulator.url, stripeMock.url);
    const cards = cardsAt(mirror.url);
    const { processorCustomer } = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Acme', email: 'ada@acme.example' });
    await cards.startCardSetup({ processorCustomer, returnUrl, cancelUrl: returnUrl, language: 'it' });
    const ref = refOf(await cards.authorise(wishOf(processorCustomer)));
    await cards.listCards(processorCustomer);
    await cards.read(ref);
    await cards.look(ref);
    await cards.capture(ref, 9_000, 'capture/shape');
    await cards.refund(ref, 1_000, 'refund/shape');
    await cards.list({ since: new Date(0).toISOString() });
    await cards.release(refOf(await cards.authorise(wishOf(processorCustomer))), 'release/shape');
    await cards.authorise(wishOf(processorCustomer, { cardRef: 'pm_card_authenticationRequired' }));
  }, BUILD_MS);
  afterAll(async () => {
    await mirror.stop();
    await Promise.all([stripeMock.stop(), simulator.stop()]);
  });

  it("is what Stripe's own description of its API allows", () => {
    expect([...new Set(mirror.mirrored.map(shapeOf))].sort()).toEqual([
      'GET /v1/customers/search',
      'GET /v1/payment_intents',
      'GET /v1/payment_intents/:id',
      'GET /v1/payment_methods',
      'GET /v1/refunds',
      'POST /v1/checkout/sessions',
      'POST /v1/customers',
      'POST /v1/customers/:id',
      'POST /v1/payment_intents',
      'POST /v1/payment_intents/:id/cancel',
      'POST /v1/payment_intents/:id/capture',
      'POST /v1/refunds',
    ]);
    const refused = mirror.mirrored.filter(({ stripeMock: { status } }) => status !== 200);
    expect(refused.map(({ request, stripeMock: { body } }) => `${request}: ${JSON.stringify(body)}`)).toEqual([]);
  });

  it('is answered by the simulator with nothing that Stripe would not say', () => {
    for (const one of mirror.mirrored) {
      const known = new Set(Object.keys(one.stripeMock.body));
      expect(one.simulator.status).toBe(200);
      expect([shapeOf(one), Object.keys(one.simulator.body).filter((name) => !known.has(name))]).toEqual([shapeOf(one), []]);
    }
  });

  it('would be found wrong if it were', async () => {
    const { hostname: host, port } = new URL(stripeMock.url);
    const stripe = new Stripe(cardApiKey, { host, port, protocol: 'http', maxNetworkRetries: 0 });
    const wrong = { amount: 100, currency: 'eur', pizza: 'margherita' };
    await expect(stripe.paymentIntents.create(wrong)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.paymentIntents.capture('pi_1', { amount_to_capture: 'all' as unknown as number })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});
