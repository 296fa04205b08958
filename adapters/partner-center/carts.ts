import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { friendlyNameOf, isOf, refuseLine } from './lines.js';
import type { PartnerApi } from './partner-api.js';
import { partnerCart, partnerCheckout, type PartnerCart, type PartnerCheckout } from './resources.js';
import { detailOf, failureOfCode } from './translate-refusal.js';

const CART_GONE = 800_008;
const ALREADY_SUBMITTED = 800_065;
/** Of a checkout whose first answer was lost. */
export const NOTHING_SAID: PartnerCheckout = { orders: [], orderErrors: [] };

export interface PartnerCarts {
  /** The cart of an earlier try; undefined when it has expired. */
  find(accountRef: string, cartId: string): Promise<PartnerCart | undefined>;
  open(order: VendorOrder, lines: readonly VendorLine[]): Promise<PartnerCart>;
  /** Buys what is in the cart. Done twice, it answers as the first time. */
  checkOut(accountRef: string, cart: PartnerCart): Promise<PartnerCheckout>;
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
        billingCycle: line.billingCycle,
        termDuration: line.termDuration,
      }));
      return api.call('POST', `/v1/customers/${accountRef}/carts`, partnerCart, { body: { lineItems } });
    },
    checkOut: async (accountRef, cart) => {
      try {
        return await api.call('POST', `${pathOf(accountRef, cart.id)}/checkout`, partnerCheckout);
      } catch (error) {
        // It was bought before; what came of it is read from the subscriptions.
        if (detailOf(error)?.vendorCode === ALREADY_SUBMITTED) return NOTHING_SAID;
        throw error;
      }
    },
  };
};

/** The lines that the vendor refused, at the checkout or when the cart was made. */
export const refusedLines = (order: VendorOrder, cart: PartnerCart, { orderErrors }: PartnerCheckout = NOTHING_SAID): LineAtVendor[] =>
  order.lines.flatMap((line) => {
    const item = cart.lineItems.find((each) => isOf(line, each));
    if (!item) return [];
    const ofGroup = orderErrors.find(({ orderGroupId }) => orderGroupId === item.orderGroup);
    const code = ofGroup?.code ?? item.error?.errorCode;
    if (code === undefined) return [];
    const note = `${String(code)} ${ofGroup?.description ?? item.error?.errorDescription ?? ''}`;
    return [refuseLine(line, failureOfCode(code, 'vendor_line_failed'), note)];
  });

/** Which subscription the checkout made of which line. */
export const boughtIn = ({ orders }: PartnerCheckout, line: VendorLine): string | undefined =>
  orders.flatMap(({ lineItems }) => lineItems).find((item) => isOf(line, item))?.subscriptionId;
