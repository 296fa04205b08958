import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimPass, keepSlice } from '../../server/reconcile/passes.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { reconcilingOf } from '../support/reconciling.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade.stop());

const { run, look, aReconciler, itemsOf, findingsOf, bought } = reconcilingOf(() => trade);

describe('C7 what the engine runs', () => {
  /** A licence that waits for its date, and the process that waits with it. */
  const waiting = async () => {
    const plan = (await trade.rita.catalog.plans.query()).find(({ minUnits }) => minUnits === 1)!;
    const { customerId } = await trade.rita.customers.create.mutate(
      aCustomer({ plans: [{ planId: plan.id, units: 1, startDate: dateAhead(9) }] }),
    );
    return eventually(async () => {
      const [process] = await run<{ id: string; workflowId: string; subjectId: string }>(
        `SELECT id, workflow_id AS "workflowId", subject_id AS "subjectId" FROM process WHERE customer_id = $1 AND kind = 'licence' AND state = 'waiting'`,
        [customerId],
      );
      expect(process).toBeDefined();
      return process!;
    });
  };
  const terminate = (workflowId: string) =>
    trade.stack.server.services.engine.client.workflow.getHandle(workflowId).terminate('behind our back');

  it('is missed where it was ended behind our back; two leaders at once call once', async () => {
    const { id, workflowId, subjectId } = await waiting();
    await look('engine');
    expect(await findingsOf(id)).toEqual([]);
    await terminate(workflowId);
    await look('engine');
    expect(await itemsOf(id)).toEqual([]);
    const [one, other] = [aReconciler({ rows: 3 }), aReconciler({ rows: 3 })];
    const steps = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? one : other).step('engine').catch(() => ({ did: 'rests' as const, compared: 0 })),
      ),
    );
    expect(steps.some(({ did }) => did === 'rests')).toBe(true);
    await Promise.all([one.leave(), other.leave()]);
    await look('engine');
    expect(await itemsOf(id)).toEqual([{ cause: 'workflow_ended', state: 'open' }]);
    // Its row ends some other way, and what it was for still waits: that is told of itself.
    await run("UPDATE process SET state = 'ended', ended_at = now() WHERE id = $1", [id]);
    await look('engine');
    await look('engine');
    expect(await itemsOf(id)).toEqual([{ cause: 'workflow_ended', state: 'closed' }]);
    expect(await itemsOf(subjectId)).toEqual([{ cause: 'subscription_without_process', state: 'open' }]);
  }, 90_000);

  it('isn’t called for while a command is open; that nobody takes the command up is', async () => {
    const { id, workflowId, subjectId } = await waiting();
    await terminate(workflowId);
    await look('engine');
    const commandId = randomUUID();
    await run(
      `INSERT INTO command (id, tier1_id, channel_id, customer_id, kind, subject_type, subject_id, process_id, workflow_id, actor_id, actor_name, state, asked_at)
       SELECT $2::uuid, tier1_id, channel_id, customer_id, 'licence.retry', 'licence', subject_id, id, workflow_id, gen_random_uuid(), 'Rita', 'sent', now() - interval '1 hour'
         FROM process WHERE id = $1`,
      [id, commandId],
    );
    await look('engine');
    await look('engine');
    expect(await itemsOf(id)).toEqual([]);
    await look('commands');
    await look('commands');
    expect(await itemsOf(id)).toEqual([{ cause: 'command_unclaimed', state: 'open' }]);
    await run("UPDATE command SET state = 'refused', ended_at = now() WHERE id = $1", [commandId]);
    await look('commands');
    await look('engine');
    expect(await itemsOf(id)).toEqual([{ cause: 'command_unclaimed', state: 'closed' }]);
    // Two looks since it was settled.
    await look('engine');
    expect(await itemsOf(id)).toContainEqual({ cause: 'workflow_ended', state: 'open' });
    expect(await itemsOf(subjectId)).toEqual([]);
  }, 90_000);

  it('runs on though its row has ended, or under no name of ours', async () => {
    const { id } = await waiting();
    const stray = `stray/${randomUUID()}`;
    const { client } = trade.stack.server.services.engine;
    await client.workflow.start('transmitMessage', {
      workflowId: stray,
      args: [{ messageId: randomUUID(), processId: randomUUID() }],
      taskQueue: trade.stack.settings.TEMPORAL_TASK_QUEUE,
      startDelay: '1 hour',
    });
    await run("UPDATE process SET state = 'done', ended_at = now() - interval '1 hour' WHERE id = $1", [id]);
    await eventually(async () => {
      await look('engine');
      expect(await itemsOf(id)).toEqual([{ cause: 'workflow_runs_on', state: 'open' }]);
      expect(await findingsOf(stray)).toEqual([{ cause: 'unknown_workflow', state: 'unknown' }]);
    });
    await terminate(stray);
  }, 90_000);
});

