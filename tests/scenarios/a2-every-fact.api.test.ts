import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerCsvColumns } from '../../domain/customer/customer-csv.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { facts, nested, valuesOf } from '../support/every-fact.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
});
afterAll(() => stack.stop());

const mark = () => randomUUID().slice(0, 6);
const expectAll = (where: string, text: string, values: Record<string, string>): void => {
  for (const fact of facts) expect(text, `${fact} ${where}`).toContain(values[fact]);
};
const read = async (id: string): Promise<string> => JSON.stringify(await rita.customers.get.query({ id }));
const audited = async (customerId: string): Promise<string> => JSON.stringify(await rita.audit.ofCustomer.query({ customerId }));

describe('every fact of a customer', () => {
  it('A2 has a value to be tried with, and a column of the import', () => {
    expect(Object.keys(valuesOf('x')).toSorted()).toEqual(facts.toSorted());
    expect(
      Object.values(customerCsvColumns)
        .map((path) => path.join('.'))
        .toSorted(),
    ).toEqual(facts.toSorted());
  });

  it('A2 is read as it was created, and stands in the audit log', async () => {
    const values = valuesOf(mark());
    const { customerId } = await rita.customers.create.mutate({ ...aCustomer(), ...nested(values) });
    expectAll('as it is read', await read(customerId), values);
    expectAll('in the audit log', await audited(customerId), values);
  });

  it('A2 can be edited, and the audit log has it before and after', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    const { version } = await rita.customers.get.query({ id: customerId });
    const values = valuesOf(mark());
    await rita.customers.update.mutate({ id: customerId, version, facts: nested(values) } as Parameters<
      typeof rita.customers.update.mutate
    >[0]);
    expectAll('as it was edited', await read(customerId), values);
    expectAll('in the audit log', await audited(customerId), values);
  });

  it('A2 is read as it was imported', async () => {
    const values = valuesOf(mark());
    const columns = Object.entries(customerCsvColumns);
    const csv = [columns.map(([column]) => column), columns.map(([, path]) => `"${String(values[path.join('.')])}"`)].join('\n');
    const { results } = await rita.customers.import.mutate({
      csv,
      lines: [2],
      idempotencyKey: randomUUID(),
      accountEmail: { when: 'now' },
    });
    const [result] = results;
    if (result?.outcome !== 'created') throw new Error(JSON.stringify(results));
    expectAll('as it was imported', await read(result.customerId), values);
  });
});
