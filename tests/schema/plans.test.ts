import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchOrdersSql, searchProcessesSql, searchSubscriptionsSql } from '../../server/search/search.procedure.js';
import { sessionSql } from '../../server/session/session-store.js';
import { progressStatement } from '../../worker/store/record-progress.js';
import { enterScope, ownDatabase } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  db = await ownDatabase();
  await enterScope(db.app, 'platform');
  // Small tables are read whole by preference; with that made dear, it is done only where no index serves.
  await db.app("SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false)");
});
afterAll(() => db.drop());

// With an entry for the timeline: it's the timeline's actor that is looked for.
const events = [{ kind: 'message_retried' as const, key: 'once' }];
const progress = progressStatement({ processId: crypto.randomUUID(), state: 'running', step: 'sending', events });
const nulls = (count: number): string => Array.from({ length: count }, () => 'NULL').join(', ');

/** What every request and every step of a process runs: with many users it must not read all of them. */
it.each([
  ['the session of a request', sessionSql, nulls(1), 2],
  ['the progress of a process', progress.sql, nulls(progress.values.length), 1],
])('%s finds its users by index alone, as far as row-level security lets it', async (name, sql, parameters, times) => {
  const statement = name.replaceAll(' ', '_');
  await db.app(`PREPARE ${statement} AS ${sql}`);
  const plan = (await db.app(`EXPLAIN EXECUTE ${statement}(${parameters})`)).map((row) => String(row['QUERY PLAN']));
  expect(plan.filter((line) => line.includes('Seq Scan on app_user'))).toEqual([]);
  // An index may also be read whole, without a condition.
  const found = plan.filter((line, index) => /Scan using app_user_\w+/.test(plan[index - 1] ?? '') && line.includes('Index Cond: (id = '));
  expect(found).toHaveLength(times);
});

it('orders that a search found are read by index alone', async () => {
  await db.app(`PREPARE orders AS ${searchOrdersSql}`);
  const plan = (await db.app(`EXPLAIN EXECUTE orders(NULL, '{%365%}', true)`)).map((row) => String(row['QUERY PLAN']));
  expect(plan.join('\n')).toMatch(/Scan using customer_order_\w+ [^\n]*\n *Index Cond: \(id = /);
  expect(plan.filter((line) => line.includes('Seq Scan on customer_order'))).toEqual([]);
});

it('subscriptions that a search found are read by index alone', async () => {
  await db.app(`PREPARE subscriptions AS ${searchSubscriptionsSql}`);
  const plan = (await db.app(`EXPLAIN EXECUTE subscriptions(NULL, '{%365%}', true)`)).map((row) => String(row['QUERY PLAN']));
  expect(plan.join('\n')).toMatch(/Scan using subscription_\w+ [^\n]*\n *Index Cond: \(id = /);
  expect(plan.filter((line) => line.includes('Seq Scan on subscription'))).toEqual([]);
});

it('a process is found by its run in the engine by index alone', async () => {
  await db.app(`PREPARE run AS ${searchProcessesSql}`);
  const plan = (await db.app(`EXPLAIN EXECUTE run('${crypto.randomUUID()}', '{%run%}')`)).map((row) => String(row['QUERY PLAN']));
  expect(plan.join('\n')).toMatch(/process_run_id_idx[^]*Index Cond: \(run_id = /);
  expect(plan.filter((line) => line.includes('Seq Scan on process'))).toEqual([]);
});
