import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCardProcessor, type RunningCardProcessor } from '../../sandbox/card-processor/card-processor.js';
import { cardControls } from '../support/cards.js';
import { readJson } from './support/read-json.js';

let folder: string;
let processor: RunningCardProcessor;
let customer: string;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly id: string; readonly url: string; readonly [field: string]: unknown };
}

async function call(
  method: string,
  path: string,
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${processor.url}/v1/${path}`, {
    method,
    headers: { authorization: 'Bearer key', ...headers },
    ...(method === 'POST' ? { body: new URLSearchParams(params) } : {}),
  });
  return { status: response.status, headers: response.headers, body: (await readJson(response)) as Answer['body'] };
}

const setup = (locale: string) =>
  call('POST', 'checkout/sessions', { mode: 'setup', customer, success_url: 'http://127.0.0.1:1/back?id={CHECKOUT_SESSION_ID}', locale });
const submit = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-cards-'));
  processor = await startCardProcessor({ folder, port: 0, apiKey: 'key' });
  customer = (await call('POST', 'customers', { name: 'Acme', 'metadata[customer_id]': 'c-1' })).body.id;
});
afterAll(async () => {
  await processor.stop();
  await rm(folder, { recursive: true });
});

describe('the card processor', () => {
  test('wants its key', async () => {
    expect((await call('GET', `payment_methods?customer=${customer}`, {}, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  test.each([
    ['POST', 'customers', { pizza: 'yes' }, 400, { code: 'parameter_unknown', param: 'pizza' }],
    ['POST', 'refunds', { amount: '1' }, 400, { code: 'parameter_missing', param: 'payment_intent' }],
    ['POST', 'refunds', { payment_intent: 'pi_1', amount: '0' }, 400, { param: 'amount' }],
    ['GET', 'payment_intents/pi_1', {}, 404, { code: 'resource_missing' }],
    ['GET', 'balance', {}, 404, { type: 'invalid_request_error' }],
    ['GET', 'customers/search?query=email', {}, 400, { param: 'query' }],
  ])('answers %s %s with %j as Stripe does: %i', async (method, path, params: Record<string, string>, status, error) => {
    expect(await call(method, path, params)).toMatchObject({ status, body: { error } });
  });

  test('repeats its answer for a key, and refuses the key for anything else', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await call('POST', 'customers', { name: 'Once' }, key);
    const replayed = await call('POST', 'customers', { name: 'Once' }, key);
    expect([replayed.headers.get('idempotent-replayed'), replayed.body]).toEqual(['true', first.body]);
    expect(await call('POST', 'customers', { name: 'Twice' }, key)).toMatchObject({
      status: 400,
      body: { error: { type: 'idempotency_error' } },
    });
  });

  test('forgets a key of a request that was wrong in itself', async () => {
    const key = { 'idempotency-key': 'k-2' };
    expect((await call('POST', 'customers', { pizza: 'yes' }, key)).status).toBe(400);
    expect((await call('POST', 'customers', { name: 'Right' }, key)).status).toBe(200);
  });
});

describe('the page on which a card is left', () => {
  const good = { number: '4242 4242 4242 4242', expiry: '12/34', cvc: '123' };

  test.each([
    ['number', '4242 4242 4242 4241', 'Enter a card number with all its digits.', 'Inserisci il numero della carta con tutte le cifre.'],
    ['number', '4111 1111 1111 1111', 'This is not a test number.', 'Questo non è un numero di prova.'],
    ['number', '4000 0000 0000 0002', 'The bank declined this card. Use', 'La banca ha rifiutato questa carta. Usa'],
    ['number', '4000 0000 0000 9995', 'for lack of funds', 'per fondi insufficienti'],
    ['number', '4000 0000 0000 0069', 'This card has expired.', 'Questa carta è scaduta.'],
    ['expiry', '13/34', 'Enter the month and year', 'Inserisci il mese e l’anno'],
    ['expiry', '01/20', 'This date has passed.', 'Questa data è passata.'],
    ['cvc', '12', 'Enter the three or four digits', 'Inserisci le tre o quattro cifre'],
  ])('says in both languages what is wrong with the %s %s', async (field, value, english, italian) => {
    for (const [locale, words] of [
      ['en', english],
      ['it', italian],
    ] as const) {
      const { url } = (await setup(locale)).body;
      const answer = await submit(url, { ...good, [field]: value });
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(page).toContain(words);
      expect(page).toContain(`<html lang="${locale}">`);
      expect(page).not.toContain('value="123"'); // the security code isn't shown again
    }
    expect((await call('GET', `payment_methods?customer=${customer}`)).body).toMatchObject({ data: [] });
  });

  test('saves the card once, goes back, and keeps no number', async () => {
    const session = (await setup('en')).body;
    const answer = await submit(session.url, good);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `http://127.0.0.1:1/back?id=${session.id}`]);
    expect((await submit(session.url, good)).status).toBe(410);
    expect((await call('GET', `payment_methods?customer=${customer}`)).body).toMatchObject({ data: [{ card: { last4: '4242' } }] });
    expect(await readFile(join(folder, 'ledger.jsonl'), 'utf8')).not.toContain('424242424242');
  });

  test("doesn't open for an unknown address or a wrong secret", async () => {
    expect((await fetch(`${processor.url}/pay/cs_test_unknown`)).status).toBe(404);
    expect((await fetch(`${processor.url}/authenticate/pi_unknown/secret`)).status).toBe(404);
  });
});

describe('what the card processor is told', () => {
  test('its state can be emptied, and faults that make no sense are refused', async () => {
    const controls = cardControls(processor.url, 'key', 'whsec_1');
    await expect(controls.setCardFaults({ mode: 'explode' as 'delay' })).rejects.toThrow('mode');
    const method = await controls.saveCard(customer, 'pm_card_mastercard');
    expect((await call('GET', `payment_methods?customer=${customer}`)).body).toMatchObject({ data: [{ id: method }, {}] });
    await expect(controls.saveCard(customer, 'pm_card_chargeDeclined')).rejects.toThrow('card_declined');
    await expect(controls.settlePayment('pi_unknown', 'approve')).rejects.toThrow('no such payment');
    await fetch(`${processor.url}/sim/state`, { method: 'DELETE' });
    expect(await controls.cardState()).toMatchObject({ customers: [], payments: [], refunds: [], events: [], calls: {} });
  });
});
