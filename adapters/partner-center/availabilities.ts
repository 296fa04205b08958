import type { Qualification } from '../../domain/tenant/qualification.js';
import type { Buyer, VendorLine } from '../provisioning-vendor.js';
import type { PartnerApi } from './partner-api.js';
import { partnerAvailability, type PartnerAvailability } from './resources.js';
import { same } from './same-text.js';

/** The vendor's names for kinds of customer, where a country's offers are asked for before there is a customer. */
const SEGMENTS: Readonly<Record<Qualification, string>> = {
  none: 'commercial',
  education: 'education',
  government_community: 'government',
  non_profit: 'charity',
};

/** An offer's code is the vendor's `product:sku:availability`; availabilities are issued anew now and then, so only the first two name it. */
const productOf = ({ offerCode }: VendorLine): { productId: string; skuId: string } => {
  const [productId = '', skuId = '0001'] = offerCode.split(':');
  return { productId, skuId };
};

/** Where the vendor doesn't say by which terms it sells, its checkout does. */
const offers = ({ isPurchasable, terms }: PartnerAvailability, { termDuration, billingCycle }: VendorLine): boolean =>
  isPurchasable !== false &&
  (terms.length === 0 ||
    terms.some((term) => same(term.duration, termDuration) && (term.billingCycle === undefined || same(term.billingCycle, billingCycle))));

/** Which of the lines the vendor doesn't sell to the buyer: asked of the customer that is there, or of its country and kind. */
export const createUnsold =
  (api: PartnerApi) =>
  async (buyer: Buyer, lines: readonly VendorLine[]): Promise<readonly string[]> => {
    const isSold = async (line: VendorLine): Promise<boolean> => {
      const { productId, skuId } = productOf(line);
      const path = `products/${encodeURIComponent(productId)}/skus/${encodeURIComponent(skuId)}/availabilities`;
      const url =
        'accountRef' in buyer
          ? `/v1/customers/${buyer.accountRef}/${path}`
          : `/v1/${path}?${new URLSearchParams({ country: buyer.country, targetSegment: SEGMENTS[buyer.qualification] }).toString()}`;
      return (await api.list(url, partnerAvailability)).some((availability) => offers(availability, line));
    };
    const sold = await Promise.all(lines.map(isSold));
    return lines.filter((_line, index) => !sold[index]).map(({ lineId }) => lineId);
  };
