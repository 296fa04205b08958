import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Api } from '../support/client.js';
import { addOffer, emptyCart } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
import { checkoutOf, orderShown } from './support/checkout.js';
import { openShop, type Shop } from './support/shop.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
});
afterAll(() => shop.stop());
beforeEach(() => emptyCart(carla));

const toCart = (page: Page) => page.getByRole('link', { name: /^Cart/ }).first().click();
/** Marks the document: the mark is gone when the page was loaded afresh. */
const mark = (page: Page) => page.evaluate(() => (document.documentElement.dataset.mark = 'here'));
const isMarked = (page: Page) => page.evaluate(() => document.documentElement.dataset.mark === 'here');

describe('going from page to page', () => {
  it('B35 Buy leads to the order’s page inside the application', async () => {
    const { page, complaints } = await browser.visit({ as: 'carla' });
    const checkout = checkoutOf(page);
    for (const round of [1, 2]) {
      await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
      // The order's page comes fresh from the server each time, late enough for answers to arrive on the way to it.
      await page.goto('/');
      await mark(page);
      await toCart(page);
      await page.getByRole('main').getByRole('link', { name: checkout.words.checkOut }).click();
      await checkout.payOnAccount();
      await checkout.buy.click();
      const order = await carla.orders.get.query({ id: await orderShown(page) });
      await page.getByRole('heading', { level: 1, name: order.number }).waitFor();
      expect(await checkout.buy.count(), `round ${String(round)}`).toBe(0);
      expect(await isMarked(page)).toBe(true);
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: checkout.words.cart }).waitFor();
    }
    expect(complaints).toEqual([]);
  });

  it('what changes elsewhere leaves the focus and what is being typed alone, on a page that was opened from another', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
    const { page } = await browser.visit({ as: 'carla' });
    await page.goto('/');
    // The count beside the link: the cart is known before its page is opened.
    await page.getByRole('link', { name: 'Cart, 1 service' }).waitFor();
    await toCart(page);
    const quantity = page.getByRole('main').getByLabel('Quantity');
    await quantity.focus();
    await addOffer(carla, { product: 'mail-shield', plan: 'MS-STD', quantity: 10 });
    await page.getByRole('link', { name: 'Cart, 2 services' }).waitFor();
    await page.getByRole('main').getByText('Mail Shield').first().waitFor();
    expect(await quantity.first().evaluate((field) => field === document.activeElement)).toBe(true);
  });
});
