import { afterAll, beforeAll, expect, it } from 'vitest';
import { addOffer, aCard, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import { openTrade, type Trade } from '../support/trade.js';

const DAY = 86_400_000;

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade.stop());

it('B38 a lot’s window and term are the vendor’s own, however long the order then stood still before it was completed', async () => {
  const { stack, outside, carla } = trade;
  const prefix = aPrefix();
  await outside.setCardFaults({ match: { endpoint: 'payment_intents.capture' }, mode: 'status', status: 400 });
  const cardRef = await aCard(stack, outside, carla);
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix), payment: { method: 'card', cardRef } });
  const stuck = await orderIn(carla, orderId, ['needs_attention'], 40_000);
  await outside.setCardFaults();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await carla.orders.retry.mutate({ id: orderId, reason: 'once more' });
  await orderIn(carla, orderId, ['completed']);
  const [there] = (await outside.partnerState({ domain: `${prefix}.onmicrosoft.com` })).subscriptions;
  const sold = Date.parse(there!.creationDate);
  const sql = await openSql(stack.settings.DATABASE_URL);
  const [lot] = await sql(
    `SELECT t.bought_at, t.cancellable_until, s.term_starts_at, o.completed_at FROM order_line l JOIN seat_lot t ON t.subscription_id = l.subscription_id
       JOIN subscription s ON s.id = l.subscription_id JOIN customer_order o ON o.id = l.order_id WHERE l.order_id = $1`,
    [orderId],
  );
  await sql.end();
  const at = (value: unknown): number => (value as Date).getTime();
  expect(at(lot!.bought_at)).toBe(sold);
  expect(at(lot!.term_starts_at)).toBe(sold);
  expect(at(lot!.cancellable_until)).toBe(sold + 7 * DAY);
  expect(at(lot!.completed_at) - sold).toBeGreaterThan(2_500);
  // It would have been undone within the vendor's window, by its clock, or six days after it was placed.
  expect(Date.parse(stuck.nextAt!)).toBeLessThan(sold + 6 * DAY);
}, 90_000);
