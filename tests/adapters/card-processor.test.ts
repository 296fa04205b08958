import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardProcessor } from '../../adapters/card-processor/card-processor.js';
import { cardsAt, openCardSimulator, refOf, returnUrl, wishOf, type CardSimulator } from './support/card-simulator.js';

let simulator: CardSimulator;
let cards: CardProcessor;
let customer: string;

beforeAll(async () => {
  simulator = await openCardSimulator();
  cards = cardsAt(simulator.url);
  const made = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Fiordaliso S.r.l.', email: 'carla@fiordaliso.example' });
  customer = made.processorCustomer;
});
afterAll(() => simulator.stop());

const paymentsOf = async (orderNumber: string) =>
  (await simulator.state()).payments.filter(({ metadata }) => metadata.order_number === orderNumber);

describe('B35 a customer at the card processor', () => {
  it('is made once, also when two ask at once', async () => {
    const wish = { customerId: randomUUID(), company: 'Acme', email: 'ada@acme.example' };
    const made = await Promise.all([cards.ensureCustomer(wish), cards.ensureCustomer(wish)]);
    expect(await cards.ensureCustomer({ ...wish, company: 'Acme S.p.A.' })).toEqual(made[0]);
    expect(made[1]).toEqual(made[0]);
    const { customers } = (await simulator.sim('GET', 'state')) as { customers: { metadata: { customer_id?: string }; name: string }[] };
    expect(customers.filter(({ metadata }) => metadata.customer_id === wish.customerId)).toMatchObject([{ name: 'Acme' }]);
  });

  it('leaves a card on a page of the processor, comes back, and the card is listed', async () => {
    const { processorCustomer } = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Acme', email: 'ada@acme.example' });
    expect(await cards.listCards(processorCustomer)).toEqual([]);
    const { url } = await cards.startCardSetup({ processorCustomer, returnUrl, cancelUrl: `${returnUrl}?left=1`, language: 'it' });
    const body = new URLSearchParams({ number: '4242 4242 4242 4242', expiry: '12/34', cvc: '123' });
    const sent = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, returnUrl]);
    const [card] = await cards.listCards(processorCustomer);
    expect(card).toMatchObject({ brand: 'visa', last4: '4242', expiresMonth: 12, expiresYear: 2034 });
    const held = await cards.authorise(wishOf(processorCustomer, { cardRef: card!.ref }));
    expect(held.state).toBe('authorised');
  });

  it("can't pay with somebody else's card", async () => {
    const other = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Other', email: 'o@other.example' });
    const { url } = await cards.startCardSetup({ ...other, returnUrl, cancelUrl: returnUrl, language: 'en' });
    const body = new URLSearchParams({ number: '4242424242424242', expiry: '1/35', cvc: '123' });
    await fetch(url, { method: 'POST', body, redirect: 'manual' });
    const [card] = await cards.listCards(other.processorCustomer);
    await expect(cards.authorise(wishOf(customer, { cardRef: card!.ref }))).rejects.toMatchObject({
      type: 'payment_refused',
      nonRetryable: true,
    });
  });
});

