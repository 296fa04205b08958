import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { startStack, type Stack } from '../support/stack.js';

type Query = Parameters<Api['customers']['list']['query']>[0];

let stack: Stack;
let rita: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  const companies = ['Quercia Zeta', 'Quercia Alfa', "O'Quercia 50%", 'Quercia_Beta', 'Quercia \\ Figli', 'Faggio', 'Quercia Gamma'];
  for (const [index, company] of companies.entries()) {
    const { customerId } = await rita.customers.create.mutate(aCustomer({ company, city: index % 2 === 0 ? 'Aosta' : 'Lecce' }));
    if (company === 'Quercia Gamma') await rita.customers.delete.mutate({ id: customerId, reason: 'never was one' });
  }
});
afterAll(() => stack.stop());

/** The companies that a search finds, by walking its pages. */
const found = async (query: Query, limit = 2): Promise<string[]> => {
  const companies: string[] = [];
  let cursor: Query['cursor'];
  do {
    const page = await rita.customers.list.query({ ...query, limit, cursor });
    companies.push(...page.rows.map((row) => row.company));
    cursor = page.nextCursor;
  } while (cursor);
  return companies;
};

describe('a search of the customer list', () => {
  const all = ['Quercia Zeta', 'Quercia Alfa', "O'Quercia 50%", 'Quercia_Beta', 'Quercia \\ Figli'];
  const orders: [Query, string[]][] = [
    [{ sort: 'created', direction: 'desc' }, [...all].reverse()],
    [{ sort: 'created', direction: 'asc' }, all],
    [{ sort: 'company', direction: 'asc' }, ["O'Quercia 50%", 'Quercia \\ Figli', 'Quercia Alfa', 'Quercia Zeta', 'Quercia_Beta']],
    [{ sort: 'company', direction: 'desc' }, ['Quercia_Beta', 'Quercia Zeta', 'Quercia Alfa', 'Quercia \\ Figli', "O'Quercia 50%"]],
  ];

  it.each(orders)('finds the same, once each, page by page as at once, in order %j', async (order, expected) => {
    expect(await found({ ...order, q: 'QUERCIA' })).toEqual(expected);
    expect(await found({ ...order, q: 'quercia' }, 50)).toEqual(expected);
  });

  it('wants every word, in any column', async () => {
    expect(await found({ q: 'lecce quer' })).toEqual(['Quercia_Beta', 'Quercia Alfa']);
    expect(await found({ q: 'quercia faggio' })).toEqual([]);
  });

  it('takes wildcards, quotes and backslashes for what they are', async () => {
    expect(await found({ q: '50%' })).toEqual(["O'Quercia 50%"]);
    expect(await found({ q: "o'q" })).toEqual(["O'Quercia 50%"]);
    expect(await found({ q: 'quercia_' })).toEqual(['Quercia_Beta']);
    expect(await found({ q: '\\' })).toEqual(['Quercia \\ Figli']);
    expect(await found({ q: "quercia' OR true --" })).toEqual([]);
  });

  it('shows the states that are asked for, the deleted ones only then', async () => {
    expect(await found({ q: 'quercia gamma' })).toEqual([]);
    expect(await found({ q: 'quercia', state: ['deleted'] })).toEqual(['Quercia Gamma']);
  });

  it('counts what it finds', async () => {
    expect(await rita.customers.count.query({ q: 'quercia' })).toEqual({ value: 5, capped: false });
  });
});
