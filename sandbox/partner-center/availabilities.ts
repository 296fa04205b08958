import { isKnown, itemOf, offerIdOf, SEGMENTS, TERMS } from './catalogue.js';
import type { Answer } from './partner-errors.js';
import type { FaultSubject, PartnerFaults } from './partner-faults.js';
import type { PartnerOptions } from './partner-options.js';
import type { Customer } from './partner-resources.js';

const segmentOf = (catalogItemId: string): string => SEGMENTS.find(([begins]) => catalogItemId.startsWith(begins))?.[1] ?? 'commercial';

/** What the vendor sells to whom: asked for beforehand, and held to at the checkout. */
export class Availabilities {
  constructor(
    private readonly faults: PartnerFaults,
    private readonly options: PartnerOptions,
  ) {}

  /** Whether a customer may buy an offer: by its approved qualification, unless a fault says that it isn't sold. */
  isSoldTo({ id, companyProfile, qualification }: Customer, catalogItemId: string): boolean {
    const subject = { customerId: id, domain: companyProfile.domain, offers: [catalogItemId] };
    const approved = qualification?.vettingStatus === 'Approved' ? qualification.qualification : undefined;
    const own = SEGMENTS.find(([, , name]) => name === approved)?.[1];
    return this.isSold(subject, segmentOf(catalogItemId), own);
  }

  ofCustomer(customer: Customer, productId: string, skuId: string): Answer {
    const country = customer.billingProfile.defaultAddress.country;
    return listed(this.isKnown(productId) && this.isSoldTo(customer, productId) ? [shown(productId, skuId, country)] : []);
  }

  /** `segment`: what the caller's customer would be, by the vendor's name for it. */
  ofCountry(productId: string, skuId: string, country: string, segment: string | null): Answer {
    const sold = this.isKnown(productId) && this.isSold({ offers: [productId] }, segmentOf(productId), segment ?? undefined);
    return listed(sold ? [shown(productId, skuId, country)] : []);
  }

  isKnown(catalogItemId: string): boolean {
    return isKnown(itemOf(catalogItemId).productId, this.options.prices);
  }

  private isSold(subject: FaultSubject, segment: string, own: string | undefined): boolean {
    if (this.faults.ofLine('unsold', subject)) return false;
    return segment === 'commercial' || segment === own;
  }
}

/** Under the names, and with the parts, that the vendor documents. */
const shown = (productId: string, skuId: string, country: string) => {
  const catalogItemId = offerIdOf(`${productId}:${skuId}`);
  const id = itemOf(catalogItemId).availabilityId;
  return {
    id,
    productId,
    skuId,
    catalogItemId,
    defaultCurrency: { code: 'EUR', symbol: '€' },
    segment: segmentOf(productId),
    country,
    isPurchasable: true,
    isRenewable: true,
    terms: TERMS.map((term) => ({ ...term, description: `Term ${term.duration}, billed ${term.billingCycle.toLowerCase()}` })),
    links: { self: { uri: `/products/${productId}/skus/${skuId}/availabilities/${id}?country=${country}`, method: 'GET', headers: [] } },
  };
};

const listed = (items: readonly object[]): Answer => ({
  status: 200,
  body: { totalCount: items.length, items, links: {}, attributes: { objectType: 'Collection' } },
});
