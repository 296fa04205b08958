import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';
import { callsToVendor, licencesAtVendor, mendVendor, vendorFault, type VendorFault } from '../support/vendor.js';

let stack: Stack;
let rita: Api;
let plans: Awaited<ReturnType<Api['catalog']['plans']['query']>>;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  plans = (await rita.catalog.plans.query()).filter(({ minUnits }) => minUnits === 1);
});
afterAll(() => stack.stop());

const codeOf = async (planId: string): Promise<string> => {
  const [row] = await stack.server.services.database.read<{ code: string }>({ kind: 'platform' }, 'SELECT code FROM plan WHERE id = $1', [
    planId,
  ]);
  return row!.code;
};
/** A customer with so many plans, made while no worker runs, with what the vendor is to do about one of them; then the work goes on. */
const createWith = async (count: number, fault: Omit<VendorFault, 'match'>) => {
  await stack.worker?.stop();
  const choices = plans.slice(0, count).map(({ id }) => ({ planId: id, units: 3, startDate: dateAhead(0) }));
  const input = aCustomer({ plans: choices });
  const { customerId, licences } = await rita.customers.create.mutate(input);
  await vendorFault({ match: { accountRef: customerId, plan: await codeOf(choices[0]!.planId) }, ...fault });
  await stack.startWorker();
  return { customerId, input, faulty: licences[0]!.id, others: licences.slice(1).map(({ id }) => id) };
};
const read = (customerId: string) => rita.customers.get.query({ id: customerId });
const stateOf = async (customerId: string, licenceId: string) => (await read(customerId)).subscriptions.find(({ id }) => id === licenceId);

describe('plans that the vendor does not give', () => {
  it('A12 fail alone, with their cause; the account is usable, and one action retries just what failed', async () => {
    const { customerId, input, faulty, others } = await createWith(3, { mode: 'status', status: 422, code: 'PLAN_RETIRED' });
    await eventually(async () => {
      expect(await stateOf(customerId, faulty)).toMatchObject({ state: 'failed', failureCode: 'vendor_plan_retired' });
      for (const id of others) expect((await stateOf(customerId, id))?.state).toBe('active');
      expect((await read(customerId)).accountEmail?.state).toBe('delivered');
    });
    expect((await stateOf(customerId, faulty))?.failureNote).toBeTruthy();

    const { past, now } = await rita.timeline.ofCustomer.query({ customerId });
    expect(past.find(({ kind }) => kind === 'licence_failed')?.params).toMatchObject({ failure: 'vendor_plan_retired' });
    expect(now.filter(({ kind }) => kind === 'licence')).toMatchObject([
      { kind: 'licence', subjectId: faulty, state: 'needs_attention', problem: { code: 'vendor_plan_retired' } },
    ]);
    expect((await rita.customers.list.query({ q: input.company })).rows[0]).toMatchObject({
      id: customerId,
      attention: 1,
      licenceCount: 3,
    });

    const { idempotencyKey: _key, accountEmail: _when, plans: _plans, ...facts } = input;
    await rita.customers.update.mutate({ id: customerId, version: (await read(customerId)).version, facts: { ...facts, city: 'Ivrea' } });
    expect((await read(customerId)).city).toBe('Ivrea');

    expect(await rita.licences.retryFailed.mutate({ customerId })).toEqual({ retried: 1, failed: 0 });
    await eventually(async () => {
      expect(await callsToVendor('PUT', customerId, faulty)).toBe(2);
      expect((await stateOf(customerId, faulty))?.state).toBe('failed');
    });

    await mendVendor(customerId);
    await eventually(async () => {
      expect(await rita.licences.retryFailed.mutate({ customerId })).toEqual({ retried: 1, failed: 0 });
    });
    await eventually(async () => {
      expect(await stateOf(customerId, faulty)).toMatchObject({ state: 'active', failureCode: null });
      const standing = (await rita.timeline.ofCustomer.query({ customerId })).now;
      expect(standing.filter(({ kind }) => kind === 'licence')).toEqual([]);
    });
    for (const id of others) expect(await callsToVendor('PUT', customerId, id)).toBe(1);
    const atVendor = await licencesAtVendor(customerId);
    expect(atVendor.map(({ licenceRef }) => licenceRef).sort()).toEqual([faulty, ...others].sort());
    expect(atVendor.every(({ state, units, revision }) => state === 'active' && units === 3 && revision === 1)).toBe(true);
    expect(await rita.licences.retryFailed.mutate({ customerId })).toEqual({ retried: 0, failed: 0 });
  });

  it.each<[string, Omit<VendorFault, 'match'>]>([
    ['the vendor is out of order for a moment', { mode: 'status', status: 503, times: 2 }],
    ['the vendor asks to wait', { mode: 'status', status: 429, retryAfter: 1, times: 1 }],
    ['the connection is cut before the work', { mode: 'drop-before', times: 1 }],
    ['the answer is lost after the work', { mode: 'drop-after-work', times: 1 }],
    ['the work stops half-way', { mode: 'half', times: 1 }],
  ])('A12 start by themselves, and once, when %s', async (_cause, fault) => {
    const { customerId, faulty } = await createWith(1, fault);
    await eventually(async () => {
      expect((await stateOf(customerId, faulty))?.state).toBe('active');
    });
    expect(await licencesAtVendor(customerId)).toMatchObject([{ licenceRef: faulty, units: 3, state: 'active' }]);
    const kinds = (await rita.timeline.ofCustomer.query({ customerId })).past.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'licence_start_applied')).toHaveLength(1);
    expect(kinds).not.toContain('licence_failed');
  });
});
