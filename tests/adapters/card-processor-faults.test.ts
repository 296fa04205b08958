import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CardProcessor } from '../../adapters/card-processor/card-processor.js';
import { freePort } from '../../sandbox/ports.js';
import { eventually } from '../support/eventually.js';
import { cardsAt, openCardSimulator, refOf, wishOf, type CardSimulator } from './support/card-simulator.js';

let simulator: CardSimulator;
let cards: CardProcessor;
let customer: string;

beforeAll(async () => {
  simulator = await openCardSimulator();
  cards = cardsAt(simulator.url);
  const made = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Fiordaliso S.r.l.', email: 'carla@fiordaliso.example' });
  customer = made.processorCustomer;
});
afterEach(() => simulator.faults());
afterAll(() => simulator.stop());

/** Stripe's library asks once more by itself over a connection that was closed under it: it has the key, so that is harmless. */
const CUT = 2;

const held = async () => refOf(await cards.authorise(wishOf(customer)));

describe('B38 an answer of the card processor that is lost', () => {
  const lost = { type: 'payment_unreachable', nonRetryable: false };

  it('was an authorisation: the repeat finds it and holds nothing twice', async () => {
    const wish = wishOf(customer);
    await simulator.faults({ match: { endpoint: 'payment_intents.create' }, mode: 'drop-after-work', times: CUT });
    await expect(cards.authorise(wish)).rejects.toMatchObject(lost);
    expect(await cards.authorise(wish)).toMatchObject({ state: 'authorised' });
    const { payments } = await simulator.state();
    expect(payments.filter(({ metadata }) => metadata.order_number === wish.orderNumber)).toHaveLength(1);
  });

  it('was a capture', async () => {
    const ref = await held();
    await simulator.faults({ match: { endpoint: 'payment_intents.capture' }, mode: 'drop-after-work', times: CUT });
    await expect(cards.capture(ref, 9_000, `capture/${ref}`)).rejects.toMatchObject(lost);
    expect(await cards.capture(ref, 9_000, `capture/${ref}`)).toMatchObject({ state: 'captured', capturedMinor: 9_000 });
  });

  it('was a release', async () => {
    const ref = await held();
    await simulator.faults({ match: { endpoint: 'payment_intents.cancel' }, mode: 'drop-after-work', times: CUT });
    await expect(cards.release(ref, `release/${ref}`)).rejects.toMatchObject(lost);
    await cards.release(ref, `release/${ref}`);
    expect(await cards.read(ref)).toMatchObject({ state: 'released' });
  });

  it('was a refund', async () => {
    const ref = await held();
    await cards.capture(ref, 12_000, `capture/${ref}`);
    await simulator.faults({ match: { endpoint: 'refunds.create' }, mode: 'drop-after-work', times: CUT });
    await expect(cards.refund(ref, 3_000, `refund/${ref}`)).rejects.toMatchObject(lost);
    await cards.refund(ref, 3_000, `refund/${ref}`);
    const { refunds } = await simulator.state();
    expect(refunds.filter(({ payment_intent }) => payment_intent === ref)).toMatchObject([{ amount: 3_000 }]);
  });

  it('was a customer', async () => {
    const wish = { customerId: randomUUID(), company: 'Acme', email: 'ada@acme.example' };
    await simulator.faults({ match: { endpoint: 'customers.create' }, mode: 'drop-after-work', times: CUT });
    await expect(cards.ensureCustomer(wish)).rejects.toMatchObject(lost);
    await cards.ensureCustomer(wish);
    const { customers } = (await simulator.sim('GET', 'state')) as { customers: { metadata: { customer_id?: string } }[] };
    expect(customers.filter(({ metadata }) => metadata.customer_id === wish.customerId)).toHaveLength(1);
  });

  it('had nothing in it: cut before the work, the repeat does it', async () => {
    const wish = wishOf(customer);
    await simulator.faults({ match: { order: wish.orderNumber }, mode: 'drop-before', times: CUT });
    await expect(cards.authorise(wish)).rejects.toMatchObject(lost);
    expect(await cards.authorise(wish)).toMatchObject({ state: 'authorised' });
  });

  it('is still being worked on: the repeat is told so, and finds it when it is done', async () => {
    const wish = wishOf(customer);
    const createCalls = async () => (await simulator.state()).calls['payment_intents.create'] ?? 0;
    const before = await createCalls();
    await simulator.faults({ match: { order: wish.orderNumber }, mode: 'delay', ms: 600_000, times: 1 });
    const first = cards.authorise(wish).catch(() => undefined);
    await eventually(async () => expect(await createCalls()).toBe(before + 1));
    await expect(cards.authorise(wish)).rejects.toMatchObject({ type: 'payment_error', nonRetryable: false });
    await simulator.faults();
    await first;
    expect(await cards.authorise(wish)).toMatchObject({ state: 'authorised' });
    const { payments } = await simulator.state();
    expect(payments.filter(({ metadata }) => metadata.order_number === wish.orderNumber)).toHaveLength(1);
  });

  it('is waited for no longer than the time-out', async () => {
    await simulator.faults({ match: { endpoint: 'payment_methods.list' }, mode: 'delay', ms: 600_000 });
    await expect(cardsAt(simulator.url, { timeoutMs: 200 }).listCards(customer)).rejects.toMatchObject(lost);
  });
});