describe('B35 a payment by card', () => {
  it('is held and not taken, and reads as it stands', async () => {
    const held = await cards.authorise(wishOf(customer));
    expect(held).toMatchObject({ state: 'authorised', amountMinor: 12_000, capturedMinor: 0 });
    expect(await cards.read(refOf(held))).toEqual(held);
  });

  it('takes what was held, or less; the rest is free again', async () => {
    const whole = refOf(await cards.authorise(wishOf(customer)));
    expect(await cards.capture(whole, 12_000, 'capture/whole')).toMatchObject({ state: 'captured', capturedMinor: 12_000 });
    const part = refOf(await cards.authorise(wishOf(customer)));
    expect(await cards.capture(part, 5_000, 'capture/part')).toMatchObject({
      state: 'captured',
      amountMinor: 12_000,
      capturedMinor: 5_000,
    });
    const { payments } = await simulator.state();
    expect(payments.find(({ id }) => id === part)).toMatchObject({ amount_received: 5_000, amount_capturable: 0 });
  });

  it('never takes more than was held', async () => {
    const ref = refOf(await cards.authorise(wishOf(customer)));
    await expect(cards.capture(ref, 12_001, 'capture/more')).rejects.toMatchObject({ type: 'payment_refused', nonRetryable: true });
    expect(await cards.read(ref)).toMatchObject({ state: 'authorised' });
  });

  it.each([
    ['pm_card_chargeDeclined', 'payment_declined'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'payment_insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'payment_card_expired'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'payment_declined'],
    ['pm_card_chargeDeclinedProcessingError', 'payment_declined'],
    ['pm_card_chargeCustomerFail', 'payment_declined'],
  ])('with %s is declined as %s, and reads so afterwards', async (cardRef, failure) => {
    const declined = await cards.authorise(wishOf(customer, { cardRef }));
    expect(declined).toMatchObject({ state: 'declined', failure, note: expect.any(String) as string });
    expect(await cards.read(refOf(declined))).toEqual(declined);
    await cards.release(refOf(declined), `release/${refOf(declined)}`);
  });
});

describe('B35 a payment that its holder must confirm', () => {
  const ask = async (cardRef = 'pm_card_authenticationRequired') => {
    const wish = wishOf(customer, { cardRef });
    const asked = await cards.authorise(wish);
    if (asked.state !== 'requires_action') throw new Error(asked.state);
    return { wish, asked };
  };
  const answer = (url: string, given: 'approve' | 'refuse') =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ answer: given }), redirect: 'manual' });

  it('is held once they approve, and the repeat of the call says so', async () => {
    const { wish, asked } = await ask();
    const back = await answer(asked.actionUrl, 'approve');
    expect(back.status).toBe(303);
    const location = new URL(back.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(returnUrl);
    expect(location.searchParams.get('redirect_status')).toBe('succeeded');
    expect(await cards.read(asked.ref)).toMatchObject({ state: 'authorised', amountMinor: 12_000 });
    expect(await cards.authorise(wish)).toMatchObject({ state: 'authorised', ref: asked.ref });
  });

  it('is declined when they refuse', async () => {
    const { asked } = await ask();
    const back = await answer(asked.actionUrl, 'refuse');
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('redirect_status')).toBe('failed');
    expect(await cards.read(asked.ref)).toMatchObject({ state: 'declined', failure: 'payment_authentication_failed' });
  });

  it('can still be declined by the bank after that', async () => {
    const { asked } = await ask('pm_card_authenticationRequiredChargeDeclinedInsufficientFunds');
    await answer(asked.actionUrl, 'approve');
    expect(await cards.read(asked.ref)).toMatchObject({ state: 'declined', failure: 'payment_insufficient_funds' });
  });

  it('is let go while it waits, and their answer comes too late', async () => {
    const { asked } = await ask();
    await cards.release(asked.ref, 'release/waiting');
    expect((await answer(asked.actionUrl, 'approve')).status).toBe(410);
    expect(await cards.read(asked.ref)).toMatchObject({ state: 'released' });
  });
});

