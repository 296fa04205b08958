import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dateAt } from '../../domain/calendar/local-time.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { ROME } from './support/accounts.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let time: SkippedTime;
let rita: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  rita = await signedIn(time.stack.url, 'rita');
});
afterAll(() => time.stop());
beforeEach(() => time.outside.setVendorFaults());

const dayAhead = async (days: number) => dateAt(new Date((await time.now()) + days * DAY), ROME);
const pass = async (ms: number) => time.passUntil((await time.now()) + ms);

/** A customer with one licence from a date. */
const customerWithLicence = async (startDate: string) => {
  const [plan] = await rita.catalog.plans.query();
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ timeZone: ROME, plans: [{ planId: plan!.id, units: plan!.minUnits, startDate }] }),
  );
  return { customerId, licenceId: licences[0]!.id };
};
const licenceOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).subscriptions[0]!;
const untilState = (customerId: string, state: string) =>
  eventually(async () => {
    const licence = await licenceOf(customerId);
    expect(licence).toMatchObject({ state });
    return licence;
  });
const untilScheduled = (customerId: string, at: string) =>
  eventually(async () => {
    const { next } = await rita.timeline.ofCustomer.query({ customerId });
    expect(next).toContainEqual(expect.objectContaining({ kind: 'licence_start', at }));
  });

describe('a licence with a start date', () => {
  it('A11 starts by itself when that day begins where its customer is', async () => {
    const startDate = await dayAhead(45);
    const { customerId } = await customerWithLicence(startDate);
    const { startsAt } = await licenceOf(customerId);
    await untilScheduled(customerId, startsAt);
    await time.passUntil(Date.parse(startsAt) - 30_000);
    expect(await licenceOf(customerId)).toMatchObject({ state: 'scheduled' });
    expect(await time.outside.licences(customerId)).toHaveLength(0);
    await time.passUntil(startsAt);
    await untilState(customerId, 'active');
    expect(await time.outside.licences(customerId)).toMatchObject([{ startsOn: startDate, state: 'active', revision: 1 }]);
  });

  it('A11 starts on its new date after it was moved, later and then earlier', async () => {
    const { customerId, licenceId } = await customerWithLicence(await dayAhead(10));
    const first = (await licenceOf(customerId)).startsAt;
    await untilScheduled(customerId, first);
    await rita.licences.moveStart.mutate({ licenceId, startDate: await dayAhead(40) });
    await time.passUntil(Date.parse(first) + DAY);
    expect(await time.outside.licences(customerId)).toHaveLength(0);

    const startDate = await dayAhead(5);
    await rita.licences.moveStart.mutate({ licenceId, startDate });
    const { startsAt } = await licenceOf(customerId);
    expect(dateAt(new Date(startsAt), ROME)).toBe(startDate);
    await time.passUntil(startsAt);
    await untilState(customerId, 'active');
    await pass(60 * DAY);
    expect(await time.outside.licences(customerId)).toMatchObject([{ startsOn: startDate, revision: 1 }]);
  });

  it('A11 never starts once it was ended', async () => {
    const { customerId, licenceId } = await customerWithLicence(await dayAhead(10));
    const { startsAt } = await licenceOf(customerId);
    await untilScheduled(customerId, startsAt);
    await rita.licences.end.mutate({ licenceId, reason: 'Not wanted any more' });
    await untilState(customerId, 'ended');
    await time.passUntil(Date.parse(startsAt) + DAY);
    expect(await time.outside.vendorCalls(licenceId)).toBe(0);
    const { now, next } = await rita.timeline.ofCustomer.query({ customerId });
    expect(now.filter(({ kind }) => kind === 'licence')).toEqual([]);
    expect(next.filter(({ kind }) => kind === 'licence_start')).toEqual([]);
  });
});

describe('a licence whose vendor has trouble', () => {
  it('is asked for again until the vendor gives it, and is there once', async () => {
    await time.outside.setVendorFaults(
      { mode: 'status', status: 503, times: 2 },
      { mode: 'status', status: 429, retryAfter: 30, times: 1 },
      { mode: 'drop-before', times: 1 },
      { mode: 'half', times: 1 },
      { mode: 'drop-after-work', times: 1 },
    );
    const { customerId, licenceId } = await customerWithLicence(await dayAhead(3));
    await time.passUntil(Date.parse((await licenceOf(customerId)).startsAt) + 10 * MINUTE);
    await untilState(customerId, 'active');
    expect(await time.outside.vendorCalls(licenceId)).toBe(7);
    const [licence, ...more] = await time.outside.licences(customerId);
    expect(more).toEqual([]);
    expect(licence).toMatchObject({ state: 'active' });
  });

  it('A12 waits for a person after an hour without an answer', async () => {
    await time.outside.setVendorFaults({ mode: 'drop-before' });
    const { customerId, licenceId } = await customerWithLicence(await dayAhead(3));
    const { startsAt } = await licenceOf(customerId);
    await time.passUntil(Date.parse(startsAt) + 50 * MINUTE);
    expect(await licenceOf(customerId)).toMatchObject({ state: 'provisioning' });
    await time.passUntil(Date.parse(startsAt) + 2 * HOUR);
    expect(await untilState(customerId, 'failed')).toMatchObject({ failureCode: 'vendor_unreachable' });
    expect(await time.outside.vendorCalls(licenceId)).toBeGreaterThan(20);
  });

  it('A12 waits for a person when the vendor refuses for good; one action retries it, and it goes on', async () => {
    await time.outside.setVendorFaults({ mode: 'status', status: 422, code: 'PLAN_RETIRED' });
    const { customerId, licenceId } = await customerWithLicence(await dayAhead(3));
    await time.passUntil(Date.parse((await licenceOf(customerId)).startsAt) + MINUTE);
    const failed = await untilState(customerId, 'failed');
    expect(failed.failureCode).toBe('vendor_plan_retired');
    expect(failed.failureNote).toContain('422');
    expect(await time.outside.vendorCalls(licenceId)).toBe(1);
    await eventually(async () => {
      const { now } = await rita.timeline.ofCustomer.query({ customerId });
      expect(now).toMatchObject([{ kind: 'licence', state: 'needs_attention', problem: { code: 'vendor_plan_retired' } }]);
    });
    await pass(90 * DAY);
    await time.outside.setVendorFaults();
    expect(await rita.licences.retryFailed.mutate({ customerId })).toEqual({ retried: 1, failed: 0 });
    expect(await untilState(customerId, 'active')).toMatchObject({ failureCode: null, failureNote: null });
    expect(await time.outside.licences(customerId)).toMatchObject([{ licenceRef: licenceId, revision: 1 }]);
    const { past } = await rita.timeline.ofCustomer.query({ customerId });
    expect(past).toContainEqual(expect.objectContaining({ kind: 'licence_retried', actorName: 'Rita Rossi' }));
  });
});
