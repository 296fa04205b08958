import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { boughtIn, isMarked, markedLines, refusedGroups, type PartnerCarts } from './carts.js';
import { fillCart, type FilledCart } from './fill-cart.js';
import { isOf, refuseLine } from './lines.js';
import type { PartnerCart, PartnerOrder, PartnerSubscription } from './resources.js';
import { same } from './same-text.js';
import { finder, hasEnded, subscriptionOf, type PartnerSubscriptions } from './subscriptions.js';
import { failWith } from './translate-refusal.js';

/** What came of carts: the orders that were made, and the lines that weren't taken. */
interface Outcome {
  readonly orders: readonly PartnerOrder[];
  readonly refused: readonly LineAtVendor[];
}

const NOTHING: Outcome = { orders: [], refused: [] };
const both = (one: Outcome, other: Outcome): Outcome => ({
  orders: [...one.orders, ...other.orders],
  refused: [...one.refused, ...other.refused],
});

const isOrdered = ({ status }: PartnerCart): boolean => same(status, 'Ordered');

type Remember = (basketRef: string) => Promise<void>;

/** Buys an order's lines: once, whatever became of earlier tries. */
export const createPlacing = (carts: PartnerCarts, subscriptions: PartnerSubscriptions) => {
  /** true when checking the cart out again buys nothing but the order's lines: whatever else is in it must be bought and done. */
  const isSafe = ({ lines }: VendorOrder, cart: PartnerCart, living: readonly PartnerSubscription[]): boolean =>
    lines.every((line) => cart.lineItems.some((item) => isOf(line, item))) &&
    // A marked line of a cart that is still open keeps the others from being bought.
    (isOrdered(cart) || !cart.lineItems.some(isMarked)) &&
    cart.lineItems.every(
      (item) =>
        lines.some((line) => isOf(line, item)) ||
        living.some((each) => each.status === 'active' && each.friendlyName === item.friendlyName),
    );

  /** The lines that are still to be bought. A subscription that failed is ended first: there must be one of a line at most. */
  const missingLines = async (
    { accountRef, lines }: Pick<VendorOrder, 'accountRef' | 'lines'>,
    living: readonly PartnerSubscription[],
  ): Promise<VendorLine[]> => {
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

  /**
   * What is still to be bought of a cart whose checkout doesn't repeat its answer: what the vendor has no order of, and what has failed.
   * A cart that was submitted only since it was read is looked at again later.
   */
  const unboughtOf = async (
    { accountRef, lines }: VendorOrder,
    cart: PartnerCart,
    orders: readonly PartnerOrder[],
  ): Promise<VendorLine[]> => {
    if (!isOrdered(cart)) return [];
    const living = (await subscriptions.list(accountRef)).filter((each) => !hasEnded(each));
    const isOrderedOnce = (line: VendorLine) => orders.some(({ lineItems }) => lineItems.some((item) => isOf(line, item)));
    const open = lines.filter((line) => subscriptionOf(line, living) || !isOrderedOnce(line));
    return missingLines({ accountRef, lines: open }, living);
  };

  /** Buys each line alone, so that what is refused of one is refused of none but it. */
  const buyAlone = async (order: VendorOrder, lines: readonly VendorLine[], remember: Remember): Promise<Outcome> => {
    let outcome = NOTHING;
    for (const line of lines) outcome = both(outcome, await buy(order, [line], await fillCart(carts, order, [line]), remember));
    return outcome;
  };

  /** Checks a cart out. It is remembered before: what becomes of the answer, a next try finds it. */
  const buy = async (order: VendorOrder, lines: readonly VendorLine[], filled: FilledCart, remember: Remember): Promise<Outcome> => {
    const { cart, refused } = filled;
    if (!cart) return { orders: [], refused };
    await remember(cart.id);
    const result = await carts.checkOut(order.accountRef, cart);
    const asked = lines.filter(({ lineId }) => !refused.some((each) => each.lineId === lineId));
    if (result === 'inError') {
      const marked = markedLines(asked, (await carts.find(order.accountRef, cart.id)) ?? cart);
      if (asked.length > 1) return both({ orders: [], refused }, await buyAlone(order, asked, remember));
      const unnamed = asked.map((line) => refuseLine(line, 'vendor_line_failed', 'the vendor doesn’t check out a cart with this line'));
      return { orders: [], refused: [...refused, ...(marked.length > 0 ? marked : unnamed)] };
    }
    if (!result) {
      const orders = await carts.orders(order.accountRef);
      return both({ orders, refused }, await buyAlone(order, await unboughtOf(order, cart, orders), remember));
    }
    const groups = refusedGroups(asked, cart, result);
    const alone = groups.flatMap((group) => (group.lines.length === 1 ? group.refused : []));
    const shared = groups.flatMap((group) => (group.lines.length === 1 ? [] : group.lines));
    return both({ orders: result.orders, refused: [...refused, ...alone] }, await buyAlone(order, shared, remember));
  };

  return async (order: VendorOrder, remember: Remember): Promise<LineAtVendor[]> => {
    const { accountRef, lines } = order;
    const { orders, refused } = await buy(order, lines, await cartFor(order), remember);
    const find = finder(subscriptions, accountRef, (line) => boughtIn(orders, line) ?? line.vendorRef);
    const placed = async (line: VendorLine): Promise<LineAtVendor> => {
      const refusal = refused.find(({ lineId }) => lineId === line.lineId);
      if (refusal && boughtIn(orders, line) === undefined) return refusal;
      const subscription = await find(line);
      if (!subscription) throw failWith('vendor_error', `the vendor has neither bought nor refused line ${line.lineId}`);
      // At the first try a line that came short is the workflow's to judge; asked for again, it's completed.
      const asked = order.basketRef === undefined ? subscription : await subscriptions.complete(accountRef, line, subscription);
      return subscriptions.lineAt(accountRef, line, asked);
    };
    return Promise.all(lines.map(placed));
  };
};
