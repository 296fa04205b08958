import type { PartnerOptions } from './partner-options.js';
import type { Cart, Subscription } from './partner-resources.js';
import { unitPriceOf } from './price-list.js';
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

/** The same with its price, in doubles as they come: three times 4.35 is 13.049999999999999, and rounding it is the reader's work. */
export const shownOrderWithPrice = (subscription: Subscription, { currency, prices }: PartnerOptions) => {
  const order = { ...shownOrder(subscription), currencyCode: currency };
  const price = unitPriceOf(subscription.offerId, prices);
  if (price === null) return order;
  const extendedPrice = price * subscription.quantity;
  const pricing = { listPrice: price, discountedPrice: price, proratedPrice: price, price, extendedPrice };
  return { ...order, totalPrice: extendedPrice, lineItems: order.lineItems.map((line) => ({ ...line, pricing })) };
};
