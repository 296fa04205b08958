import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portOf } from '../../sandbox/http-server.js';
import { cardsAt, openCardSimulator, refOf, wishOf, type CardSimulator } from '../adapters/support/card-simulator.js';
import { barriersOn, lostFocusOn, sidewaysOn } from './support/accessible.js';
import { openBrowser, type TestBrowser } from './support/browser.js';

let simulator: CardSimulator;
let browser: TestBrowser;
let shop: Server;
let shopUrl: string;

beforeAll(async () => {
  simulator = await openCardSimulator();
  browser = await openBrowser(simulator.url);
  shop = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><h1>${String(request.url).slice(0, 9)}</h1>`,
    );
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${String(portOf(shop))}`;
});
afterAll(async () => {
  await browser.close();
  await simulator.stop();
  shop.closeAllConnections();
  await new Promise((resolve) => shop.close(resolve));
});

const words = {
  en: {
    number: 'Card number',
    expiry: 'Expiry date',
    cvc: 'Security code',
    save: 'Save card',
    approve: 'Approve the payment',
    amount: '€120.00',
  },
  it: {
    number: 'Numero della carta',
    expiry: 'Data di scadenza',
    cvc: 'Codice di sicurezza',
    save: 'Salva la carta',
    approve: 'Autorizza il pagamento',
    amount: '120,00 €',
  },
} as const;

/** How a page stands against everything that is looked for on each page of the product. */
const faultsOf = async (page: Parameters<typeof barriersOn>[0]) => [
  ...(await barriersOn(page)),
  ...(await sidewaysOn(page)),
  ...(await lostFocusOn(page, 12)),
];

describe.each([
  ['en', 'light', 1280],
  ['it', 'dark', 360],
] as const)('B35 the pages of the card processor (%s, %s, %i px)', (language, theme, width) => {
  const texts = words[language];

  it('a card is left, after a correction, and confirmed with the bank, by anybody', async () => {
    const cards = cardsAt(simulator.url);
    const { processorCustomer } = await cards.ensureCustomer({ customerId: randomUUID(), company: 'Acme', email: 'ada@acme.example' });
    const { url } = await cards.startCardSetup({
      processorCustomer,
      returnUrl: `${shopUrl}/saved`,
      cancelUrl: `${shopUrl}/left`,
      language,
    });
    const { page, complaints } = await browser.visit({ language, theme, width });
    await page.goto(url);
    expect(await faultsOf(page)).toEqual([]);
    const fill = async (number: string, cvc: string) => {
      await page.getByLabel(texts.number).fill(number);
      await page.getByLabel(texts.expiry).fill('12/34');
      await page.getByLabel(texts.cvc).fill(cvc);
      await page.getByRole('button', { name: texts.save }).click();
    };
    await fill('4000 0000 0000 0002', '12');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').getByRole('link').count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);
    // A browser says so of each answer that isn't 2xx.
    complaints.splice(0);
    await fill('4000 0025 0000 3155', '123');
    await page.waitForURL(`${shopUrl}/saved`);

    const [card] = await cards.listCards(processorCustomer);
    const asked = await cards.authorise(wishOf(processorCustomer, { cardRef: card!.ref, returnUrl: `${shopUrl}/paid` }));
    if (asked.state !== 'requires_action') throw new Error(asked.state);
    await page.goto(asked.actionUrl);
    expect((await page.getByRole('main').innerText()).replaceAll('\u00a0', ' ')).toContain(texts.amount);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: texts.approve }).click();
    await page.waitForURL(`${shopUrl}/paid?**`);
    expect(await cards.read(refOf(asked))).toMatchObject({ state: 'authorised' });
    expect(complaints).toEqual([]);
  });
});
