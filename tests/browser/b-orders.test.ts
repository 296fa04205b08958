import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../support/client.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
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

describe('an order that stands still', () => {
  it('B36 B38 is cancelled by the customer, who sees first what that does', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('fails-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page, complaints } = await browser.visit({ as: 'carla' });
    await page.goto(`/orders/${orderId}`);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Cancel order' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('let go').waitFor();
    await dialog.getByLabel('Reason').fill('not wanted any more');
    await dialog.getByRole('button', { name: 'Cancel order' }).click();
    await main.getByText('Cancelled', { exact: true }).first().waitFor({ timeout: 60_000 });
    await main.getByText('Order cancelled: everything was taken back').waitFor();
    expect(complaints).toEqual([]);
  });

  it('C6 B38 shows staff its cause, its remedies and the ledger; leaving out says what is charged then', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page, complaints } = await browser.visit({ as: 'olivia' });
    await page.goto('/orders?state=needs_attention');
    await page
      .getByRole('main')
      .getByRole('link', { name: (await carla.orders.get.query({ id: orderId })).number })
      .click();
    const main = page.getByRole('main');
    const ledger = main.getByRole('region', { name: 'Undo ledger' });
    await ledger.getByText('Money reserved').waitFor();
    await main.getByRole('button', { name: 'Leave out and go on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('€\u00a09.60', { exact: true }).waitFor();
    await dialog.getByLabel('Reason').fill('the customer agrees');
    await dialog.getByRole('button', { name: 'Leave out, charge €\u00a09.60' }).click();
    await main.getByText('Completed in part', { exact: true }).waitFor({ timeout: 60_000 });
    await main.getByRole('region', { name: 'Services' }).getByText('Left out').waitFor();
    await main.getByRole('link', { name: 'Open process' }).click();
    await main.getByRole('link', { name: 'Open order' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('C4 B33 is corrected in the form of the checkout, and goes on', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('unsigned-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page } = await browser.visit({ as: 'carla' });
    await page.goto(`/orders/${orderId}`);
    await page.getByRole('main').getByRole('button', { name: 'Correct and retry' }).first().click();
    const dialog = page.getByRole('dialog');
    const prefix = aPrefix();
    await dialog.getByLabel('Tenant domain').fill(prefix);
    await dialog.getByLabel('Street and number').fill('Via Dante 1');
    await dialog.getByLabel('Postal code').fill('20121');
    for (const phone of await dialog.getByLabel('Phone').all()) await phone.fill('+39 02 1234567');
    await dialog.getByRole('checkbox').check();
    await dialog.getByLabel('Reason').fill('another account');
    await dialog.getByRole('button', { name: 'Save and retry' }).click();
    expect(await orderIn(carla, orderId, ['completed'], 60_000)).toMatchObject({ domain: `${prefix}.onmicrosoft.com` });
  });
});

it('B35 C8 the credit limit is set on the customer’s page, never below what orders have taken', async () => {
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
  await buyCart(carla);
  const { page, complaints } = await browser.visit({ as: 'rita' });
  await page.goto(`/customers/${shop.customerId}`);
  await page.getByRole('button', { name: 'Set limit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Credit limit').fill('0');
  await dialog.getByLabel('Reason').fill('grown');
  await dialog.getByRole('button', { name: /^Set/ }).click();
  await dialog.getByText('Less than is in use already').waitFor();
  await dialog.getByLabel('Credit limit').fill('900,000.00');
  await dialog.getByRole('button', { name: 'Set €\u00a0900,000.00' }).click();
  await page.getByRole('region', { name: 'Credit and orders' }).getByText('€\u00a0900,000.00').first().waitFor();
  expect((await carla.checkout.paymentMethods.query()).account.limitMinor).toBe(90_000_000);
  expect(complaints).toEqual([]);
});
