import type { LineAtVendor, ProvisioningVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { boughtIn, createPartnerCarts, hasJustLinesOf, refusedLines } from './carts.js';
import { connectPartnerApi, type PartnerConnection } from './partner-api.js';
import type { PartnerCart, PartnerCheckout, PartnerSubscription } from './resources.js';
import { createPartnerSubscriptions, hasEnded, subscriptionOf } from './subscriptions.js';
import { createPartnerTenants } from './tenants.js';
import { failWith } from './translate-refusal.js';
import { readPartnerEvent } from './webhook.js';

/** The vendor of the Microsoft products: customers with a domain and an agreement, carts, subscriptions. */
export const createPartnerCenter = (connection: PartnerConnection & { webhookSecret: string }): ProvisioningVendor => {
  const api = connectPartnerApi(connection);
  const carts = createPartnerCarts(api);
  const subscriptions = createPartnerSubscriptions(api);

  const openCart = async (order: VendorOrder, lines: readonly VendorLine[], remember: (basketRef: string) => Promise<void>) => {
    const cart = await carts.open(order, lines);
    await remember(cart.id);
    return cart;
  };

  /** The earlier try's cart when it fits, otherwise one with the lines that aren't bought yet; undefined when all of them are. */
  const cartFor = async (order: VendorOrder, remember: (basketRef: string) => Promise<void>): Promise<PartnerCart | undefined> => {
    if (order.basketRef === undefined) return openCart(order, order.lines, remember);
    const cart = await carts.find(order.accountRef, order.basketRef);
    if (cart && hasJustLinesOf(order, cart)) return cart;
    const bought = (await subscriptions.list(order.accountRef)).filter((each) => !hasEnded(each));
    const missing = order.lines.filter((line) => !subscriptionOf(line, bought));
    return missing.length > 0 ? openCart(order, missing, remember) : undefined;
  };

  /** Finds each line's subscription: by its id where that is known, otherwise in one list. */
  const finder = ({ accountRef }: VendorOrder, idOf: (line: VendorLine) => string | undefined) => {
    let list: Promise<readonly PartnerSubscription[]> | undefined;
    return async (line: VendorLine): Promise<PartnerSubscription | undefined> => {
      const id = idOf(line);
      const known = id === undefined ? undefined : await subscriptions.find(accountRef, id);
      return known ?? subscriptionOf(line, await (list ??= subscriptions.list(accountRef)));
    };
  };

  const place = async (order: VendorOrder, remember: (basketRef: string) => Promise<void>): Promise<LineAtVendor[]> => {
    const { accountRef, lines } = order;
    const cart = await cartFor(order, remember);
    const result: PartnerCheckout = cart ? await carts.checkOut(accountRef, cart) : {};
    const refused = cart ? refusedLines(order, cart, result) : [];
    const find = finder(order, (line) => boughtIn(result, line) ?? line.vendorRef);
    const placed = async (line: VendorLine): Promise<LineAtVendor> => {
      const refusal = refused.find(({ lineId }) => lineId === line.lineId);
      if (refusal && boughtIn(result, line) === undefined) return refusal;
      const subscription = await find(line);
      if (!subscription) throw failWith('vendor_error', `the vendor has neither bought nor refused line ${line.lineId}`);
      // At the first try a line that came short is the workflow's to judge; asked for again, it's completed.
      const asked = order.basketRef === undefined ? subscription : await subscriptions.complete(accountRef, line, subscription);
      return subscriptions.lineAt(accountRef, line, asked);
    };
    return Promise.all(lines.map(placed));
  };

  const read = async (order: VendorOrder): Promise<LineAtVendor[]> => {
    const { accountRef, lines, basketRef } = order;
    const find = finder(order, ({ vendorRef }) => vendorRef);
    const found = await Promise.all(
      lines.map(async (line) => {
        const subscription = await find(line);
        return subscription && subscriptions.lineAt(accountRef, line, subscription);
      }),
    );
    const known = found.filter((line) => line !== undefined);
    if (known.length === lines.length || basketRef === undefined) return known;
    const cart = await carts.find(accountRef, basketRef);
    const refused = cart ? refusedLines(order, cart) : [];
    return [...known, ...refused.filter(({ lineId }) => !known.some((line) => line.lineId === lineId))];
  };

  const cancel = async (accountRef: string, line: VendorLine): Promise<void> => {
    const byId = line.vendorRef === undefined ? undefined : await subscriptions.find(accountRef, line.vendorRef);
    const subscription = byId ?? subscriptionOf(line, await subscriptions.list(accountRef));
    if (subscription) await subscriptions.end(accountRef, subscription);
  };

  return {
    tenants: createPartnerTenants(api),
    place,
    read,
    cancel,
    eventOf: (body, signature) => readPartnerEvent(body, signature, connection.webhookSecret),
  };
};
