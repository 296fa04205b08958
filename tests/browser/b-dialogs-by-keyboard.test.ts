import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCard, addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
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
beforeEach(async () => {
  await emptyCart(carla);
  await shop.outside.setVendorFaults();
});

const { checkout, orders, shell } = spoken.en;
const { commands } = orders;
const mostPresses = 80;

const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement);

/** Goes on with Tab until the element has the focus. */
const tabTo = async (page: Page, one: Locator): Promise<void> => {
  await one.waitFor();
  for (let press = 0; press < mostPresses; press += 1) {
    if (await isFocused(one)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('no Tab leads there');
};

/** The order's page, with the remedy's dialog opened from its button; the focus is in it and doesn't leave it. */
const opened = async (page: Page, remedy: string) => {
  const dialog = page.getByRole('dialog');
  const opener = page.getByRole('region', { name: orders.stuck.label }).getByRole('button', { name: remedy, exact: true });
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  expect(await dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  return { dialog, opener, reason: dialog.getByLabel(shell.form.reason) };
};

const focusStaysIn = async (page: Page, dialog: Locator): Promise<void> => {
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((one) => one.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
  }
};

/** Escape closes what nothing was typed into, asks before it loses what was, and gives the focus back. */
const walk = async (page: Page, remedy: string): Promise<void> => {
  const { dialog, opener, reason } = await opened(page, remedy);
  await focusStaysIn(page, dialog);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await isFocused(opener)).toBe(true);
  await page.keyboard.press('Enter');
  await tabTo(page, reason);
  await page.keyboard.type('no longer');
  await page.keyboard.press('Escape');
  await dialog.getByText(shell.form.unsaved).waitFor();
  expect(await reason.inputValue()).toBe('no longer');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await isFocused(opener)).toBe(true);
};

/** Types a reason and sends with Ctrl and Enter; without one the field says that it is missing. */
const confirm = async (page: Page, remedy: string): Promise<void> => {
  const { dialog, reason } = await opened(page, remedy);
  await tabTo(page, reason);
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(shell.fieldIssues.required()).waitFor();
  expect(await isFocused(reason)).toBe(true);
  await page.keyboard.type('as agreed');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
};

const stuckOrder = async (begins: string): Promise<string> => {
  await addOffer(carla);
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix(begins)) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  return orderId;
};

it('C10 C4 leaving out, cancelling, undoing and asking the vendor are done without a mouse, and the focus is never lost', async () => {
  const orderId = await stuckOrder('gone-');
  const staff = await browser.visit({ as: 'sam' });
  await staff.page.goto(`/orders/${orderId}`);
  for (const remedy of [commands.undo, commands.reconcile]) await walk(staff.page, remedy);
  const { page, complaints } = await browser.visit({ as: 'carla' });
  await page.goto(`/orders/${orderId}`);
  for (const remedy of [commands.leave_out, commands.cancel]) await walk(page, remedy);
  await confirm(page, commands.leave_out);
  await page.getByText(shell.states.order.partly_completed, { exact: true }).first().waitFor({ timeout: 60_000 });
  expect(await isFocused(page.getByRole('heading', { level: 1 }))).toBe(true);
  expect([...complaints, ...staff.complaints]).toEqual([]);
});

it('C10 C4 C6 an undoing is given up without a mouse', async () => {
  const sam = await signedIn(shop.stack.url, 'sam');
  await shop.outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED', match: { plan: 'DV-KEY' } });
  const orderId = await stuckOrder('locked-');
  await sam.orders.undo.mutate({ id: orderId, reason: 'not wanted any more' });
  const { page, complaints } = await browser.visit({ as: 'sam' });
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: commands.give_up }).waitFor({ timeout: 60_000 });
  await walk(page, commands.give_up);
  await confirm(page, commands.give_up);
  await page.getByText(shell.states.order.given_up, { exact: true }).first().waitFor({ timeout: 60_000 });
  expect(complaints).toEqual([]);
});

it('C10 C4 B35 an order is corrected, and a card is added, without a mouse', async () => {
  const cardRef = await aCard(shop.stack, shop.outside, carla, 'pm_card_chargeCustomerFail');
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
  const { orderId } = await buyCart(carla, { payment: { method: 'card', cardRef } });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  const { page, complaints } = await browser.visit({ as: 'carla' });
  await page.goto(`/orders/${orderId}`);
  await walk(page, commands.choosePayment);
  const { dialog } = await opened(page, commands.choosePayment);
  await tabTo(page, dialog.getByRole('button', { name: checkout.payment.add }));
  await page.keyboard.press('Enter');
  await page.getByLabel('Card number').waitFor();
  await page.goBack();
  const again = await opened(page, commands.choosePayment);
  const onAccount = again.dialog.getByRole('radio', { name: checkout.payment.account });
  await tabTo(page, onAccount);
  await page.keyboard.press('Space');
  await tabTo(page, again.reason);
  await page.keyboard.type('on account instead');
  await page.keyboard.press('Control+Enter');
  await again.dialog.waitFor({ state: 'detached' });
  await page.getByText(shell.states.order.completed, { exact: true }).first().waitFor({ timeout: 60_000 });
  expect(complaints).toEqual([]);
});
