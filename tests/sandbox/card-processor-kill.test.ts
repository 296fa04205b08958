import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { portOf } from '../../sandbox/http-server.js';
import { freePort } from '../../sandbox/ports.js';
import { cardApiKey, cardsAt, refOf, webhookSecret, wishOf } from '../adapters/support/card-simulator.js';
import { cardControls } from '../support/cards.js';
import { eventually } from '../support/eventually.js';
import { startCardProgram, type CardProgram } from './support/card-program.js';

let folder: string;
let listener: Server;
let events: string[];
let program: CardProgram;
let start: () => Promise<CardProgram>;

const controls = () => cardControls(program.url, cardApiKey, webhookSecret);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-cards-'));
  events = [];
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = cardsAt(program.url).eventOf(Buffer.concat(chunks), String(request.headers['stripe-signature']));
      events.push(event.paymentRef ?? '');
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const variables = {
    CARD_API_KEY: cardApiKey,
    CARD_WEBHOOK_URL: `http://127.0.0.1:${String(portOf(listener))}/webhooks/card`,
    CARD_WEBHOOK_SECRET: webhookSecret,
  };
  start = () => startCardProgram(port, folder, variables);
  program = await start();
});
afterEach(async () => {
  await program.kill();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
  await rm(folder, { recursive: true });
});

const newCustomer = async () =>
  (await cardsAt(program.url).ensureCustomer({ customerId: 'c-1', company: 'Acme', email: 'a@acme.example' })).processorCustomer;

test('B38 killed among authorisations it keeps each that it answered, and a repeat of all holds each once', async () => {
  const cards = cardsAt(program.url);
  const customer = await newCustomer();
  const wishes = Array.from({ length: 40 }, () => wishOf(customer));
  const answered = new Map<string, string>();
  let enough: () => void;
  const some = new Promise<void>((resolve) => (enough = resolve));
  const asked = wishes.map((wish) =>
    cards.authorise(wish).then(
      (payment) => {
        answered.set(wish.key, refOf(payment));
        if (answered.size === 5) enough();
      },
      () => undefined,
    ),
  );
  await some;
  await program.kill();
  await Promise.all(asked);
  program = await start();
  for (const wish of wishes) {
    const payment = await cards.authorise(wish);
    expect(payment).toMatchObject({ state: 'authorised', ref: answered.get(wish.key) ?? refOf(payment) });
  }
  const { payments } = await controls().cardState();
  expect(payments.map(({ metadata }) => metadata.order_number).sort()).toEqual(wishes.map(({ orderNumber }) => orderNumber).sort());
});

test('a line that a kill cut short is left out, and what came before it stands', async () => {
  const cards = cardsAt(program.url);
  const wish = wishOf(await newCustomer());
  const payment = await cards.authorise(wish);
  await program.kill();
  await appendFile(join(folder, 'ledger.jsonl'), '{"objects":[{"id":"pi_half');
  program = await start();
  expect(await cards.authorise(wish)).toEqual(payment);
  await cards.capture(refOf(payment), 12_000, 'capture/after the kill');
  await program.kill();
  program = await start();
  expect(await cards.read(refOf(payment))).toMatchObject({ state: 'captured', capturedMinor: 12_000 });
});

test('a webhook that a kill kept from going out goes out after the next start', async () => {
  const customer = await newCustomer();
  await controls().setCardWebhooks({ mode: 'late', ms: 600_000 });
  const ref = refOf(await cardsAt(program.url).authorise(wishOf(customer)));
  await program.kill();
  expect(events).toEqual([]);
  program = await start();
  await eventually(() => expect(events).toEqual([ref]));
});
