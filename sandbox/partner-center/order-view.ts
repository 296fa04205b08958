import { offerIdOf } from './catalogue.js';
import type { PartnerOptions } from './partner-options.js';
import type { Order, OrderLine, Subscription } from './partner-resources.js';
import { itemOf } from './catalogue.js';
import { unitPriceOf } from './price-list.js';
import { provisioningOf } from './subscription-view.js';

type Known = (subscriptionId: string) => Subscription | undefined;

/** In doubles as they come: three times 4.35 is 13.049999999999999, and rounding it is the reader's work. */
const pricingOf = ({ offerId, quantity }: OrderLine, { prices }: PartnerOptions) => {
  const price = unitPriceOf(itemOf(offerId).productId, prices);
  return price === null
    ? undefined
    : { listPrice: price, discountedPrice: price, proratedPrice: price, price, extendedPrice: price * quantity };
};

const shownLine = (line: OrderLine, lineItemNumber: number, transactionType: Order['transactionType']) => ({
  lineItemNumber,
  offerId: offerIdOf(line.offerId),
  subscriptionId: line.subscriptionId,
  termDuration: line.termDuration,
  billingCycle: line.billingCycle,
  transactionType,
  friendlyName: line.friendlyName,
  quantity: line.quantity,
  ...(line.promotionId === undefined ? {} : { promotionId: line.promotionId }),
});

const isUnderWay = (known: Known, { subscriptionId }: OrderLine): boolean => {
  const subscription = known(subscriptionId);
  return subscription !== undefined && provisioningOf(subscription) === 'pending';
};

/** An order stays as it was made, whatever becomes of its subscriptions; its price is there for who asks. */
export const shownOrder = (order: Order, known: Known, options: PartnerOptions, withPrice = false) => {
  const priced = order.lines.map((line) => ({ line, pricing: withPrice ? pricingOf(line, options) : undefined }));
  const totals = priced.flatMap(({ pricing }) => (pricing ? [pricing.extendedPrice] : []));
  return {
    id: order.id,
    alternateId: order.id.slice(-12),
    referenceCustomerId: order.customerId,
    billingCycle: order.lines[0]?.billingCycle,
    currencyCode: withPrice ? options.currency : 'EUR',
    ...(totals.length > 0 ? { totalPrice: totals.reduce((sum, price) => sum + price, 0) } : {}),
    lineItems: priced.map(({ line, pricing }, number) => ({
      ...shownLine(line, number, order.transactionType),
      ...(pricing ? { pricing } : {}),
    })),
    creationDate: order.creationDate,
    status: order.lines.some((line) => isUnderWay(known, line)) ? 'pending' : 'completed',
    transactionType: 'UserPurchase',
    links: { self: { uri: `/customers/${order.customerId}/orders/${order.id}`, method: 'GET', headers: [] } },
    attributes: { objectType: 'Order' },
  };
};

const FULFILMENT = { success: 'Fulfilled', pending: 'InProgress', failed: 'Failed' } as const;

/** How each line of an order is being set up. */
export const shownOrderProvisioning = ({ lines }: Order, known: Known) =>
  lines.flatMap(({ subscriptionId, quantity }, lineItemNumber) => {
    const subscription = known(subscriptionId);
    if (!subscription) return [];
    const status = FULFILMENT[provisioningOf(subscription)];
    return [{ lineItemNumber, status, quantityProvisioningInformation: [{ quantity, status }] }];
  });
