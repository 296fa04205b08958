import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { changeAtVendor } from '../support/partner.js';
import { aCard, addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
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
beforeEach(async () => {
  await emptyCart(carla);
  await shop.outside.setVendorFaults();
});

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
  const ledger = main.getByRole('region', { name: 'Undo ledger' });
  await ledger.getByText('Undo failed, given up').waitFor({ timeout: 60_000 });
  await ledger.getByText('Sam Support: the vendor settles it by hand').waitFor();
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
  await main.getByText('The purchase is undone by itself, if nobody acts').waitFor();
  await main.getByRole('button', { name: 'Check with the vendor' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('as the vendor says').first().waitFor();
  await dialog.getByLabel('Reason').fill('they say it is mended');
  await dialog.getByRole('button', { name: 'Check with the vendor' }).click();
  await main.getByText('Completed', { exact: true }).first().waitFor({ timeout: 60_000 });
  await main.getByText(/service 1: Refused → Set up/).waitFor();
  expect(complaints).toEqual([]);
});

it('C4 B35 a declined card is replaced by its holder alone: staff are given the order’s link, the customer adds another card there', async () => {
  const cardRef = await aCard(shop.stack, shop.outside, carla, 'pm_card_chargeCustomerFail');
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const { orderId } = await buyCart(carla, { payment: { method: 'card', cardRef } });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  const staff = await browser.visit({ as: 'sam' });
  await staff.page.goto(`/orders/${orderId}`);
  await staff.page.getByRole('main').getByRole('button', { name: 'Choose another payment' }).first().click();
  const told = staff.page.getByRole('dialog');
  await told.getByText(`/orders/${orderId}`).waitFor();
  expect(await told.getByRole('radio').count()).toBe(1);
  expect(staff.complaints).toEqual([]);

  const { page } = await browser.visit({ as: 'carla' });
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('main').getByRole('button', { name: 'Choose another payment' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add a card' }).click();
  await page.getByLabel('Card number').fill('5555 5555 5555 4444');
  await page.getByLabel('Expiry date').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Save card' }).click();
  await page.waitForURL((url) => url.pathname === `/orders/${orderId}`);
  await dialog.getByRole('radio', { name: 'Mastercard ending in 4444' }).check();
  await dialog.getByLabel('Reason').fill('the other card');
  await dialog.getByRole('button', { name: 'Save and retry' }).click();
  const order = await orderIn(carla, orderId, ['completed'], 60_000);
  expect(order.payments.map(({ state }) => state)).toEqual(['declined', 'captured']);
});

it('C4 a refused agreement is corrected with another signer; the account that is there stays the one that is meant', async () => {
  const prefix = aPrefix();
  const domain = `${prefix}.onmicrosoft.com`;
  await shop.outside.setPartnerFaults({ mode: 'refuse', code: 800002, match: { domain, operation: 'create-agreement' }, times: 1 });
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  const { page, complaints } = await browser.visit({ as: 'carla' });
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('main').getByRole('button', { name: 'Correct and retry' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Use an existing CSP/, checked: true }).waitFor();
  expect(await dialog.getByLabel('Tenant domain').inputValue()).toBe(domain);
  await dialog.getByLabel('First name').fill('Cora');
  await dialog.getByLabel('Phone').fill('+39 02 7654321');
  await dialog.getByRole('checkbox').check();
  await dialog.getByLabel('Reason').fill('the old signer has left');
  await dialog.getByRole('button', { name: 'Save and retry' }).click();
  await page.getByRole('main').getByText('Completed', { exact: true }).first().waitFor({ timeout: 60_000 });
  expect((await shop.outside.partnerState({ domain })).agreements).toMatchObject([{ primaryContact: { firstName: 'Cora' } }]);
  expect(complaints).toEqual([]);
});
