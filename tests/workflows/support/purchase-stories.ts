import type { Api } from '../../support/client.js';
import { aCard, addOffer, aPrefix, buyCart, newTenant, orderIn } from '../../support/purchase.js';
import type { Story } from './stories.js';

const DAY = 86_400_000;

const settled = async (carla: Api, { orderId }: { orderId: string }, state: string): Promise<string> => {
  await orderIn(carla, orderId, [state], 40_000);
  return `order/${orderId}`;
};

/** The ways that a purchase can go. */
export const purchaseStories: readonly Story[] = [
  {
    workflowType: 'purchase',
    name: 'new-account',
    play: async ({ carla }) => {
      await addOffer(carla);
      return settled(carla, await buyCart(carla, { tenant: newTenant(aPrefix()) }), 'completed');
    },
  },
  {
    workflowType: 'purchase',
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
    workflowType: 'purchase',
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
    workflowType: 'purchase',
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
    workflowType: 'purchase',
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
    workflowType: 'purchase',
    name: 'undone-by-itself',
    play: async ({ time, carla }) => {
      await addOffer(carla);
      const bought = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
      await settled(carla, bought, 'needs_attention');
      await time.passUntil((await time.now()) + 7 * DAY);
      return settled(carla, bought, 'cancelled');
    },
  },
];
