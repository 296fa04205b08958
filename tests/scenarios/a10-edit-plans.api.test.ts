import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { startStack, type Stack } from '../support/stack.js';
import { callsToVendor, licencesAtVendor } from '../support/vendor.js';

let stack: Stack;
let rita: Api;
let plans: Awaited<ReturnType<Api['catalog']['plans']['query']>>;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
  plans = (await rita.catalog.plans.query()).filter(({ minUnits, unitType }) => minUnits === 1 && unitType !== 'gb');
});
afterAll(() => stack.stop());

const licenceOf = async (customerId: string, licenceId: string) => {
  const licence = (await rita.customers.get.query({ id: customerId })).subscriptions.find(({ id }) => id === licenceId);
  return licence!;
};
const eventuallyIs = (customerId: string, licenceId: string, state: string) =>
  eventually(async () => {
    const licence = await licenceOf(customerId, licenceId);
    expect(licence.state).toBe(state);
    return licence;
  });
/** A customer with one plan that starts so many days from now; as it stands then. */
const createWith = async (days: number) => {
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ plans: [{ planId: plans[0]!.id, units: 10, startDate: dateAhead(days) }] }),
  );
  const licence = await eventually(async () => {
    const { past } = await rita.timeline.ofCustomer.query({ customerId });
    expect(past.map(({ kind }) => kind)).toContain(days > 0 ? 'licence_scheduled' : 'licence_start_applied');
    return licenceOf(customerId, licences[0]!.id);
  });
  return { customerId, licenceId: licence.id, version: licence.version };
};
const startsOf = async (customerId: string) =>
  (await rita.timeline.ofCustomer.query({ customerId })).next.filter(({ kind }) => kind === 'licence_start');
const vendorHas = async (customerId: string, licenceId: string) =>
  (await licencesAtVendor(customerId)).find(({ licenceRef }) => licenceRef === licenceId);
const assign = (customerId: string, choices: { planId: string; units: number; startDate: string }[]) =>
  rita.licences.assign.mutate({ customerId, idempotencyKey: randomUUID(), plans: choices });