describe('B38 a card processor that fails', () => {
  it('is repeated: 500, and nothing listening at all', async () => {
    await simulator.faults({ mode: 'status', status: 500, times: 1 });
    await expect(cards.authorise(wishOf(customer))).rejects.toMatchObject({ type: 'payment_error', nonRetryable: false });
    const nobody = cardsAt(`http://127.0.0.1:${String(await freePort())}`);
    await expect(nobody.read('pi_1')).rejects.toMatchObject({ type: 'payment_unreachable', nonRetryable: false });
  });

  it.each([
    [{ retryAfter: 7 }, 7_000],
    [{}, 2_000],
  ])('throttles with %j: the next try waits', async (fault, nextRetryDelay) => {
    await simulator.faults({ mode: 'status', status: 429, times: 1, ...fault });
    await expect(cards.listCards(customer)).rejects.toMatchObject({ type: 'payment_error', nonRetryable: false, nextRetryDelay });
  });

  it('remembers its own failure under the key: the repeat gets past it, and holds once', async () => {
    const wish = wishOf(customer);
    const failing = { match: { endpoint: 'payment_intents.create' }, mode: 'status', status: 500, remembered: true, times: 1 } as const;
    await simulator.faults(failing);
    await expect(cards.authorise(wish)).rejects.toMatchObject({ type: 'payment_error' });
    const payment = await cards.authorise(wish);
    expect(payment).toMatchObject({ state: 'authorised' });
    await simulator.faults({ ...failing, match: { endpoint: 'payment_intents.capture' } });
    await expect(cards.capture(refOf(payment), 12_000, 'capture/remembered')).rejects.toMatchObject({ type: 'payment_error' });
    expect(await cards.capture(refOf(payment), 12_000, 'capture/remembered')).toMatchObject({ state: 'captured' });
    const { payments } = await simulator.state();
    expect(payments.filter(({ metadata }) => metadata.order_number === wish.orderNumber)).toHaveLength(1);
  });

  it('refuses a wrong key and an unknown payment for good', async () => {
    await expect(cardsAt(simulator.url, { apiKey: 'sk_test_wrong' }).listCards(customer)).rejects.toMatchObject({
      type: 'payment_refused',
      nonRetryable: true,
    });
    await expect(cards.read('pi_unknown')).rejects.toMatchObject({ type: 'payment_refused', nonRetryable: true });
  });

  it('declines for a reason that a test tells it', async () => {
    const wish = wishOf(customer);
    await simulator.faults({ match: { order: wish.orderNumber }, mode: 'decline', code: 'expired_card' });
    expect(await cards.authorise(wish)).toMatchObject({ state: 'declined', failure: 'payment_card_expired' });
    expect(await cards.authorise(wishOf(customer))).toMatchObject({ state: 'authorised' });
  });
});
