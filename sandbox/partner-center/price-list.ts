import { catalogue } from '../../prisma/catalogue.js';
import { offersOf } from '../../prisma/seed-catalogue.js';

/** What the offers of the seed are sold for, by their codes, in cents. */
const SOLD_FOR: ReadonlyMap<string, number> = new Map(
  catalogue.flatMap(({ plans }) =>
    plans.flatMap((plan) => offersOf(plan).map(({ suffix, unitPriceMinor }) => [`${plan.code}-${suffix}`, unitPriceMinor] as const)),
  ),
);

/** The partner pays four fifths of what it asks for the seed's offers, and the same for all that the seed doesn't have. */
const PARTNERS_PART = 0.8;
const OTHERS = 5;

export const isInPriceList = (productId: string): boolean => SOLD_FOR.has(productId);

/** What a unit costs the partner at each charge, in the currency's own unit; null where the vendor says nothing of it. */
export const unitPriceOf = (productId: string, told: Readonly<Record<string, number | null>>): number | null => {
  const ordered = Object.hasOwn(told, productId) ? told[productId] : undefined;
  if (ordered !== undefined) return ordered;
  const soldFor = SOLD_FOR.get(productId);
  return soldFor === undefined ? OTHERS : Math.round(soldFor * PARTNERS_PART) / 100;
};
