import type { Api } from '../../support/client.js';
import { aCard, addOffer, aPrefix, buyCart, newTenant, orderIn } from '../../support/purchase.js';
import { eventually } from '../../support/eventually.js';
import { changeAtVendor } from '../../support/partner.js';
import type { Story } from './story.js';

const DAY = 86_400_000;

const settled = async (carla: Api, { orderId }: { orderId: string }, state: string): Promise<string> => {
  await orderIn(carla, orderId, [state], 40_000);
  return `order/${orderId}`;
};

/** Until its undoing has failed so many times. */
const undoingFailed = (sam: Api, { orderId }: { orderId: string }, times = 1): Promise<void> =>
  eventually(async () => {
    const { past } = await sam.timeline.ofOrder.query({ orderId });
    const stuck = past.filter(({ kind, params }) => kind === 'order_stuck' && params.failure === 'vendor_cancel_refused');
    if (stuck.length !== times) throw new Error(`its undoing failed ${String(stuck.length)} times`);
    await orderIn(sam, orderId, ['needs_attention']);
  }, 40_000);

/** The ways that an order can go. */
export const orderStories: readonly Story[] = [
  {
    workflowType: 'fulfilOrder',
    name: 'new-account',
    play: async ({ carla }) => {
      await addOffer(carla);
      return settled(carla, await buyCart(carla, { tenant: newTenant(aPrefix()) }), 'completed');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'by-card-waited-for',
    play: async ({ time, carla }) => {
      const cardRef = await aCard(time.stack, time.outside, carla);
      await time.outside.setPartner({ provisioningMs: 3_000 });
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
      const id = await settled(carla, bought, 'completed');
      await time.outside.setPartner({ provisioningMs: 0 });
      return id;
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'card-declined-and-corrected',
    play: async ({ time, carla }) => {
      const cardRef = await aCard(time.stack, time.outside, carla, 'pm_card_chargeCustomerFail');
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
      await settled(carla, bought, 'needs_attention');
      await carla.orders.correct.mutate({ id: bought.orderId, reason: 'on account', change: { payment: { method: 'account' } } });
      return settled(carla, bought, 'completed');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'refused-and-left-out',
    play: async ({ carla, sam }) => {
      await addOffer(carla);
      await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY' });
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
      await settled(carla, bought, 'needs_attention');
      await sam.orders.leaveOut.mutate({ id: bought.orderId, reason: 'agreed with the customer' });
      return settled(carla, bought, 'partly_completed');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'failed-retried-and-undone',
    play: async ({ carla }) => {
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
      await settled(carla, bought, 'needs_attention');
      await carla.orders.retry.mutate({ id: bought.orderId, reason: 'once more' });
      await settled(carla, bought, 'needs_attention');
      await carla.orders.undo.mutate({ id: bought.orderId, reason: 'not wanted any more' });
      return settled(carla, bought, 'cancelled');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'undone-by-itself',
    passesTime: true,
    play: async ({ time, carla }) => {
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
      await settled(carla, bought, 'needs_attention');
      await time.passUntil((await time.now()) + 7 * DAY);
      return settled(carla, bought, 'cancelled');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'undo-failed-and-given-up',
    play: async ({ time, carla, sam }) => {
      await time.outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED', match: { plan: 'DV-KEY' } });
      await addOffer(carla);
      await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY' });
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix('locked-')) });
      await settled(carla, bought, 'needs_attention');
      await time.outside.setVendorFaults();
      await sam.orders.undo.mutate({ id: bought.orderId, reason: 'not wanted any more' });
      await undoingFailed(sam, bought);
      await sam.orders.retry.mutate({ id: bought.orderId, reason: 'perhaps now' });
      await undoingFailed(sam, bought, 2);
      await sam.orders.giveUp.mutate({ id: bought.orderId, reason: 'settled by hand' });
      return settled(carla, bought, 'given_up');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'asked-the-vendor-and-went-on',
    play: async ({ time, carla, sam }) => {
      await addOffer(carla);
      const prefix = aPrefix('half-');
      const bought = await buyCart(carla, { tenant: newTenant(prefix) });
      await settled(carla, bought, 'needs_attention');
      await changeAtVendor(time.outside.variables, `${prefix}.onmicrosoft.com`, { quantity: 2 });
      await sam.orders.reconcile.mutate({ id: bought.orderId, reason: 'mended, they say' });
      return settled(carla, bought, 'completed');
    },
  },
  {
    workflowType: 'fulfilOrder',
    name: 'undone-while-the-bank-is-awaited',
    play: async ({ time, carla }) => {
      const cardRef = await aCard(time.stack, time.outside, carla, 'pm_card_authenticationRequired');
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix()), payment: { method: 'card', cardRef } });
      await settled(carla, bought, 'awaiting_payment');
      await carla.orders.undo.mutate({ id: bought.orderId, reason: 'not wanted any more' });
      return settled(carla, bought, 'cancelled');
    },
  },
];
