import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { changeAtVendor } from '../support/partner.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
import { openShop, type Shop } from './support/shop.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
let sam: Api;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
  sam = await signedIn(shop.stack.url, 'sam');
});
afterAll(() => shop.stop());
beforeEach(() => emptyCart(carla));

it('C4 C6 an undoing that fails for ever is given up by staff; ledger and page say what is left, to the customer too', async () => {
  await shop.outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED', match: { plan: 'DV-KEY' } });
  await addOffer(carla);
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('locked-')) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  await sam.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
  const { page, complaints } = await browser.visit({ as: 'sam' });
  await page.goto(`/orders/${orderId}`);
  const main = page.getByRole('main');
  await main.getByText('Undo failed, needs a person').waitFor({ timeout: 60_000 });
  await main.getByRole('button', { name: 'Give up undoing' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Undone in part', { exact: true }).waitFor();
  await dialog.getByText('Not cancelled at the vendor').first().waitFor();
  await dialog.getByLabel('Reason').fill('the vendor settles it by hand');
  await dialog.getByRole('button', { name: 'Give up undoing' }).click();
  await main.getByText('Undo failed, given up by Sam Support: the vendor settles it by hand').waitFor({ timeout: 60_000 });
  await main.getByText(/Business Basic: not cancelled at the vendor/).waitFor();
  expect(complaints).toEqual([]);

  const customers = await browser.visit({ as: 'carla' });
  await customers.page.goto(`/orders/${orderId}`);
  const seen = customers.page.getByRole('main');
  await seen.getByText('Undone in part', { exact: true }).first().waitFor();
  await seen.getByText(/Business Basic: not cancelled at the vendor/).waitFor();
  expect(await seen.getByText('everything was taken back').count()).toBe(0);
});

it('C4 the vendor is asked what is true; the thread says before and after, and the order goes on', async () => {
  await addOffer(carla);
  const prefix = aPrefix('half-');
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  await changeAtVendor(shop.outside.variables, `${prefix}.onmicrosoft.com`, { quantity: 2 });
  const { page, complaints } = await browser.visit({ as: 'sam' });
  await page.goto(`/orders/${orderId}`);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Ask the vendor' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('as the vendor says').first().waitFor();
  await dialog.getByLabel('Reason').fill('they say it is mended');
  await dialog.getByRole('button', { name: 'Ask the vendor' }).click();
  await main.getByText('Completed', { exact: true }).first().waitFor({ timeout: 60_000 });
  await main.getByText(/service 1: Refused → Set up/).waitFor();
  expect(complaints).toEqual([]);
});
