import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateAt } from '../../domain/calendar/local-time.js';
import { unitTypes } from '../../domain/licence/licence.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { faultsOf } from '../support/field-faults.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
let plans: Awaited<ReturnType<Api['catalog']['plans']['query']>>;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
  plans = await rita.catalog.plans.query();
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const DAY = 86_400_000;
const chosen = (index: number, changes: object = {}) => ({
  planId: plans[index]!.id,
  units: plans[index]!.minUnits,
  startDate: dateAhead(5),
  ...changes,
});
const create = (input: Partial<ReturnType<typeof aCustomer>>) => rita.customers.create.mutate(aCustomer(input));
const written = async () =>
  (
    await sql(
      'SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM subscription) AS licences, (SELECT count(*) FROM outbox) AS started',
    )
  )[0];

describe('service plans of a new customer', () => {
  it('A7 can be skipped: the account is created without any', async () => {
    const { customerId, licences } = await create({ plans: [] });
    expect(licences).toEqual([]);
    expect((await rita.customers.get.query({ id: customerId })).subscriptions).toEqual([]);
    const processes = await sql('SELECT kind FROM process WHERE customer_id = $1', [customerId]);
    expect(processes).toEqual([{ kind: 'customer' }]);
  });

  it('A7 can be several at once, each with units and a start date of its own', async () => {
    const choices = plans.map((_plan, index) => chosen(index, { units: plans[index]!.minUnits + index, startDate: dateAhead(index + 1) }));
    const { customerId, licences } = await create({ plans: choices });
    expect(licences).toHaveLength(plans.length);
    const kept = (await rita.customers.get.query({ id: customerId })).subscriptions;
    for (const { planId, units, startDate } of choices)
      expect(kept.find((licence) => licence.planId === planId)).toMatchObject({ units, startDate, state: 'scheduled' });
  });

  it('A8 come in every unit type that a product may have', () => {
    expect(new Set(plans.map(({ unitType }) => unitType))).toEqual(new Set(unitTypes));
  });

  it('A8 have units within the limits of their plan; a fault stands at its row, and nothing is created', async () => {
    const gb = plans.findIndex(({ unitType }) => unitType === 'gb');
    const { minUnits, maxUnits } = plans[gb]!;
    expect(minUnits).toBeGreaterThan(1);
    const before = await written();
    const other = gb === 0 ? 1 : 0;
    const withUnits = (units: number) => faultsOf(create({ plans: [chosen(other), chosen(gb, { units })] }));
    expect(await withUnits(minUnits - 1)).toEqual(['plans.1.units: too_small']);
    expect(await withUnits(maxUnits + 1)).toEqual(['plans.1.units: too_big']);
    expect(await withUnits(0)).toEqual(['plans.1.units: too_small']);
    expect(await withUnits(2.5)).toEqual(['plans.1.units: not_a_number']);
    expect(await written()).toEqual(before);
    for (const units of [minUnits, maxUnits]) await create({ plans: [chosen(gb, { units })] });
  });

  it('A8 start today or later, by the calendar of the customer', async () => {
    const before = await written();
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Rome']) {
      const yesterday = dateAt(new Date(Date.now() - DAY), timeZone);
      expect(await faultsOf(create({ timeZone, plans: [chosen(0), chosen(1, { startDate: yesterday })] })), timeZone).toEqual([
        'plans.1.startDate: date_past',
      ]);
    }
    expect(await written()).toEqual(before);
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Rome']) {
      const startDate = dateAt(new Date(), timeZone);
      const { customerId } = await create({ timeZone, plans: [chosen(0, { startDate })] });
      const [licence] = (await rita.customers.get.query({ id: customerId })).subscriptions;
      expect(licence?.startDate, timeZone).toBe(startDate);
      expect(Date.parse(licence!.startsAt)).toBeLessThanOrEqual(Date.now());
    }
  });

  it('A8 do not start in another age', async () => {
    const before = await written();
    for (const startDate of ['9999-12-31', '2200-01-01'])
      expect(await faultsOf(create({ plans: [chosen(0, { startDate })] }))).toEqual(['plans.0.startDate: date_too_far']);
    expect(await written()).toEqual(before);
    await create({ plans: [chosen(0, { startDate: dateAhead(365 * 3) })] });
  });

  it('A8 are told after the account that they are assigned to', async () => {
    const { customerId } = await create({ plans: [chosen(0), chosen(1)] });
    const { past } = await rita.timeline.ofCustomer.query({ customerId });
    const told = past.map(({ kind }) => kind).reverse();
    expect(told.slice(0, 3)).toEqual(['customer_created', 'licence_assigned', 'licence_assigned']);
  });

  it('A8 are plans that can be assigned, each once', async () => {
    const [microsoft] = await sql("SELECT p.id FROM plan p JOIN product pr ON pr.id = p.product_id WHERE pr.vendor = 'microsoft' LIMIT 1");
    const before = await written();
    for (const planId of [String(microsoft?.id), crypto.randomUUID()]) {
      expect(await faultsOf(create({ plans: [chosen(0), { ...chosen(1), planId }] }))).toEqual(['plans.1.planId: plan']);
    }
    expect(await faultsOf(create({ plans: [chosen(0), chosen(1), chosen(0)] }))).toEqual(['plans.2.planId: duplicate_plan']);
    await sql('UPDATE plan SET active = false WHERE id = $1', [plans[2]!.id]);
    expect(await faultsOf(create({ plans: [chosen(2)] }))).toEqual(['plans.0.planId: plan']);
    expect(await written()).toEqual(before);
  });
});
