import type { Operation } from './fault-schema.js';

/** A call of the API, told apart: what it asks for, and the names in its path. */
export interface Route {
  operation: Operation;
  domain?: string;
  customerId?: string;
  /** Cart, order or subscription. */
  itemId?: string;
  productId?: string;
  skuId?: string;
}

const CUSTOMER = ['v1', 'customers', ':customer'] as const;

const routes: readonly (readonly [method: string, path: readonly string[], operation: Operation])[] = [
  ['HEAD', ['v1', 'domains', ':domain'], 'check-domain'],
  ['GET', ['v1', 'agreements'], 'read-agreement-template'],
  ['POST', ['v1', 'customers'], 'create-customer'],
  ['GET', ['v1', 'customers'], 'find-customers'],
  ['GET', CUSTOMER, 'read-customer'],
  ['POST', [...CUSTOMER, 'agreements'], 'create-agreement'],
  ['GET', [...CUSTOMER, 'agreements'], 'read-agreements'],
  ['POST', [...CUSTOMER, 'qualifications'], 'set-qualification'],
  ['GET', [...CUSTOMER, 'qualifications'], 'read-qualifications'],
  ['POST', [...CUSTOMER, 'carts'], 'create-cart'],
  ['GET', [...CUSTOMER, 'carts', ':item'], 'read-cart'],
  ['PUT', [...CUSTOMER, 'carts', ':item'], 'replace-cart'],
  ['POST', [...CUSTOMER, 'carts', ':item', 'checkout'], 'checkout'],
  ['GET', [...CUSTOMER, 'orders'], 'list-orders'],
  ['GET', [...CUSTOMER, 'orders', ':item', 'provisioningstatus'], 'read-order-provisioning'],
  ['GET', [...CUSTOMER, 'orders', ':item'], 'read-order'],
  ['GET', [...CUSTOMER, 'subscriptions'], 'list-subscriptions'],
  ['GET', [...CUSTOMER, 'subscriptions', ':item'], 'read-subscription'],
  ['PATCH', [...CUSTOMER, 'subscriptions', ':item'], 'change-subscription'],
  ['GET', [...CUSTOMER, 'subscriptions', ':item', 'provisioningstatus'], 'read-provisioning'],
  ['GET', [...CUSTOMER, 'products', ':product', 'skus', ':sku', 'availabilities'], 'read-availabilities'],
  ['GET', ['v1', 'products', ':product', 'skus', ':sku', 'availabilities'], 'read-country-availabilities'],
];

/** Names of a path are taken in any case, as the vendor takes them. */
const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, index) => part.startsWith(':') || part === path[index]!.toLowerCase());

export function routeOf(method: string, path: readonly string[]): Route | undefined {
  const found = routes.find(([wanted, pattern]) => wanted === method && fits(pattern, path));
  if (!found) return undefined;
  const [, pattern, operation] = found;
  const named = (name: string): string | undefined => path[pattern.indexOf(name)];
  return {
    operation,
    domain: named(':domain')?.toLowerCase(),
    customerId: named(':customer')?.toLowerCase(),
    itemId: named(':item'),
    productId: named(':product'),
    skuId: named(':sku'),
  };
}

/** The verbs that a path is there for. */
export const verbsOf = (path: readonly string[]): string[] => routes.flatMap(([verb, pattern]) => (fits(pattern, path) ? [verb] : []));

/** What the vendor has at the beginnings of its paths; all of it that isn't above, the simulator says that it hasn't. */
const VENDOR_HAS = new Set(
  [
    'agreements auditrecords batchjobstatus conversions countryvalidationrules customers devicebatches domains invoices licenses offercategories',
    'offers orders partnerservices productpromotions products productupgrades profiles ratecards relationships relationshiprequests servicecosts',
    'servicerequests subscriptions usagesummary users validations validationcodes',
  ].flatMap((names) => names.split(' ')),
);

/** Whether the vendor has something there that isn't simulated. */
export const isVendors = ([version, part = '']: readonly string[]): boolean => version === 'v1' && VENDOR_HAS.has(part.toLowerCase());