describe('B38 letting go and giving back', () => {
  it('a hold is released, and again', async () => {
    const ref = refOf(await cards.authorise(wishOf(customer)));
    await cards.release(ref, 'release/1');
    await cards.release(ref, 'release/1');
    await cards.release(ref, 'release/1 by somebody else');
    expect(await cards.read(ref)).toMatchObject({ state: 'released', capturedMinor: 0 });
  });

  it("what was taken can't be released, and what was released can't be taken", async () => {
    const taken = refOf(await cards.authorise(wishOf(customer)));
    await cards.capture(taken, 12_000, 'capture/taken');
    await expect(cards.release(taken, 'release/taken')).rejects.toMatchObject({ type: 'payment_refused', nonRetryable: true });
    const released = refOf(await cards.authorise(wishOf(customer)));
    await cards.release(released, 'release/released');
    await expect(cards.capture(released, 12_000, 'capture/released')).rejects.toMatchObject({
      type: 'payment_hold_lapsed',
      nonRetryable: true,
    });
  });

  it('a hold that its bank let lapse is said to be so', async () => {
    const ref = refOf(await cards.authorise(wishOf(customer)));
    await simulator.sim('POST', `payments/${ref}/expire`);
    expect(await cards.read(ref)).toMatchObject({ state: 'released' });
    await expect(cards.capture(ref, 12_000, 'capture/lapsed')).rejects.toMatchObject({ type: 'payment_hold_lapsed' });
  });

  it('refunds once for each key, and never more than was taken', async () => {
    const ref = refOf(await cards.authorise(wishOf(customer)));
    await cards.capture(ref, 10_000, 'capture/refunded');
    await cards.refund(ref, 4_000, 'refund/1');
    await cards.refund(ref, 4_000, 'refund/1');
    await cards.refund(ref, 6_000, 'refund/2');
    await expect(cards.refund(ref, 1, 'refund/3')).rejects.toMatchObject({ type: 'payment_refused', nonRetryable: true });
    const { refunds } = await simulator.state();
    expect(refunds.filter(({ payment_intent }) => payment_intent === ref).map(({ amount }) => amount)).toEqual([4_000, 6_000]);
  });
});

describe('B35 a repeat buys once', () => {
  it('the same key gives the same payment, in turn and at once', async () => {
    const wish = wishOf(customer);
    const [first, beside] = await Promise.all([cards.authorise(wish), cards.authorise(wish)]);
    expect(beside).toEqual(first);
    expect(await cards.authorise(wish)).toEqual(first);
    expect(await paymentsOf(wish.orderNumber)).toHaveLength(1);
  });

  it('a decline stays one under its key, and another key tries anew', async () => {
    const wish = wishOf(customer, { cardRef: 'pm_card_chargeDeclined' });
    const declined = await cards.authorise(wish);
    expect(await cards.authorise(wish)).toEqual(declined);
    expect(await cards.authorise({ ...wish, cardRef: 'pm_card_visa', key: `${wish.key}/2` })).toMatchObject({ state: 'authorised' });
  });

  it('a key that was used for another amount is refused', async () => {
    const wish = wishOf(customer);
    await cards.authorise(wish);
    await expect(cards.authorise({ ...wish, amountMinor: 1 })).rejects.toMatchObject({ type: 'payment_refused', nonRetryable: true });
    expect(await paymentsOf(wish.orderNumber)).toHaveLength(1);
  });

  it('takes once, also when another try asks with a key of its own', async () => {
    const ref = refOf(await cards.authorise(wishOf(customer)));
    const taken = await cards.capture(ref, 7_000, 'capture/once');
    expect(await cards.capture(ref, 7_000, 'capture/once')).toEqual(taken);
    expect(await cards.capture(ref, 7_000, 'capture/once more')).toEqual(taken);
    await expect(cards.capture(ref, 8_000, 'capture/another amount')).rejects.toMatchObject({ type: 'payment_refused' });
  });

  it('also after a day, when the processor has forgotten the keys', async () => {
    const wish = wishOf(customer);
    const held = await cards.authorise(wish);
    const ref = refOf(held);
    const forget = () => simulator.sim('DELETE', 'keys');
    await forget();
    expect(await cards.authorise(wish)).toEqual(held);
    expect(await paymentsOf(wish.orderNumber)).toHaveLength(1);
    const taken = await cards.capture(ref, 9_000, 'capture/day');
    await forget();
    expect(await cards.capture(ref, 9_000, 'capture/day')).toEqual(taken);
    await cards.refund(ref, 2_000, 'refund/day');
    await forget();
    await cards.refund(ref, 2_000, 'refund/day');
    const { refunds } = await simulator.state();
    expect(refunds.filter(({ payment_intent }) => payment_intent === ref)).toMatchObject([{ amount: 2_000 }]);
    const released = refOf(await cards.authorise(wishOf(customer)));
    await cards.release(released, 'release/day');
    await forget();
    await cards.release(released, 'release/day');
    expect(await cards.read(released)).toMatchObject({ state: 'released' });
  });
});