describe('C7 a pass', () => {
  it('that a vendor stops with 500 or 429 goes on where it was, and passes over what can’t be read', async () => {
    await bought();
    await bought();
    await bought();
    const accounts = await run<{ account: string }>(
      'SELECT DISTINCT vendor_ref AS account FROM vendor_tenant WHERE vendor_ref IS NOT NULL ORDER BY 1',
    );
    expect(accounts.length).toBeGreaterThan(2);
    const [, second, third] = accounts;
    const calls = async (account: string) =>
      (await trade.outside.partnerState({ customerId: account })).calls[`list-subscriptions ${account}`] ?? 0;
    const before = await calls(accounts[0]!.account);
    await trade.outside.setPartnerFaults(
      { match: { operation: 'list-subscriptions', customerId: second!.account }, mode: 'status', status: 500, times: 1 },
      { match: { operation: 'list-subscriptions', customerId: third!.account }, mode: 'status', status: 429, retryAfter: 1, times: 1 },
    );
    const soon = "UPDATE reconcile_pass SET resume_at = now() WHERE ended_at IS NULL AND area = 'microsoft'";
    const stops: (string | null)[] = [];
    const reconciler = aReconciler();
    for (let did = 'went_on'; did !== 'ended';) {
      ({ did } = await reconciler.step('microsoft'));
      const [open] = await run<{ code: string | null }>(
        "SELECT failure_code AS code FROM reconcile_pass WHERE ended_at IS NULL AND area = 'microsoft'",
      );
      if (open?.code) stops.push(open.code);
      await run(soon);
    }
    expect(stops).toEqual(['vendor_error', 'vendor_throttled']);
    // The first account was asked about once: the pass went on behind it.
    expect((await calls(accounts[0]!.account)) - before).toBe(1);
    await trade.outside.setPartnerFaults({
      match: { operation: 'list-subscriptions', customerId: second!.account },
      mode: 'status',
      status: 500,
    });
    for (let did = 'went_on'; did !== 'ended';) {
      ({ did } = await reconciler.step('microsoft'));
      await run(soon);
    }
    await trade.outside.setPartnerFaults();
    const [last] = await run<{ unread: number; compared: number }>(
      "SELECT unread, compared FROM reconcile_pass WHERE area = 'microsoft' ORDER BY id DESC LIMIT 1",
    );
    expect(last).toMatchObject({ unread: 1 });
    await reconciler.leave();
  }, 60_000);

  it('is slept over by its leader, whose write is refused then', async () => {
    const { database } = trade.stack.server.services;
    const [asleep, awake] = [randomUUID(), randomUUID()];
    const pass = (await claimPass(database, 'guardia', asleep))!;
    expect(await claimPass(database, 'guardia', awake)).toBeUndefined();
    await run("UPDATE reconcile_pass SET lease_until = now() - interval '1 second' WHERE id = $1", [pass.id]);
    const later = (await claimPass(database, 'guardia', awake))!;
    const slice = { compared: 1, places: [], unread: [], found: [], next: undefined };
    const kept = { slice, apartMs: 0, restMs: 0, stumbles: true };
    expect(await keepSlice(database, pass, { ...kept, leader: asleep })).toBe(false);
    expect(await keepSlice(database, later, { ...kept, leader: awake })).toBe(true);
  });

  it('over ten thousand rows is cut into slices, calls for a few hundred and keeps the rest', async () => {
    await run(
      `INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, currency, total_minor, input, placed_at)
       SELECT gen_random_uuid(), tier1_id, channel_id, id, 'many-' || n, 'undoing', gen_random_uuid(), 'EUR', 100, '{}', now() - interval '1 day'
         FROM customer, generate_series(1, 10000) AS n WHERE id = $1`,
      [trade.customerId],
    );
    const reconciler = aReconciler();
    const slices: number[] = [];
    for (const pass of [1, 2]) {
      for (let did = 'went_on'; did !== 'ended';) {
        const step = await reconciler.step('engine');
        expect(step.did, `pass ${String(pass)}`).not.toBe('rests');
        ({ did } = step);
        slices.push(step.compared);
      }
    }
    expect(Math.max(...slices)).toBe(200);
    expect(slices.length).toBeGreaterThanOrEqual(100);
    const [found] = await run<{ count: number }>(
      "SELECT count(*)::int AS count FROM reconcile_finding WHERE cause = 'order_without_process' AND state = 'confirmed'",
    );
    expect(found?.count).toBe(10_000);
    const [open] = await run<{ count: number }>(
      "SELECT count(*)::int AS count FROM attention_item WHERE state = 'open' AND subject_id IS NOT NULL",
    );
    expect(open?.count).toBe(200);
    await reconciler.leave();
  }, 120_000);
});
