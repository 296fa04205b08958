import type { Answer } from './partner-errors.js';
import type { FaultSubject, PartnerFaults } from './partner-faults.js';
import type { Customer } from './partner-resources.js';

/** Customers for whom the vendor has offers of their own, by how its code begins; every other offer is for everybody. */
const SEGMENTS: readonly (readonly [begins: string, segment: string, qualification: string])[] = [
  ['EDU-', 'education', 'Education'],
  ['GCC-', 'government', 'GovernmentCommunityCloud'],
  ['NPO-', 'charity', 'NonProfit'],
];

const segmentOf = (catalogItemId: string): string => SEGMENTS.find(([begins]) => catalogItemId.startsWith(begins))?.[1] ?? 'commercial';

/** What the vendor sells to whom: asked for beforehand, and held to at the checkout. */
export class Availabilities {
  constructor(private readonly faults: PartnerFaults) {}

  /** Whether a customer may buy an offer: by its approved qualification, unless a fault says that it isn't sold. */
  isSoldTo({ id, companyProfile, qualification }: Customer, catalogItemId: string): boolean {
    const subject = { customerId: id, domain: companyProfile.domain, offers: [catalogItemId] };
    const approved = qualification?.vettingStatus === 'Approved' ? qualification.qualification : undefined;
    const own = SEGMENTS.find(([, , name]) => name === approved)?.[1];
    return this.isSold(subject, segmentOf(catalogItemId), own);
  }

  ofCustomer(customer: Customer, productId: string, skuId: string): Answer {
    const country = customer.billingProfile.defaultAddress.country;
    return listed(this.isSoldTo(customer, productId) ? [shown(productId, skuId, country)] : []);
  }

  /** `segment`: what the caller's customer would be, by the vendor's name for it. */
  ofCountry(productId: string, skuId: string, country: string, segment: string | null): Answer {
    const sold = this.isSold({ offers: [productId] }, segmentOf(productId), segment ?? undefined);
    return listed(sold ? [shown(productId, skuId, country)] : []);
  }

  private isSold(subject: FaultSubject, segment: string, own: string | undefined): boolean {
    if (this.faults.ofLine('unsold', subject)) return false;
    return segment === 'commercial' || segment === own;
  }
}

/** Under the names, and with the parts, that the vendor documents. */
const shown = (productId: string, skuId: string, country: string) => {
  const id = `DZ${Buffer.from(productId).toString('hex').slice(0, 10).toUpperCase()}`;
  return {
    id,
    productId,
    skuId,
    catalogItemId: `${productId}:${skuId}:${id}`,
    defaultCurrency: { code: 'EUR', symbol: '€' },
    segment: segmentOf(productId),
    country,
    isPurchasable: true,
    isRenewable: true,
    terms: ['P1M', 'P1Y', 'P3Y'].map((duration) => ({ duration, description: `Term ${duration}` })),
    links: { self: { uri: `/products/${productId}/skus/${skuId}/availabilities/${id}?country=${country}`, method: 'GET', headers: [] } },
  };
};

const listed = (items: readonly object[]): Answer => ({
  status: 200,
  body: { totalCount: items.length, items, links: {}, attributes: { objectType: 'Collection' } },
});
