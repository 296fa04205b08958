import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
});
afterAll(() => stack.stop());

interface VendorState {
  licences: { licenceRef: string; units: number; state: string }[];
}
const atVendor = async (licenceRef: string) =>
  ((await (await fetch(`${inject('vendorUrl')}/sim/state`)).json()) as VendorState).licences.find(
    (licence) => licence.licenceRef === licenceRef,
  );

it('A10 A12 a resize that the vendor refuses for good can be given up: the licence is as before, here and at the vendor', async () => {
  // The vendor takes at most 100,000 units; the catalogue says so too, so the record is bent to ask for more.
  const plan = (await rita.catalog.plans.query()).find((candidate) => candidate.unitType === 'gb')!;
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ plans: [{ planId: plan.id, units: 100, startDate: dateAhead(0) }] }),
  );
  const licenceId = licences[0]!.id;
  const read = async () => (await rita.customers.get.query({ id: customerId })).subscriptions[0]!;
  const active = await eventually(async () => {
    const licence = await read();
    expect(licence.state).toBe('active');
    return licence;
  });
  await stack.server.services.database.read({ kind: 'platform' }, 'UPDATE plan SET max_units = 500000 WHERE id = $1', [plan.id]);
  await rita.licences.changeUnits.mutate({ licenceId, units: 200_000, version: active.version });
  await eventually(async () => {
    expect(await read()).toMatchObject({ state: 'failed', failureCode: 'vendor_units_out_of_range', units: 100 });
  });
  await rita.licences.giveUp.mutate({ licenceId, reason: 'the vendor has no such size' });
  await eventually(async () => {
    expect(await read()).toMatchObject({ state: 'active', units: 100, targetUnits: 100 });
  });
  expect(await atVendor(licenceId)).toMatchObject({ units: 100, state: 'active' });
});

it('deleting a customer takes its active licences back at the vendor', async () => {
  const [plan] = await rita.catalog.plans.query();
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }] }),
  );
  await eventually(async () => {
    expect((await atVendor(licences[0]!.id))?.state).toBe('active');
  });
  await eventually(async () => {
    expect((await rita.customers.get.query({ id: customerId })).subscriptions[0]?.state).toBe('active');
  });
  await rita.customers.delete.mutate({ id: customerId, reason: 'left us' });
  await eventually(async () => {
    expect((await atVendor(licences[0]!.id))?.state).toBe('ended');
  });
});
