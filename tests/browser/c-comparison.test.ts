import { afterAll, beforeAll, expect, it } from 'vitest';
import { platformScope } from '../../prisma/client.js';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { settled } from './support/routes.js';
import { openShop, type Shop } from './support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

it('C7 what differs is told in words on the comparison, the order, the customer and the overview, and goes away by itself', async () => {
  const { stack, browser, carla } = shop;
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
  const { number, customerId } = await orderIn(carla, orderId, ['completed'], 60_000);
  const run = (sql: string) => stack.server.services.database.run(platformScope, sql, [orderId]);
  const tell = async () => {
    await run(
      `INSERT INTO reconcile_finding (id, tier1_id, channel_id, customer_id, area, cause, place, object, subject_type, subject_id, state, first_pass, last_pass)
       SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, 'microsoft', 'bought_twice', 'account:x', 'their-id', 'order', id, 'confirmed', 1, 2
         FROM customer_order WHERE id = $1`,
    );
    await run(
      `INSERT INTO attention_item (id, tier1_id, channel_id, customer_id, subject_type, subject_id, cause)
       SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, 'order', id, 'bought_twice' FROM customer_order WHERE id = $1`,
    );
  };
  const { page, complaints } = await browser.visit({ language: 'en', as: 'olivia' });
  await page.goto('/comparison');
  await settled(page);
  await page.getByText('Nothing differs.').waitFor();
  // Live: the page is open while it is found.
  await tell();
  await page.getByText('The vendor has more than one subscription of what was bought once').waitFor();
  await page.getByRole('link', { name: number }).click();
  const notice = page.getByRole('region', { name: '1 difference with the outside' });
  await notice.getByText('bills both').waitFor();
  await page.goto(`/customers/${customerId}`);
  await notice.getByRole('link', { name: number }).waitFor();
  await page.goto('/');
  await page.getByRole('region', { name: 'Needs you' }).getByText('bills both').waitFor();
  await page.goto(`/orders/${orderId}`);
  await notice.waitFor();
  await run("UPDATE attention_item SET state = 'closed', closed_at = now() WHERE subject_id = $1");
  await notice.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 120_000);
