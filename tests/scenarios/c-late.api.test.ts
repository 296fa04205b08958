import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lateCause } from '../../domain/process/usual-time.js';
import { platformScope } from '../../prisma/client.js';
import { refreshUsualTimes, watchLateProcesses } from '../../server/process/usual-time.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';

let outside: Outside;
let stack: Stack;
let rita: Api;
let olivia: Api;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [rita, olivia] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'olivia')]);
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});

const run = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  stack.server.services.database.run<Row>(platformScope, sql, values);
const look = () => watchLateProcesses(stack.server.services.database);
const itemsOf = (processId: string) =>
  run<{ state: string; cause: string }>('SELECT state, cause FROM attention_item WHERE process_id = $1 ORDER BY opened_at', [processId]);

/** A customer with a plan that the vendor doesn't answer about, and the process that asks for it. */
const stuckLicence = async () => {
  await outside.setVendorFaults({ mode: 'status', status: 503 });
  const plan = (await rita.catalog.plans.query()).find(({ minUnits }) => minUnits === 1)!;
  const input = aCustomer({ plans: [{ planId: plan.id, units: 3, startDate: dateAhead(0) }] });
  const { customerId } = await rita.customers.create.mutate(input);
  const processId = await eventually(async () => {
    const { subscriptions } = await rita.customers.get.query({ id: customerId });
    const id = subscriptions[0]!.processId!;
    const { retryAttempt } = await olivia.processes.get.query({ id });
    expect(retryAttempt).toBeGreaterThanOrEqual(3);
    return id;
  });
  return { customerId, processId, company: input.company };
};

const countOf = async (state: string) =>
  (await olivia.processes.counts.query()).filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0);

it('C1 C5 what is tried again says so wherever it is listed, far beyond the usual it needs somebody, once, and until it goes on', async () => {
  const { customerId, processId, company } = await stuckLicence();

  const { now, next } = await rita.timeline.ofCustomer.query({ customerId });
  expect(now.find((point) => point.processId === processId)).toMatchObject({
    state: 'running',
    retryFailure: 'vendor_error',
    problem: null,
  });
  const attempt = next.find((point) => point.processId === processId);
  expect(attempt?.kind).toBe('retry');
  const listed = async () => (await rita.customers.list.query({ q: company })).rows[0]!;
  // An activation link waits too; the licence is worse.
  expect(await listed()).toMatchObject({ attention: 0, process: { kind: 'licence', state: 'running', stuckSince: null } });
  expect((await listed()).process?.retryAttempt).toBeGreaterThanOrEqual(3);

  await look();
  expect(await itemsOf(processId)).toEqual([]);
  await run("UPDATE process SET work_since = now() - interval '4 minutes' WHERE id = $1", [processId]);
  await look();
  expect(await itemsOf(processId)).toEqual([]);
  expect((await olivia.processes.get.query({ id: processId })).usualSeconds).toBeGreaterThanOrEqual(60);

  await run("UPDATE process SET work_since = now() - (5 * usual_seconds + 1) * interval '1 second' WHERE id = $1", [processId]);
  await Promise.all([look(), look()]);
  await look();
  expect(await itemsOf(processId)).toEqual([{ state: 'open', cause: lateCause }]);
  expect(await listed()).toMatchObject({ attention: 1, process: { kind: 'licence' } });
  const overview = await olivia.overview.get.query();
  const item = overview.view === 'staff' ? overview.attention.find((one) => one.processId === processId) : undefined;
  expect(item).toMatchObject({ cause: lateCause, retryFailure: 'vendor_error' });
  const shown = async (state: 'needs_attention' | 'running') => (await olivia.processes.list.query({ state: [state], limit: 200 })).rows;
  expect((await shown('needs_attention')).map(({ id }) => id)).toContain(processId);
  expect((await shown('running')).map(({ id }) => id)).not.toContain(processId);
  expect(await countOf('needs_attention')).toBe((await shown('needs_attention')).length);

  await outside.setVendorFaults();
  // An attempt that is under way can't be hurried; the next one can.
  await eventually(() => olivia.processes.retryNow.mutate({ id: processId, reason: 'the vendor is back' }));
  await eventually(async () =>
    expect(await olivia.processes.get.query({ id: processId })).toMatchObject({ state: 'done', retryAttempt: null, stuckSince: null }),
  );
  await look();
  expect((await itemsOf(processId)).map(({ state }) => state)).toEqual(['closed']);
  expect(await listed()).toMatchObject({ attention: 0 });
});

it('C1 what is usual is read from the platform’s own past, by kind and product, without what a person or a date took', async () => {
  const { customerId, processId } = await stuckLicence();
  await outside.setVendorFaults();
  await eventually(async () => expect((await olivia.processes.get.query({ id: processId })).state).toBe('done'), 60_000);
  await run("UPDATE process SET created_at = now() - interval '30 days', work_since = ended_at - interval '7 minutes' WHERE id = $1", [
    processId,
  ]);
  await refreshUsualTimes(stack.server.services.database);
  const [known] = await run<{ high: number }>(
    `SELECT u.high_seconds AS high FROM usual_time u JOIN product pr ON pr.code = u.product JOIN plan pl ON pl.product_id = pr.id JOIN subscription l ON l.plan_id = pl.id
      WHERE u.kind = 'licence' AND l.customer_id = $1`,
    [customerId],
  );
  expect(known!.high).toBeGreaterThan(10);
  expect(known!.high).toBeLessThanOrEqual(420);
  const [ofKind] = await run<{ samples: number }>("SELECT samples FROM usual_time WHERE kind = 'licence' AND product = ''");
  expect(ofKind!.samples).toBeGreaterThanOrEqual(2);
});

it('C1 totals equal the rows that are shown', async () => {
  await rita.customers.create.mutate(aCustomer());
  const carla = await signedIn(stack.url, 'carla');
  const leaver = { firstName: 'Ugo', lastName: 'Neri', email: `ugo-${randomUUID()}@acme.example`, role: 'customer_user' as const };
  const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [leaver] });
  await carla.users.delete.mutate({ id: userIds[0]!, reason: 'has left' });
  const [customers, users, orders] = await Promise.all([
    rita.customers.list.query({ limit: 200 }),
    carla.users.list.query({ limit: 200 }),
    olivia.orders.list.query({ limit: 200 }),
  ]);
  expect((await rita.customers.count.query({})).value).toBe(customers.rows.length);
  expect((await carla.users.count.query({})).value).toBe(users.rows.length);
  expect(users.rows.map(({ id }) => id)).not.toContain(userIds[0]);
  // Links are watched as processes of their own, which begin while one looks.
  await eventually(async () => {
    const [{ rows }, counts] = await Promise.all([olivia.processes.list.query({ limit: 200 }), olivia.processes.counts.query()]);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });
  const open = await olivia.orders.openCounts.query();
  for (const { state, count } of open) expect(orders.rows.filter((row) => row.state === state)).toHaveLength(count);
  const overview = await rita.overview.get.query();
  if (overview.view !== 'staff') throw new Error('a reseller sees what stands where');
  expect(overview.counts.activeCustomers).toBe(customers.rows.filter(({ state }) => state === 'active').length);
});
