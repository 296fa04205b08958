import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram } from '../support/program.js';
import { openSql, sqlState } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let outside: Outside;
let stack: Stack;
let rita: Api;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ worker: false, overrides: outside.variables });
  rita = await signedIn(stack.url, 'rita');
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});

const lock = 'SELECT id FROM subscription WHERE id = $1 FOR UPDATE NOWAIT';
const horizon = 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::int8 AS xmin';

it('a worker that is frozen inside a transaction loses it: its row locks are freed, the feed goes on, and its work is done once', async () => {
  const worker = await startProgram('worker', stack.variables);
  const [holder, other] = await Promise.all([openSql(stack.settings.DATABASE_URL), openSql(stack.settings.DATABASE_URL)]);
  const [plan] = await rita.catalog.plans.query();
  await outside.setVendorFaults({ mode: 'delay', ms: 2_000, times: 1 });
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }] }),
  );
  const licenceId = licences[0]!.id;
  await eventually(async () => {
    expect(await outside.vendorCalls(licenceId)).toBe(1);
  });

  // The licence's row is written first, then the process's, which is held: there the worker stands when it is frozen.
  await holder('BEGIN');
  await holder('SELECT id FROM process WHERE subject_id = $1 FOR UPDATE', [licenceId]);
  const waits = `SELECT pid, backend_xid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  const pid = await eventually(async () => {
    const [row] = await other(waits);
    expect(row?.backend_xid).not.toBeNull();
    expect(row).toBeDefined();
    return row!.pid;
  });
  worker.freeze();
  await holder('ROLLBACK');
  await eventually(async () => {
    expect(await other('SELECT state FROM pg_stat_activity WHERE pid = $1', [pid])).toEqual([{ state: 'idle in transaction' }]);
  });
  expect(await sqlState(other(lock, [licenceId])), 'the frozen worker holds the licence').toBe('55P03');
  const [before] = await other(horizon);

  await eventually(async () => {
    expect(await sqlState(other(lock, [licenceId])), 'nobody holds the licence').toBe('done');
  }, 15_000);
  await other('CREATE TABLE IF NOT EXISTS moves_on ()');
  const [after] = await other(horizon);
  expect(Number(after?.xmin)).toBeGreaterThan(Number(before?.xmin));

  worker.wake();
  await eventually(async () => {
    expect((await rita.customers.get.query({ id: customerId })).subscriptions[0]?.state).toBe('active');
    expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
  }, 45_000);
  expect((await outside.licences(customerId)).map(({ revision }) => revision)).toEqual([1]);
  await Promise.all([holder.end(), other.end()]);
  await worker.kill();
}, 120_000);
