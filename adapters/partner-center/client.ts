import type { LineAtVendor, ProvisioningVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { createUnsold } from './availabilities.js';
import { createPartnerCarts, markedLines } from './carts.js';
import { holdingOf } from './holdings.js';
import { connectPartnerApi, type PartnerConnection } from './partner-api.js';
import { createOrderPrices } from './order-prices.js';
import { createPlacing } from './place-order.js';
import { same } from './same-text.js';
import { createPartnerSubscriptions, finder } from './subscriptions.js';
import { createPartnerTenants } from './tenants.js';
import { readPartnerEvent } from './webhook.js';

/** The vendor of the Microsoft products: customers with a domain and an agreement, carts, subscriptions. */
export const createPartnerCenter = (connection: PartnerConnection & { webhookSecret: string }): ProvisioningVendor => {
  const api = connectPartnerApi(connection);
  const carts = createPartnerCarts(api);
  const subscriptions = createPartnerSubscriptions(api);

  const read = async (order: VendorOrder): Promise<LineAtVendor[]> => {
    const { accountRef, lines, basketRef } = order;
    const find = finder(subscriptions, accountRef, ({ vendorRef }) => vendorRef);
    const found = await Promise.all(
      lines.map(async (line) => {
        const subscription = await find(line);
        return subscription && subscriptions.lineAt(accountRef, line, subscription);
      }),
    );
    const known = found.filter((line) => line !== undefined);
    if (known.length === lines.length || basketRef === undefined) return known;
    const cart = await carts.find(accountRef, basketRef);
    const refused = cart ? markedLines(lines, cart) : [];
    return [...known, ...refused.filter(({ lineId }) => !known.some((line) => line.lineId === lineId))];
  };

  const cancel = async (accountRef: string, line: VendorLine): Promise<void> => {
    const subscription = await finder(subscriptions, accountRef, ({ vendorRef }) => vendorRef)(line);
    if (subscription) await subscriptions.end(accountRef, subscription);
  };

  return {
    tenants: createPartnerTenants(api),
    place: createPlacing(carts, subscriptions),
    read,
    unsold: createUnsold(api),
    costs: createOrderPrices(api, subscriptions),
    basketState: async (accountRef, basketRef) => {
      const cart = await carts.find(accountRef, basketRef);
      if (!cart) return 'gone';
      return same(cart.status, 'Ordered') ? 'bought' : 'open';
    },
    holdings: async (accountRef) => (await subscriptions.list(accountRef)).map(holdingOf),
    cancel,
    eventOf: (body, signature) => readPartnerEvent(body, signature, connection.webhookSecret),
  };
};
