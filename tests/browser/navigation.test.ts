import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Api } from '../support/client.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
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

  it('without a connection a dialog says so, the page stays, and the next press opens it', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page } = await browser.visit({ as: 'carla' });
    const cut = /retry-order\.dialog.*\.js$/;
    await page.route(cut, (route) => route.abort('internetdisconnected'));
    await page.goto(`/orders/${orderId}`);
    const retry = page.getByRole('main').getByRole('button', { name: 'Retry now' }).first();
    await retry.click();
    await page.getByText('The server can’t be reached. Check the connection and try again.').first().waitFor();
    await page.unroute(cut);
    await Promise.all([page.waitForEvent('load'), retry.click()]);
    await retry.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry now' }).waitFor();
  });

  it('a dialog opens without a connection once its page stood idle', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page } = await browser.visit({ as: 'carla' });
    const code = page.waitForResponse(/retry-order\.dialog.*\.js$/);
    await page.goto(`/orders/${orderId}`);
    await code;
    await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined);
    await page.context().setOffline(true);
    await page.getByRole('main').getByRole('button', { name: 'Retry now' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry now' }).waitFor();
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
