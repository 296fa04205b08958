import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { addOffer, aPrefix, emptyCart, orderIn } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
import { checkoutOf, orderShown } from './support/checkout.js';
import { openShop, plenty, type Shop } from './support/shop.js';
import { euros, spoken, tongues } from './support/words.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
});
afterAll(() => shop.stop());
beforeEach(() => emptyCart(carla));

const newest = async () => (await carla.orders.list.query({ limit: 1 })).rows[0];

describe.each(tongues)('paying, in %s', (_name, language) => {
  const words = spoken[language];
  it('B35 a card is left at its processor’s page, and nothing that was typed is lost on the way', async () => {
    await addOffer(carla);
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/checkout');
    const main = page.getByRole('main');
    const checkout = checkoutOf(page, language);
    const prefix = aPrefix();
    await checkout.newAccount(prefix);
    await checkout.toPayment();
    await checkout.addCard('4242 4242 4242 4242');
    await main.getByRole('radio', { name: words.checkout.payment.card('Visa', '4242'), checked: true }).waitFor();
    await checkout.toReview();
    expect(await main.innerText()).toContain(`${prefix}.onmicrosoft.com`);
    await checkout.buy.click();
    const order = await orderIn(carla, await orderShown(page), ['completed'], 60_000);
    expect(order.payments).toMatchObject([{ method: 'card', state: 'captured', capturedMinor: 2 * 684 }]);
  });

  it('B35 B36 a card whose bank asks its holder is confirmed from the order’s page', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 5 });
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/checkout');
    const checkout = checkoutOf(page, language);
    await checkout.addCard('4000 0027 6000 3184');
    await checkout.toReview();
    await checkout.buy.click();
    const id = await orderShown(page);
    const confirm = page.getByRole('link', { name: words.orders.confirm.link });
    await confirm.waitFor({ timeout: 60_000 });
    await page.getByRole('region', { name: words.orders.thread }).getByText(words.timeline.steps.awaiting_payment!).waitFor();
    await page.getByRole('region', { name: words.orders.payment.title }).getByText(words.orders.payment.asked).waitFor();
    await confirm.click();
    await page.getByRole('button', { name: checkout.words.approve }).click();
    await page.waitForURL((url) => url.pathname === `/orders/${id}`);
    await page.getByRole('main').getByText(words.shell.states.order.completed, { exact: true }).waitFor({ timeout: 60_000 });
  });

  it('B35 pressing twice, and pressing again after a lost answer, buys once', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 6 });
    const before = await newest();
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/checkout');
    const checkout = checkoutOf(page, language);
    await checkout.payOnAccount();
    // The server does its work, and its answer never arrives.
    await page.route('**/trpc/checkout.buy**', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await checkout.buy.dblclick();
    await eventually(async () => expect((await newest())?.id).not.toBe(before?.id));
    await page.unrouteAll({ behavior: 'wait' }); // the answer is lost by then
    await page.reload();
    const id = await orderShown(page);
    const placed = await newest();
    expect(placed?.id).toBe(id);
    expect((await carla.orders.list.query({ limit: 2 })).rows[1]?.id).toBe(before?.id);
  });

  it('B35 an answer that is lost is asked for again by the page itself', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 7 });
    const before = await newest();
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/checkout');
    const checkout = checkoutOf(page, language);
    await checkout.payOnAccount();
    let lost = 0;
    await page.route('**/trpc/checkout.buy**', async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await checkout.buy.click();
    const id = await orderShown(page);
    expect(lost).toBe(1);
    expect((await newest())?.id).toBe(id);
    expect((await carla.orders.list.query({ limit: 2 })).rows[1]?.id).toBe(before?.id);
  });

  it('B35 of two tabs with the same cart one buys, and the other says that the cart is empty', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
    const before = await newest();
    const { page, context } = await browser.visit({ as: 'carla', language });
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await tab.goto('/checkout');
      await checkoutOf(tab, language).payOnAccount();
      await checkoutOf(tab, language).buy.waitFor();
    }
    await checkoutOf(page, language).buy.click();
    await orderShown(page);
    await other.getByText(words.cart.empty).waitFor();
    const rows = (await carla.orders.list.query({ limit: 2 })).rows;
    expect(rows[1]?.id).toBe(before?.id);
  });

  it('B35 says before any money moves that the credit doesn’t reach', async () => {
    await addOffer(carla, { plan: 'M365-BP', term: 'P1Y', cycle: 'annual', quantity: 300 });
    const { usedMinor } = (await carla.checkout.paymentMethods.query()).account;
    await shop.allow(usedMinor + 100_000);
    try {
      const { page } = await browser.visit({ as: 'carla', language });
      await page.goto('/checkout');
      const checkout = checkoutOf(page, language);
      await checkout.newAccount(aPrefix());
      await checkout.toPayment();
      await checkout.payOnAccount();
      await page.getByText(words.shell.fieldIssues.credit_exceeded()).waitFor();
      expect(await page.getByRole('main').innerText()).toContain(
        words.checkout.payment.left(euros(language, 100_000), euros(language, usedMinor + 100_000), false),
      );
    } finally {
      await shop.allow(plenty);
    }
  });
});
