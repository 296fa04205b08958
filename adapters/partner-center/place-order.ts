import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { boughtIn, NOTHING_SAID, refusedLines, type PartnerCarts } from './carts.js';
import { fillCart, type FilledCart } from './fill-cart.js';
import { isOf } from './lines.js';
import type { PartnerCart, PartnerCheckout, PartnerSubscription } from './resources.js';
import { finder, hasEnded, subscriptionOf, type PartnerSubscriptions } from './subscriptions.js';
import { failWith } from './translate-refusal.js';

type Remember = (basketRef: string) => Promise<void>;

/** Buys an order's lines: once, whatever became of earlier tries. */
export const createPlacing = (carts: PartnerCarts, subscriptions: PartnerSubscriptions) => {
  /** true when checking the cart out again buys nothing but the order's lines: whatever else is in it must be bought and done. */
  const isSafe = ({ lines }: VendorOrder, cart: PartnerCart, living: readonly PartnerSubscription[]): boolean =>
    lines.every((line) => cart.lineItems.some((item) => isOf(line, item))) &&
    cart.lineItems.every(
      (item) =>
        lines.some((line) => isOf(line, item)) ||
        living.some((each) => each.status === 'active' && each.friendlyName === item.friendlyName),
    );

  /** The lines that are still to be bought. A subscription that failed is ended first: there must be one of a line at most. */
  const missingLines = async ({ accountRef, lines }: VendorOrder, living: readonly PartnerSubscription[]): Promise<VendorLine[]> => {
    const missing = await Promise.all(
      lines.map(async (line) => {
        const subscription = subscriptionOf(line, living);
        if (!subscription) return [line];
        if (!(await subscriptions.hasFailed(accountRef, subscription))) return [];
        await subscriptions.end(accountRef, subscription);
        return [line];
      }),
    );
    return missing.flat();
  };

  /**
   * The cart to check out, and what its lines can't be bought for. A first one is made beside the look for what an earlier try has bought
   * already, as carts cost nothing; where it has, another is made of what is missing.
   */
  const cartFor = async (order: VendorOrder): Promise<FilledCart> => {
    const { accountRef, basketRef } = order;
    const [found, all] = await Promise.all([
      basketRef === undefined
        ? fillCart(carts, order, order.lines)
        : carts.find(accountRef, basketRef).then((cart) => ({ cart, refused: [] })),
      subscriptions.list(accountRef),
    ]);
    const living = all.filter((each) => !hasEnded(each));
    if (basketRef === undefined && !order.lines.some((line) => subscriptionOf(line, living))) return found;
    if (basketRef !== undefined && found.cart && isSafe(order, found.cart, living)) return found;
    const missing = await missingLines(order, living);
    return missing.length > 0 ? fillCart(carts, order, missing) : { refused: [] };
  };

  return async (order: VendorOrder, remember: Remember): Promise<LineAtVendor[]> => {
    const { accountRef, lines } = order;
    const { cart, refused: unsold } = await cartFor(order);
    if (cart) await remember(cart.id);
    const result: PartnerCheckout = cart ? await carts.checkOut(accountRef, cart) : NOTHING_SAID;
    const refused = [...unsold, ...(cart ? refusedLines(order, cart, result) : [])];
    const find = finder(subscriptions, accountRef, (line) => boughtIn(result, line) ?? line.vendorRef);
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
};
