import type { Cart, Subscription } from './partner-resources.js';
import { statusOf } from './subscription-view.js';

export const shownCart = ({ customerId, lineItems, ...cart }: Cart) => ({
  ...cart,
  lastModifiedTimestamp: cart.creationTimestamp,
  lineItems: lineItems.map(({ subscriptionId: _inside, ...line }) => ({ ...line, currencyCode: 'EUR' })),
  links: { self: { uri: `/customers/${customerId}/carts/${cart.id}`, method: 'GET', headers: [] } },
  attributes: { objectType: 'Cart' },
});

export const shownOrder = (subscription: Subscription) => ({
  id: subscription.orderId,
  alternateId: subscription.orderId.slice(-12),
  referenceCustomerId: subscription.customerId,
  billingCycle: subscription.billingCycle,
  currencyCode: 'EUR',
  lineItems: [
    {
      lineItemNumber: 0,
      offerId: subscription.offerId,
      subscriptionId: subscription.id,
      termDuration: subscription.termDuration,
      transactionType: 'New',
      friendlyName: subscription.friendlyName,
      quantity: subscription.quantity,
    },
  ],
  creationDate: subscription.creationDate,
  status: statusOf(subscription) === 'pending' ? 'pending' : 'completed',
  transactionType: 'UserPurchase',
  attributes: { objectType: 'Order' },
});
