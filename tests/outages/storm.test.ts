import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, look } from '../../sandbox/storm/look.js';
import { runStorm, type Storm } from '../../sandbox/storm/run-storm.js';
import { faultNames, scheduleOf } from '../../sandbox/storm/schedule.js';
import { holds, showOutcome } from '../../sandbox/storm/show-outcome.js';

describe('the schedule of a storm', () => {
  it('is the same for the same seed, another for another, and deals every fault before one comes again', () => {
    expect(scheduleOf(7, 120)).toEqual(scheduleOf(7, 120));
    expect(scheduleOf(7, 120)).not.toEqual(scheduleOf(8, 120));
    const first = scheduleOf(7, 120).slice(0, faultNames.length);
    expect(new Set(first.map(({ name }) => name)).size).toBe(faultNames.length);
    expect(scheduleOf(7, 20)).toEqual(scheduleOf(7, 120).slice(0, scheduleOf(7, 20).length));
  });
});

/** What each kind of check must see, written past every rule of the database. */
const plants: Readonly<Record<string, { statement: string; isSeenAs: RegExp }>> = {
  'an order that was accepted is gone': {
    statement: `UPDATE customer_order SET input = input || '{"purchaseReference":"gone"}' WHERE id = (SELECT id FROM customer_order
      WHERE input ->> 'purchaseReference' LIKE 'storm-%' LIMIT 1) RETURNING id`,
    isSeenAs: /lost: the order storm-\S+ was accepted and isn't there/,
  },
  'a mail that never came': {
    statement: `UPDATE message SET message_id_header = '<planted@nowhere.example>' WHERE id = (SELECT id FROM message WHERE state = 'delivered' LIMIT 1)
      RETURNING id`,
    isSeenAs: /lost: message \S+ is delivered, and not in the inbox/,
  },
  'a plan with fewer units at its vendor': {
    statement: `UPDATE subscription SET units = units + 1 WHERE id = (SELECT id FROM subscription WHERE source = 'assigned' AND state = 'active' LIMIT 1)
      RETURNING id`,
    isSeenAs: /lost: plan \S+ \(active\): the vendor has/,
  },
  'less taken than is owed': {
    statement: `UPDATE payment SET captured_minor = captured_minor - 1 WHERE id = (SELECT p.id FROM payment p JOIN customer_order o ON o.id = p.order_id
      WHERE p.state = 'captured' AND p.method = 'account' AND o.state = 'completed' LIMIT 1) RETURNING id`,
    isSeenAs: /lost: order \S+ \(completed\): \d+ were taken for lines of/,
  },
  'a command that nobody sends': {
    statement: `INSERT INTO outbox (command, workflow_id, payload, next_attempt_at)
      VALUES ('signal', 'customer/planted', '{"signal":"planted","args":[]}', now() + interval '1 day') RETURNING id`,
    isSeenAs: /forgotten: outbox .*customer\/planted/,
  },
  'a command that nobody carries out': {
    statement: `INSERT INTO command (id, tier1_id, channel_id, customer_id, kind, subject_type, subject_id, workflow_id, actor_id, actor_name, state)
      SELECT gen_random_uuid(), tier1_id, channel_id, id, 'account_email.move', 'customer', id, 'customer/planted', gen_random_uuid(), 'planted', 'sent'
        FROM customer LIMIT 1 RETURNING id`,
    isSeenAs: /forgotten: command account_email\.move \S+ is still sent/,
  },
  'a process without a workflow': {
    statement: `UPDATE process SET state = 'running', ended_at = NULL WHERE id = (SELECT id FROM process WHERE kind = 'order' AND state = 'done' LIMIT 1) RETURNING id`,
    isSeenAs: /stuck: process .* has no workflow that runs/,
  },
  'a message that no process carries on': {
    statement: `UPDATE message SET state = 'sending' WHERE id = (SELECT m.id FROM message m WHERE m.state = 'delivered' AND m.message_id_header NOT LIKE '<planted%'
      AND NOT EXISTS (SELECT 1 FROM process p WHERE p.subject_id = m.id AND p.ended_at IS NULL) LIMIT 1) RETURNING id`,
    isSeenAs: /stuck: message \S+ is sending, and no process of it is alive/,
  },
};

/** Connections that no trigger and no foreign key holds back. */
const pastRules = ({ databaseUrl }: Storm['world']) => ({
  databaseUrl: `${databaseUrl}?options=${encodeURIComponent('-c session_replication_role=replica')}`,
});

describe('a short storm', () => {
  let storm: Storm;
  beforeAll(async () => {
    for (const setting of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) vi.stubEnv(setting, undefined); // one that runs elsewhere is not ours to kill
    storm = await runStorm({ seconds: 20, seed: 7, settleSeconds: 120 }, { say: () => undefined });
  }, 400_000);
  afterAll(() => storm.stop(), 60_000);

  it('C21 loses nothing, doubles nothing, forgets nothing and leaves nothing stuck', () => {
    expect(storm.outcome.findings, showOutcome(storm.outcome).join('\n')).toEqual([]);
    expect(holds(storm.outcome)).toBe(true);
    expect(storm.outcome.harms).toHaveLength(scheduleOf(7, 20).length);
  });

  it('sees what is planted: a thing that is there twice, is lost, is forgotten, is stuck', async () => {
    const { world } = storm;
    const kinds = async () => (await storm.look()).map(({ kind, what }) => `${kind}: ${what}`).join('\n');
    const sql = (statement: string, values: unknown[] = []) => look(world, statement, values);

    const { carts } = (await ask(`${world.partnerUrl}/sim/state`)) as {
      carts: { customerId: string; lineItems: { catalogItemId: string }[] }[];
    };
    const { customerId, lineItems } = carts.find((cart) => cart.lineItems.length > 0)!;
    const [line] = await sql(
      `SELECT l.id FROM order_line l JOIN offer f ON f.id = l.offer_id WHERE l.state = 'active' AND f.code LIKE 'M365%' LIMIT 1`,
    );
    const headers = { authorization: `Bearer ${world.partnerKey}`, 'content-type': 'application/json' };
    const post = async (path: string, body?: unknown) => {
      const response = await fetch(`${world.partnerUrl}/v1/customers/${customerId}/${path}`, {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(response.status, await response.clone().text()).toBeLessThan(300);
      return (await response.json()) as { id: string };
    };
    const cart = await post('carts', {
      lineItems: [
        {
          id: 0,
          catalogItemId: lineItems[0]!.catalogItemId,
          quantity: 1,
          billingCycle: 'monthly',
          termDuration: 'P1M',
          friendlyName: `planted ${String(line?.id)}`,
        },
      ],
    });
    await post(`carts/${cart.id}/checkout`);
    await vi.waitFor(async () => expect(await kinds()).toMatch(/doubled: .*the vendor has it 2 times/), {
      timeout: 30_000,
      interval: 1_000,
    });

    for (const [name, { statement }] of Object.entries(plants)) {
      const [planted] = await look(pastRules(world), statement);
      expect(planted, `there is nothing to plant '${name}' in`).toBeDefined();
    }
    const seen = await kinds();
    for (const { isSeenAs } of Object.values(plants)) expect(seen).toMatch(isSeenAs);
    expect(holds({ ...storm.outcome, findings: await storm.look() })).toBe(false);
  }, 120_000);
});
