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
  ['POST', [...CUSTOMER, 'carts', ':item', 'checkout'], 'checkout'],
  ['GET', [...CUSTOMER, 'orders', ':item'], 'read-order'],
  ['GET', [...CUSTOMER, 'subscriptions'], 'list-subscriptions'],
  ['GET', [...CUSTOMER, 'subscriptions', ':item'], 'read-subscription'],
  ['PATCH', [...CUSTOMER, 'subscriptions', ':item'], 'change-subscription'],
  ['GET', [...CUSTOMER, 'subscriptions', ':item', 'provisioningstatus'], 'read-provisioning'],
  ['GET', [...CUSTOMER, 'products', ':product', 'skus', ':sku', 'availabilities'], 'read-availabilities'],
  ['GET', ['v1', 'products', ':product', 'skus', ':sku', 'availabilities'], 'read-country-availabilities'],
];

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, index) => part.startsWith(':') || part === path[index]);

export function routeOf(method: string, path: readonly string[]): Route | undefined {
  const found = routes.find(([wanted, pattern]) => wanted === method && fits(pattern, path));
  if (!found) return undefined;
  const [, pattern, operation] = found;
  const named = (name: string): string | undefined => path[pattern.indexOf(name)];
  return {
    operation,
    domain: named(':domain')?.toLowerCase(),
    customerId: named(':customer'),
    itemId: named(':item'),
    productId: named(':product'),
    skuId: named(':sku'),
  };
}
