import { afterAll, beforeAll, expect, it } from 'vitest';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openShop, type Shop } from './support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

it('C4 a retry that nobody can carry out yet says that it waits; the page shows what became of it, without a reload', async () => {
  const { stack, browser, carla } = shop;
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
  const { customerId, processId } = await orderIn(carla, orderId, ['needs_attention'], 60_000);
  await stack.worker?.stop();
  const { page, complaints } = await browser.visit({ language: 'en', as: 'olivia' });
  await page.goto(`/processes/${processId ?? ''}`);
  await page.getByRole('button', { name: 'Retry now' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('the offer is back, they say');
  await dialog.getByRole('button', { name: 'Retry now' }).click();
  await page.getByText('Asked for and kept.').waitFor();
  expect(await page.getByText('Retry asked for').count()).toBe(0);
  const commands = page.getByRole('region', { name: 'Commands' });
  await commands.getByText('Retry the order').waitFor();
  await commands.getByText('Waits for its process').waitFor();
  await commands.getByText('the offer is back, they say').waitFor();
  await stack.startWorker();
  await commands.getByText('Carried out').waitFor();
  await page.goto(`/customers/${customerId}`);
  await commands.getByText('Carried out').waitFor();
  await page.goto(`/orders/${orderId}`);
  await commands.getByText('Retry the order').waitFor();
  expect(complaints).toEqual([]);
}, 150_000);
