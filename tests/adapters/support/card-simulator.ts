import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCardProcessor } from '../../../adapters/card-processor/stripe.js';
import type { CardAuthorisation, CardPayment, CardProcessor } from '../../../adapters/card-processor/card-processor.js';
import { startCardProcessor } from '../../../sandbox/card-processor/card-processor.js';
import type { CardFault, CardState } from '../../support/cards.js';

export const cardApiKey = 'sk_test_contract';
export const webhookSecret = 'whsec_contract';
export const returnUrl = 'http://127.0.0.1:4000/orders/2026-000001';

export interface CardSimulator {
  readonly url: string;
  sim(method: string, path: string, body?: unknown): Promise<unknown>;
  faults(...faults: CardFault[]): Promise<void>;
  state(): Promise<CardState>;
  stop(): Promise<void>;
}

/** A simulator of the file's own. */
export const openCardSimulator = async (): Promise<CardSimulator> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-cards-'));
  const running = await startCardProcessor({ folder, port: 0, apiKey: cardApiKey });
  const sim = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${running.url}/sim/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  return {
    url: running.url,
    sim,
    faults: async (...faults) => void (await sim('PUT', 'faults', faults)),
    state: async () => (await sim('GET', 'state')) as CardState,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
};

export const cardsAt = (apiUrl: string, options: { apiKey?: string; timeoutMs?: number } = {}): CardProcessor =>
  createCardProcessor({ apiUrl, apiKey: cardApiKey, webhookSecret, ...options });

let made = 0;

/** A wish of a new order, with a key of its own. */
export const wishOf = (processorCustomer: string, changes: Partial<CardAuthorisation> = {}): CardAuthorisation => {
  made += 1;
  const orderNumber = `2026-${String(made).padStart(6, '0')}`;
  return {
    processorCustomer,
    cardRef: 'pm_card_visa',
    amountMinor: 12_000,
    currency: 'EUR',
    key: `authorise/${orderNumber}`,
    returnUrl,
    orderNumber,
    ...changes,
  };
};

/** The reference of a payment, whichever way it went. */
export const refOf = (payment: CardPayment): string => {
  if (!payment.ref) throw new Error(`a payment without reference: ${JSON.stringify(payment)}`);
  return payment.ref;
};
