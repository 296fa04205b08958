import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCardProcessor } from '../../adapters/card-processor/stripe.js';
import { startCardProcessor, type RunningCardProcessor } from '../../sandbox/card-processor/card-processor.js';

let folder: string;
let simulator: RunningCardProcessor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-cards-'));
  simulator = await startCardProcessor({ folder, port: 0, apiKey: 'sk_test_1' });
});
afterAll(async () => {
  await simulator.stop();
  await rm(folder, { recursive: true });
});

describe('cards through Stripe', () => {
  it('holds, takes, gives back', async () => {
    const cards = createCardProcessor({ apiUrl: simulator.url, apiKey: 'sk_test_1', webhookSecret: 'whsec_1' });
    const id = randomUUID();
    const { processorCustomer } = await cards.ensureCustomer({ customerId: id, company: 'Acme', email: 'a@b.c' });
    expect(await cards.ensureCustomer({ customerId: id, company: 'Acme', email: 'a@b.c' })).toEqual({ processorCustomer });
    const setup = { processorCustomer, returnUrl: 'http://127.0.0.1:1/x', cancelUrl: 'http://127.0.0.1:1/y', language: 'it' };
    expect((await cards.startCardSetup(setup)).url).toContain(simulator.url);
    expect(await cards.listCards(processorCustomer)).toBeTruthy();
    const wish = {
      processorCustomer,
      cardRef: 'pm_card_visa',
      amountMinor: 1200,
      currency: 'EUR',
      key: 'k1',
      returnUrl: 'http://127.0.0.1:1/x',
      orderNumber: '2026-1',
    };
    const held = await cards.authorise(wish);
    expect(held).toBeTruthy();
    expect(await cards.authorise(wish)).toEqual(held);
    expect(await cards.capture(held.ref!, 1000, 'c1')).toBeTruthy();
    await cards.refund(held.ref!, 300, 'r1');
    expect(await cards.authorise({ ...wish, key: 'k2', cardRef: 'pm_card_chargeDeclinedExpiredCard' })).toBeTruthy();
    expect(await cards.authorise({ ...wish, key: 'k3', cardRef: 'pm_card_authenticationRequired' })).toBeTruthy();
  });
});
