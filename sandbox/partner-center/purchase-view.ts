import type { Cart } from './partner-resources.js';

export const shownCart = ({ customerId, lineItems, ...cart }: Cart) => ({
  ...cart,
  lastModifiedTimestamp: cart.creationTimestamp,
  lineItems: lineItems.map(({ subscriptionId: _inside, ...line }) => ({ ...line, currencyCode: 'EUR' })),
  links: { self: { uri: `/customers/${customerId}/carts/${cart.id}`, method: 'GET', headers: [] } },
  attributes: { objectType: 'Cart' },
});
