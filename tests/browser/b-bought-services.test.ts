import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Api } from '../support/client.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
import { openShop, type Shop } from './support/shop.js';
import { spoken } from './support/words.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
});
afterAll(() => shop.stop());
beforeEach(() => emptyCart(carla));

const names = ['Microsoft 365 · Business Basic', 'Endpoint Guard · Advanced', 'Mail Shield · Standard'];
const { customer, overview, services, shell, subscriptions, timeline, user } = spoken.en;

it('B2 B14 B40 what was bought is on every page at once: tile, navigation, dates, and seats for a colleague', async () => {
  const { page, complaints } = await browser.visit({ as: 'carla' });
  await page.goto('/');
  const tiles = page.getByRole('region', { name: overview.services.title });
  await tiles.waitFor();
  await addOffer(carla, { term: 'P1Y', cycle: 'monthly', quantity: 3 });
  await addOffer(carla, { product: 'endpoint-guard', plan: 'EG-ADV', quantity: 5 });
  await addOffer(carla, { product: 'mail-shield', plan: 'MS-STD', quantity: 5 });
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
  await orderIn(carla, orderId, ['completed'], 120_000);

  // Nobody reloads: the page that was open shows them.
  const navigation = page.getByRole('navigation', { name: shell.navigation.label });
  for (const name of names) {
    await tiles.getByRole('link', { name }).last().waitFor();
    await navigation.getByRole('link', { name }).last().waitFor();
  }
  // One of that plan was assigned before: the navigation tells them apart.
  expect(await tiles.getByRole('link', { name: names[2] }).count()).toBe(2);
  await navigation.getByRole('link', { name: `${names[2]!} · 5 mailboxes` }).waitFor();
  await page.goto(`/orders/${orderId}`);
  const main = page.getByRole('main');
  await main.getByText(timeline.next.subscription_renews({ plan: names[0] })).waitFor();
  await main.getByText(timeline.next.cancellation_window_ends({ plan: names[2] })).waitFor();
  expect(await main.getByText(timeline.next.subscription_billed({ plan: names[0] })).count()).toBe(1);

  await page.getByRole('link', { name: shell.navigation.subscriptions }).click();
  await main.getByRole('link', { name: names[0] }).click();
  await main.getByRole('heading', { level: 1, name: names[0] }).waitFor();
  await main.getByText(subscriptions.source.bought).waitFor();
  await main.getByText(timeline.next.subscription_billed({})).waitFor();

  const colleague = await browser.visit({ as: 'ugo' });
  await colleague.page.goto('/');
  await colleague.page.getByRole('heading', { name: overview.services.title, exact: true }).waitFor();
  expect(await colleague.page.getByRole('link', { name: names[0] }).count()).toBe(0);
  await main.getByRole('button', { name: services.assign }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /Ugo/ }).check();
  await dialog.getByRole('button', { name: services.dialog.save(1) }).click();
  await main.getByRole('table', { name: services.holders }).getByRole('link', { name: /Ugo/ }).waitFor();
  // A tile and an entry of the navigation, without a reload.
  await colleague.page.getByRole('main').getByRole('link', { name: names[0] }).waitFor();
  await colleague.page.getByRole('navigation', { name: shell.navigation.label }).getByRole('link', { name: names[0] }).waitFor();
  expect(await colleague.page.getByRole('link', { name: names[1] }).count()).toBe(0);

  // Whoever deletes the colleague is told which service has how many units free then.
  await page.goto('/users');
  await page.getByRole('link', { name: /Ugo/ }).click();
  await page.getByRole('main').getByRole('button', { name: shell.actions.more }).first().click();
  await page.getByRole('menuitem', { name: user.actions.delete }).click();
  const ledger = page.getByRole('dialog').getByRole('row', { name: names[0]! });
  await ledger.getByText(user.services.free(2, '3 seats')).waitFor();
  await ledger.getByText(user.services.free(3, '3 seats')).waitFor();
  await page.keyboard.press('Escape');

  // And the search finds what was bought, by its name.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('basic microsoft');
  await page.getByRole('group', { name: shell.palette.subscription }).getByRole('option', { name: names[0]! }).click();
  await page.getByRole('heading', { level: 1, name: names[0]! }).waitFor();
  expect([...complaints, ...colleague.complaints]).toEqual([]);
});

it('says before a customer is deleted what would go on, and doesn’t delete it', async () => {
  const { page } = await browser.visit({ as: 'rita' });
  await page.goto(`/customers/${shop.customerId}`);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: shell.actions.more }).first().click();
  await page.getByRole('menuitem', { name: customer.actions.delete }).click();
  const dialog = page.getByRole('dialog');
  const blocked = dialog.locator('section', { has: page.getByRole('heading', { name: customer.closing.fates.blocks }) });
  await blocked.getByText(names[1]!).waitFor();
  await dialog.getByLabel(shell.form.reason).fill('left us');
  await dialog.getByRole('button', { name: customer.dialogs.delete.verb }).click();
  await dialog.getByText(shell.failures.closing_blocked).waitFor();
});
