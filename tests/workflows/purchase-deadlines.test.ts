import proto from '@temporalio/proto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { aCard, addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
/** The engine's clock runs on beside what is skipped: as near to an instant as a look before it can be. */
const JUST_BEFORE_MS = 30 * SECOND;
/** A day of asking is some three hundred rounds through the engine. */
const timeout = 150 * SECOND;

let time: SkippedTime;
let carla: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  carla = await signedIn(time.stack.url, 'carla');
});
afterAll(() => time.stop());
beforeEach(async () => {
  await emptyCart(carla);
  await time.outside.setPartner({ provisioningMs: 0 });
});

const { EventType } = proto.temporal.api.enums.v1;

/** The timers that an order's workflow has set, each with when it was set and when it is due (ms since 1970). */
const timersOf = async (orderId: string) => {
  const { events } = await time.history(`order/${orderId}`);
  return (events ?? [])
    .filter(({ eventType }) => eventType === EventType.EVENT_TYPE_TIMER_STARTED)
    .map(({ eventTime, timerStartedEventAttributes }) => {
      const msOf = (of: { seconds?: unknown; nanos?: number | null } | null | undefined) =>
        Number(of?.seconds ?? 0) * SECOND + (of?.nanos ?? 0) / 1e6;
      const lasts = msOf(timerStartedEventAttributes?.startToFireTimeout);
      return { lasts, due: msOf(eventTime) + lasts };
    });
};

it('B38 is undone by itself six days after it was placed, to the millisecond, however often it has stood still', { timeout }, async () => {
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
  const { nextAt, nextKind } = await orderIn(carla, orderId, ['needs_attention']);
  expect(nextKind).toBe('order_undone_by_itself');
  // The table tells of it before the engine has the timer.
  const { events } = await time.history(`order/${orderId}`);
  const { seconds, nanos } = events![0]!.eventTime!;
  const placed = Number(seconds) * SECOND + Math.floor(Number(nanos) / 1e6);
  expect(Date.parse(nextAt!)).toBe(placed + 6 * DAY);
  await eventually(async () => {
    expect((await timersOf(orderId)).map(({ due }) => Math.abs(due - Date.parse(nextAt!)) < 5 * SECOND)).toEqual([true]);
  });
  await time.passUntil(placed + 2 * DAY);
  await carla.orders.retry.mutate({ id: orderId, reason: 'once more' });
  await eventually(async () => {
    expect(await timersOf(orderId)).toHaveLength(2);
  });
  expect((await orderIn(carla, orderId, ['needs_attention'])).nextAt).toBe(nextAt);
  await time.passUntil(Date.parse(nextAt!) - JUST_BEFORE_MS);
  expect((await carla.orders.get.query({ id: orderId })).state).toBe('needs_attention');
  await time.passUntil(nextAt!);
  expect((await orderIn(carla, orderId, ['cancelled'])).payments).toMatchObject([{ state: 'released' }]);
});

it('B35 B36 waits a day for the bank’s confirmation, then asks for another way of paying', { timeout }, async () => {
  const cardRef = await aCard(time.stack, time.outside, carla, 'pm_card_authenticationRequired');
  await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
  const asked = await time.now();
  const { orderId } = await buyCart(carla, { payment: { method: 'card', cardRef } });
  const { nextAt, nextKind } = await orderIn(carla, orderId, ['awaiting_payment']);
  expect(nextKind).toBe('payment_confirmation_expires');
  const expires = Date.parse(nextAt!);
  expect(expires - asked).toBeGreaterThanOrEqual(DAY);
  expect(expires - (await time.now())).toBeLessThanOrEqual(DAY);
  await time.passUntil(expires - JUST_BEFORE_MS);
  expect((await carla.orders.get.query({ id: orderId })).state).toBe('awaiting_payment');
  // The last look is at the deadline itself, not at the next time of asking.
  const last = await eventually(async () => {
    const timer = (await timersOf(orderId)).at(-1)!;
    expect(timer.due).toBeGreaterThanOrEqual(expires);
    return timer;
  });
  expect(last.due).toBeLessThan(expires + 5 * SECOND);
  await time.passUntil(last.due);
  const stuck = await orderIn(carla, orderId, ['needs_attention']);
  expect(stuck).toMatchObject({ failureCode: 'payment_authentication_failed', step: 'authorising_payment' });
  expect(stuck.commands).toEqual(['retry', 'correct', 'undo']);
  await carla.orders.correct.mutate({ id: orderId, reason: 'on account', change: { payment: { method: 'account' } } });
  await orderIn(carla, orderId, ['completed']);
  // A day of asking fits a history well.
  expect((await time.history(`order/${orderId}`)).events!.length).toBeLessThan(4_096);
});

it('B38 calls provisioning late after a day, and can then be undone in full', { timeout }, async () => {
  await time.outside.setPartner({ provisioningMs: HOUR });
  await addOffer(carla);
  const prefix = aPrefix();
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  const order = await orderIn(carla, orderId, ['in_progress']);
  expect(order.nextAt).toBeNull();
  const began = await time.now();
  await time.passUntil(began + DAY - 2 * JUST_BEFORE_MS);
  expect(await carla.orders.get.query({ id: orderId })).toMatchObject({ state: 'in_progress', step: 'provisioning' });
  const last = await eventually(async () => {
    const timer = (await timersOf(orderId)).at(-1)!;
    expect(Math.abs(timer.due - began - DAY)).toBeLessThan(JUST_BEFORE_MS);
    return timer;
  });
  await time.passUntil(last.due);
  const stuck = await orderIn(carla, orderId, ['needs_attention']);
  expect(stuck).toMatchObject({ failureCode: 'vendor_provisioning_late', step: 'provisioning' });
  expect(stuck.commands).toEqual(['retry', 'reconcile', 'undo']);
  await carla.orders.undo.mutate({ id: orderId, reason: 'too long' });
  await orderIn(carla, orderId, ['cancelled']);
  const { subscriptions } = await time.outside.partnerState({ domain: `${prefix}.onmicrosoft.com` });
  expect(subscriptions).toMatchObject([{ status: 'deleted' }]);
});
