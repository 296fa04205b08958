import { z } from 'zod';
import { invalid, missing } from './card-errors.js';
import type { CardLedger } from './card-ledger.js';
import { shown, type Customer } from './card-objects.js';
import { endpoint, fields, listOf, type Endpoint } from './endpoint.js';
import { newObject } from './new-object.js';

const details = z.strictObject({ name: fields.text.optional(), email: fields.text.optional(), metadata: fields.metadata });

export function customerNamed(ledger: CardLedger, id: string): Customer {
  const customer = ledger.find('customer', id);
  if (!customer) throw missing('customer', id);
  return customer;
}

const changed = (customer: Customer) => ({ body: shown(customer), changes: [customer] });

const create = endpoint('customers.create', ['POST', 'customers'], details, ({ params }) =>
  changed({ object: 'customer', ...newObject('cus', params.metadata), name: params.name ?? null, email: params.email ?? null }),
);

const update = endpoint('customers.update', ['POST', 'customers/:id'], details, ({ id, params, ledger }) => {
  const before = customerNamed(ledger, id);
  const { name = before.name, email = before.email } = params;
  return changed({ ...before, name, email, metadata: { ...before.metadata, ...params.metadata } });
});

/** metadata['customer_id']:'…', the one form of query that is used. */
const QUERY = /^metadata\[(['"])(?<key>[^'"]+)\1\]:(['"])(?<value>[^'"]*)\3$/;

const search = endpoint(
  'customers.search',
  ['GET', 'customers/search'],
  z.strictObject({ query: fields.text, limit: fields.limit }),
  ({ params: { query, limit }, ledger }) => {
    const { key = '', value } = QUERY.exec(query)?.groups ?? {};
    if (value === undefined) throw invalid('We were unable to parse your search query.', { param: 'query' });
    const hits = ledger.all('customer').filter(({ metadata }) => metadata[key] === value);
    return { body: listOf('/v1/customers/search', hits.map(shown), limit, 'search_result') };
  },
);

/** The search before ":id", which would take its name for one. */
export const customerEndpoints: Endpoint[] = [create, search, update];
