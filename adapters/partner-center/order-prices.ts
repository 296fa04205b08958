import { toMinorUnits } from '../../domain/money/minor-units.js';
import type { LineCost, VendorLine } from '../provisioning-vendor.js';
import type { PartnerApi } from './partner-api.js';
import { partnerOrder, type PartnerOrder } from './resources.js';
import { same } from './same-text.js';
import { finder, type PartnerSubscriptions } from './subscriptions.js';
import { detailOf } from './translate-refusal.js';

const CURRENCY = /^[A-Z]{3}$/;

/** What the order says of one subscription; undefined where it says no price, or one that is none. */
const costIn = (
  { currencyCode: currency = '', lineItems }: Pick<PartnerOrder, 'currencyCode' | 'lineItems'>,
  lineId: string,
  subscriptionId: string,
) => {
  const price = lineItems.find((item) => same(item.subscriptionId, subscriptionId))?.pricing?.extendedPrice;
  if (price === undefined || price < 0 || !CURRENCY.test(currency)) return undefined;
  const amountMinor = toMinorUnits(price, currency);
  return amountMinor === undefined ? undefined : { lineId, currency, amountMinor };
};

/** What lines cost us: of each its subscription, of that the order that it was bought by, and of that the price of its line. */
export const createOrderPrices = (api: PartnerApi, subscriptions: PartnerSubscriptions) => {
  const readOrder = async (accountRef: string, orderId: string): Promise<PartnerOrder> => {
    const path = `/v1/customers/${accountRef}/orders/${encodeURIComponent(orderId)}?include_price=true`;
    try {
      return await api.call('GET', path, partnerOrder, { customer: accountRef });
    } catch (error) {
      // The subscription was found under this customer, so what isn't there is the order.
      if (detailOf(error)?.status === 404) return { lineItems: [] };
      throw error;
    }
  };

  return async (accountRef: string, lines: readonly VendorLine[]): Promise<readonly LineCost[]> => {
    const find = finder(subscriptions, accountRef, ({ vendorRef }) => vendorRef);
    const orders = new Map<string, Promise<PartnerOrder>>();
    const orderOf = (orderId: string): Promise<PartnerOrder> => {
      const order = orders.get(orderId) ?? readOrder(accountRef, orderId);
      orders.set(orderId, order);
      return order;
    };
    const costOf = async (line: VendorLine): Promise<LineCost | undefined> => {
      const subscription = await find(line);
      // A deleted one was cancelled within its window, and is paid back; an expired one has cost what it did.
      if (!subscription?.orderId || subscription.status === 'deleted') return undefined;
      return costIn(await orderOf(subscription.orderId), line.lineId, subscription.id);
    };
    return (await Promise.all(lines.map(costOf))).filter((cost) => cost !== undefined);
  };
};
