import { createHash } from 'node:crypto';
import { isInPriceList } from './price-list.js';

/** A catalogue item is `product:sku:availability`. A code of ours without colons is the product's, with the SKU 0001. */
export interface CatalogueItem {
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
}

const availabilityOf = (productId: string): string => `DZ${Buffer.from(productId).toString('hex').slice(0, 10).toUpperCase()}`;

export const itemOf = (catalogItemId: string): CatalogueItem => {
  const [productId = '', skuId = '0001', availabilityId] = catalogItemId.split(':');
  return { productId, skuId, availabilityId: availabilityId ?? availabilityOf(productId) };
};

/** What an item is called wherever the vendor names it, however it was asked for. */
export const offerIdOf = (catalogItemId: string): string => {
  const { productId, skuId, availabilityId } = itemOf(catalogItemId);
  return `${productId}:${skuId}:${availabilityId}`;
};

/** The SKU as the directory knows it: always the same id for the same product. */
export const skuGuidOf = (catalogItemId: string): string => {
  const hex = createHash('sha256').update(itemOf(catalogItemId).productId).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** By which terms everything is sold. */
export const TERMS = [
  { duration: 'P1M', billingCycle: 'Monthly' },
  { duration: 'P1Y', billingCycle: 'Annual' },
  { duration: 'P1Y', billingCycle: 'Monthly' },
  { duration: 'P3Y', billingCycle: 'Annual' },
  { duration: 'P3Y', billingCycle: 'Monthly' },
] as const;

export const isSoldBy = (termDuration: string, billingCycle: string): boolean =>
  TERMS.some((term) => term.duration === termDuration && term.billingCycle.toLowerCase() === billingCycle.toLowerCase());

/** Customers for whom the vendor has offers of their own, by how its code begins; every other offer is for everybody. */
export const SEGMENTS: readonly (readonly [begins: string, segment: string, qualification: string])[] = [
  ['EDU-', 'education', 'Education'],
  ['GCC-', 'government', 'GovernmentCommunityCloud'],
  ['NPO-', 'charity', 'NonProfit'],
];

/** What has a price, what is told to have none, and what is sold to one segment. All else is made up. */
export const isKnown = (productId: string, told: Readonly<Record<string, number | null>>): boolean =>
  Object.hasOwn(told, productId) || isInPriceList(productId) || SEGMENTS.some(([begins]) => productId.startsWith(begins));
