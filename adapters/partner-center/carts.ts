import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { friendlyNameOf, isOf, refuseLine } from './lines.js';
import type { PartnerApi } from './partner-api.js';
import {
  partnerCart,
  partnerCheckout,
  partnerOrder,
  type PartnerCart,
  type PartnerCartLine,
  type PartnerCheckout,
  type PartnerOrder,
} from './resources.js';
import { detailOf, failureOfCode } from './translate-refusal.js';

const CART_GONE = 800_008;
const ALREADY_SUBMITTED = 800_065;
const LINE_IN_ERROR = 800_009;
export interface PartnerCarts {
  /** The cart of an earlier try; undefined when it has expired. */
  find(accountRef: string, cartId: string): Promise<PartnerCart | undefined>;
  open(order: VendorOrder, lines: readonly VendorLine[]): Promise<PartnerCart>;
  /**
   * Buys what is in the cart. Done twice, it answers as the first time, or not at all (undefined): then what came of it is in the orders.
   * `inError` when the cart can't be checked out for the sake of a line in it; nothing was bought then.
   */
  checkOut(accountRef: string, cart: PartnerCart): Promise<PartnerCheckout | 'inError' | undefined>;
  /** All that the customer has ever ordered. */
  orders(accountRef: string): Promise<readonly PartnerOrder[]>;
}

export const createPartnerCarts = (api: PartnerApi): PartnerCarts => {
  const pathOf = (accountRef: string, cartId: string) => `/v1/customers/${accountRef}/carts/${cartId}`;
  return {
    find: async (accountRef, cartId) => {
      try {
        return await api.call('GET', pathOf(accountRef, cartId), partnerCart);
      } catch (error) {
        if (detailOf(error)?.vendorCode === CART_GONE) return undefined;
        throw error;
      }
    },
    open: ({ accountRef }, lines) => {
      const lineItems = lines.map((line, id) => ({
        id,
        catalogItemId: line.offerCode,
        friendlyName: friendlyNameOf(line),
        quantity: line.quantity,
        // A group of its own: what the vendor refuses one for is no other's.
        orderGroup: String(id),
        billingCycle: line.billingCycle,
        termDuration: line.termDuration,
      }));
      return api.call('POST', `/v1/customers/${accountRef}/carts`, partnerCart, { body: { lineItems } });
    },
    checkOut: async (accountRef, cart) => {
      try {
        return await api.call('POST', `${pathOf(accountRef, cart.id)}/checkout`, partnerCheckout);
      } catch (error) {
        const code = detailOf(error)?.vendorCode;
        if (code === ALREADY_SUBMITTED) return undefined;
        if (code === LINE_IN_ERROR) return 'inError';
        throw error;
      }
    },
    orders: (accountRef) => api.list(`/v1/customers/${accountRef}/orders`, partnerOrder, { customer: accountRef }),
  };
};

/** What the vendor marks a line of a cart with. An error without code and words is the empty one that it puts on good lines. */
const markOf = ({ error }: PartnerCartLine): { code: string | number | undefined; words: string } | undefined => {
  const [code, words] = [error?.errorCode, error?.errorDescription ?? ''];
  return (code === undefined || Number(code) === 0) && words === '' ? undefined : { code, words };
};

export const isMarked = (item: PartnerCartLine): boolean => markOf(item) !== undefined;

const refusal = (line: VendorLine, code: string | number | undefined, words: string): LineAtVendor =>
  refuseLine(line, failureOfCode(code, 'vendor_line_failed'), `${String(code ?? '')} ${words}`.trim());

/** The lines that the vendor has marked in the cart. */
export const markedLines = (lines: readonly VendorLine[], { lineItems }: PartnerCart): LineAtVendor[] =>
  lines.flatMap((line) => {
    const item = lineItems.find((each) => isOf(line, each));
    const mark = item && markOf(item);
    return mark ? [refusal(line, mark.code, mark.words)] : [];
  });

/** A refusal of the checkout's, and the lines that it is of: those of its group, or of no other order where it names none of the cart's. */
export interface GroupRefusal {
  readonly lines: readonly VendorLine[];
  readonly refused: readonly LineAtVendor[];
}

export const refusedGroups = (
  lines: readonly VendorLine[],
  { lineItems }: PartnerCart,
  { orders, orderErrors }: PartnerCheckout,
): GroupRefusal[] => {
  const groupOf = (line: VendorLine) => lineItems.find((item) => isOf(line, item))?.orderGroup;
  const unbought = lines.filter((line) => boughtIn(orders, line) === undefined);
  const groups = orderErrors.map(({ orderGroupId }) => orderGroupId);
  return orderErrors.flatMap(({ orderGroupId, code, description = '' }) => {
    const own = unbought.filter((line) => orderGroupId !== undefined && groupOf(line) === orderGroupId);
    const stray = unbought.filter((line) => !groups.includes(groupOf(line) ?? 'none'));
    const isNamed = orderGroupId !== undefined && lineItems.some(({ orderGroup }) => orderGroup === orderGroupId);
    const of = isNamed ? own : stray;
    return of.length === 0 ? [] : [{ lines: of, refused: of.map((line) => refusal(line, code, description)) }];
  });
};

/** Which subscription orders have made of which line. */
export const boughtIn = (orders: readonly PartnerOrder[], line: VendorLine): string | undefined =>
  orders.flatMap(({ lineItems }) => lineItems).find((item) => item.subscriptionId !== undefined && isOf(line, item))?.subscriptionId;