describe('a customer’s plans, later', () => {
  it('A10 can be added to, also with the customer’s date; not one that is held already', async () => {
    const { customerId } = await createWith(0);
    const { licences } = await assign(customerId, [
      { planId: plans[1]!.id, units: 3, startDate: dateAhead(0) },
      { planId: plans[2]!.id, units: 4, startDate: dateAhead(10) },
    ]);
    await eventuallyIs(customerId, licences[0]!.id, 'active');
    expect(await vendorHas(customerId, licences[0]!.id)).toMatchObject({ units: 3, state: 'active' });
    expect((await licenceOf(customerId, licences[1]!.id)).state).toBe('scheduled');
    const more = [
      { planId: plans[3]!.id, units: 1, startDate: dateAhead(0) },
      { planId: plans[0]!.id, units: 5, startDate: dateAhead(0) },
    ];
    expect(await faultsOf(assign(customerId, more))).toEqual(['plans.1.planId: plan_held']);
    expect(await faultsOf(assign(customerId, []))).toEqual(['plans: required']);
    expect((await rita.customers.get.query({ id: customerId })).subscriptions).toHaveLength(3);
  });

  it('A10 change their units before the start in our record alone', async () => {
    const { customerId, licenceId, version } = await createWith(10);
    await rita.licences.changeUnits.mutate({ licenceId, units: 25, version });
    expect(await licenceOf(customerId, licenceId)).toMatchObject({ units: 25, targetUnits: 25, state: 'scheduled' });
    expect(await licencesAtVendor(customerId)).toEqual([]);
    const { past } = await rita.timeline.ofCustomer.query({ customerId });
    expect(past.find(({ kind }) => kind === 'licence_units_changed')).toMatchObject({
      params: { from: 10, to: 25 },
      actorName: 'Rita Rossi',
    });
  });

  it('A10 change their units after the start at the vendor too, up and down', async () => {
    const { customerId, licenceId } = await createWith(0);
    for (const units of [30, 7]) {
      const { version } = await eventuallyIs(customerId, licenceId, 'active');
      await rita.licences.changeUnits.mutate({ licenceId, units, version });
      await eventually(async () => {
        expect(await licenceOf(customerId, licenceId)).toMatchObject({ units, state: 'active' });
      });
      expect(await vendorHas(customerId, licenceId)).toMatchObject({ units, state: 'active' });
    }
    expect(await licencesAtVendor(customerId)).toHaveLength(1);
  });

  it('A10 keep their units when what was shown is old, when a change is under way, and when the units are not allowed', async () => {
    const { customerId, licenceId, version } = await createWith(10);
    const change = (units: number, seen: number) => rita.licences.changeUnits.mutate({ licenceId, units, version: seen });
    await change(11, version);
    expect(await failureFrom(change(12, version))).toMatchObject({ code: 'changed_meanwhile', http: 409 });
    expect(await faultsOf(change(0, version + 1))).toEqual(['units: too_small']);
    expect(await faultsOf(change(900_000, version + 1))).toEqual(['units: too_big']);
    expect(await faultsOf(change(12, 2 ** 40))).toEqual(['version: invalid']);
    expect((await licenceOf(customerId, licenceId)).units).toBe(11);

    const active = await createWith(0);
    const answers = await Promise.allSettled(
      [20, 21, 22, 23].map((units) => rita.licences.changeUnits.mutate({ licenceId: active.licenceId, units, version: active.version })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const wanted = 20 + answers.findIndex(({ status }) => status === 'fulfilled');
    await eventually(async () => {
      expect(await licenceOf(active.customerId, active.licenceId)).toMatchObject({ units: wanted, state: 'active' });
    });
    expect(await vendorHas(active.customerId, active.licenceId)).toMatchObject({ units: wanted });
  });

  it('A10 never have fewer units than are in use', async () => {
    const { customerId, licenceId, version } = await createWith(0);
    const [user] = (await rita.customers.get.query({ id: customerId })).users;
    await rita.services.change.mutate({ subscriptionId: licenceId, assign: [user!.id], withdraw: [] });
    const { userIds } = await rita.users.add.mutate({
      customerId,
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Lia', lastName: 'Neri', email: `lia-${customerId}@prova.example`, sendActivationEmail: false }],
    });
    await rita.services.change.mutate({ subscriptionId: licenceId, assign: userIds, withdraw: [] });
    expect(await faultsOf(rita.licences.changeUnits.mutate({ licenceId, units: 1, version }))).toEqual(['units: units_in_use']);
    await rita.licences.changeUnits.mutate({ licenceId, units: 2, version });
  });

  it('A10 can be ended before they start: the vendor never hears of them', async () => {
    const { customerId, licenceId } = await createWith(10);
    await rita.licences.end.mutate({ licenceId, reason: 'ordered by mistake' });
    await eventuallyIs(customerId, licenceId, 'ended');
    expect(await licencesAtVendor(customerId)).toEqual([]);
    expect(await startsOf(customerId)).toEqual([]);
    expect(await failureFrom(rita.licences.end.mutate({ licenceId, reason: 'once more' }))).toMatchObject({ code: 'state_conflict' });
  });

  it('A10 can be ended before they start by two at once: one of them did', async () => {
    const { licenceId } = await createWith(10);
    const presses = Array.from({ length: 4 }, () => rita.licences.end.mutate({ licenceId, reason: 'ordered by mistake' }));
    const outcomes = await Promise.allSettled(presses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const [index, { status }] of outcomes.entries())
      if (status === 'rejected') expect(await failureFrom(presses[index]!)).toMatchObject({ code: 'state_conflict' });
  });

  it('A10 can be ended after they started: the vendor ends them, and the plan can be assigned again', async () => {
    const { customerId, licenceId, version } = await createWith(0);
    await rita.licences.end.mutate({ licenceId, reason: 'too expensive' });
    await eventuallyIs(customerId, licenceId, 'ended');
    expect(await vendorHas(customerId, licenceId)).toMatchObject({ state: 'ended' });
    expect(await failureFrom(rita.licences.changeUnits.mutate({ licenceId, units: 5, version: version + 2 }))).toMatchObject({
      code: expect.stringMatching(/^(state_conflict|changed_meanwhile)$/) as string,
    });
    const { licences } = await assign(customerId, [{ planId: plans[0]!.id, units: 2, startDate: dateAhead(0) }]);
    await eventuallyIs(customerId, licences[0]!.id, 'active');
  });

  it('A10 A11 can be moved to another day before they start, today included; not into the past, not once started', async () => {
    const { customerId, licenceId } = await createWith(10);
    const move = (days: number) => rita.licences.moveStart.mutate({ licenceId, startDate: dateAhead(days) });
    expect(await faultsOf(move(-2))).toEqual(['startDate: date_past']);
    await move(20);
    expect(await licenceOf(customerId, licenceId)).toMatchObject({ startDate: dateAhead(20), state: 'scheduled' });
    expect(await startsOf(customerId)).toMatchObject([{ subjectId: licenceId }]);
    await move(0);
    await eventuallyIs(customerId, licenceId, 'active');
    expect(await callsToVendor('PUT', customerId, licenceId)).toBe(1);
    expect(await failureFrom(move(5))).toMatchObject({ code: 'too_late' });
  });

  it('A10 stay as they are while the customer is disabled', async () => {
    const { customerId, licenceId, version } = await createWith(0);
    await rita.customers.disable.mutate({ id: customerId, reason: 'does not pay' });
    const conflict = { code: 'state_conflict' };
    expect(await failureFrom(rita.licences.changeUnits.mutate({ licenceId, units: 11, version }))).toMatchObject(conflict);
    expect(await failureFrom(assign(customerId, [{ planId: plans[1]!.id, units: 1, startDate: dateAhead(0) }]))).toMatchObject(conflict);
    expect(await vendorHas(customerId, licenceId)).toMatchObject({ units: 10, state: 'active' });
  });
});
