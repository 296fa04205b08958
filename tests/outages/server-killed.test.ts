import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, platformScope, type Database } from '../../prisma/client.js';
import { readSettings } from '../../runtime/settings.js';
import { signedIn } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram } from '../support/program.js';
import { prepareEnvironment, startStack, type Environment, type Stack } from '../support/stack.js';
import { ownEngine, type OwnPart } from './support/own-parts.js';

let engine: OwnPart;
let outside: Outside;
let environment: Environment;
let database: Database;
beforeAll(async () => {
  [engine, outside] = await Promise.all([ownEngine(), startOutside()]);
  environment = await prepareEnvironment({ ...outside.variables, ...engine.variables });
  database = openDatabase(readSettings(environment.variables).DATABASE_URL);
});
afterAll(async () => {
  await database.close();
  await engine.remove();
  await outside.stop();
  await environment.drop();
});

const customerNamed = async (company: string) =>
  (await database.read<{ id: string }>(platformScope, 'SELECT id FROM customer WHERE company = $1', [company]))[0]?.id;
const waitingCommands = async () => {
  const [row] = await database.read<{ count: number }>(
    platformScope,
    'SELECT count(*)::int AS count FROM outbox WHERE dispatched_at IS NULL',
  );
  return row?.count;
};

describe('a server that is killed between the commit and the start of the process', () => {
  it('leaves the command behind, and the next server starts the process, once', async () => {
    // Without an engine the request stays between the two for as long as its answer waits.
    await engine.stop();
    const first = await startProgram('server', environment.variables, { untilReady: false });
    const rita = await signedIn(first.url, 'rita');
    const [plan] = await rita.catalog.plans.query();
    const input = aCustomer({ plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }] });
    const answer = rita.customers.create.mutate(input).catch(() => 'lost');
    const customerId = await eventually(async () => {
      const id = await customerNamed(input.company);
      if (id === undefined) throw new Error('not committed yet');
      return id;
    });
    await first.kill();
    expect(await answer).toBe('lost');

    await engine.start();
    const second = await startProgram('server', environment.variables);
    const worker = await startProgram('worker', environment.variables);
    const again = await signedIn(second.url, 'rita');
    // The browser asks again with the same key: it gets the customer that is there already.
    expect(await again.customers.create.mutate(input)).toMatchObject({ customerId });
    await eventually(async () => {
      const customer = await again.customers.get.query({ id: customerId });
      expect(customer.accountEmail?.state).toBe('delivered');
      expect(customer.subscriptions[0]?.state).toBe('active');
      expect(await waitingCommands()).toBe(0);
    }, 45_000);
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    expect(await outside.licences(customerId)).toMatchObject([{ revision: 1 }]);

    // As if it had been killed after the start and before it noted that: the command goes out again, and changes nothing.
    await database.read(platformScope, 'UPDATE outbox SET dispatched_at = NULL, next_attempt_at = now()');
    await eventually(async () => {
      expect(await waitingCommands()).toBe(0);
    });
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    expect(await outside.licences(customerId)).toMatchObject([{ revision: 1 }]);
    expect((await second.stop()).code).toBe(0);
    expect((await worker.stop()).code).toBe(0);
  }, 120_000);
});

describe('two servers on one database', () => {
  it('hand each command to the engine once, though both look for it', async () => {
    await engine.stop();
    const overrides = { ...outside.variables, ...engine.variables };
    const one: Stack = await startStack({ worker: false, overrides });
    const shared = { ...one.variables, PORT: '0' };
    const two: Stack = await startStack({ worker: false, overrides: shared });
    try {
      const rita = await signedIn(one.url, 'rita');
      const inputs = Array.from({ length: 15 }, () => aCustomer());
      const created = await Promise.all(inputs.map((input) => rita.customers.create.mutate(input)));
      expect(created.map((answer) => answer.engine)).toEqual(inputs.map(() => 'queued'));
      await engine.start();
      await two.startWorker();
      await eventually(async () => {
        for (const { customerId } of created) {
          expect((await rita.customers.get.query({ id: customerId })).accountEmail?.state).toBe('delivered');
        }
      }, 60_000);
      for (const { contact } of inputs) expect(await outside.mailsTo(contact.email)).toHaveLength(1);
      const { database: shownBy, engine: reached } = two.server.services;
      // The e-mail may be there before the server has noted that the command arrived, and before the engine has ended the process.
      await eventually(async () => {
        const commands = await shownBy.read<{ workflow_id: string; dispatched_at: string | null }>(
          platformScope,
          "SELECT workflow_id, dispatched_at FROM outbox WHERE workflow_id LIKE 'customer/%'",
        );
        expect(commands.filter(({ dispatched_at }) => dispatched_at === null)).toEqual([]);
        for (const { workflow_id } of commands) {
          expect((await reached.client.workflow.getHandle(workflow_id).describe()).status.name).toBe('COMPLETED');
        }
      });
    } finally {
      await engine.start();
      await two.stop();
      await one.stop();
    }
  }, 120_000);
});

describe('a server that is killed before a command to a process is answered', () => {
  it('C8 leaves the command behind: the next server has it carried out, once, and says so', async () => {
    const first = await startProgram('server', environment.variables);
    const worker = await startProgram('worker', environment.variables);
    const rita = await signedIn(first.url, 'rita');
    const input = aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(20) } });
    const { customerId } = await rita.customers.create.mutate(input);
    await eventually(async () => {
      const { next } = await rita.timeline.ofCustomer.query({ customerId });
      if (next.length === 0) throw new Error('the process hasn’t begun');
    });
    // Without a worker the process doesn't answer, and the request stays between the two.
    await worker.kill();
    const answer = rita.accountEmail.callOff.mutate({ customerId, reason: 'not before spring' }).catch(() => 'lost');
    const commands = () =>
      database.read<{ state: string }>(platformScope, 'SELECT state FROM command WHERE customer_id = $1', [customerId]);
    await eventually(async () => expect(await commands()).toHaveLength(1));
    await first.kill();
    expect(await answer).toBe('lost');

    const second = await startProgram('server', environment.variables);
    const again = await startProgram('worker', environment.variables);
    await eventually(async () => expect(await commands()).toMatchObject([{ state: 'done' }]), 40_000);
    const entries = await database.read<{ action: string; reason: string; actorName: string }>(
      platformScope,
      `SELECT action, reason, actor_name AS "actorName" FROM audit_entry WHERE customer_id = $1 AND action LIKE ANY ('{account_email.%,command.%}') ORDER BY id`,
      [customerId],
    );
    expect(entries).toMatchObject([
      { action: 'account_email.call_off', reason: 'not before spring', actorName: 'Rita Rossi' },
      { action: 'command.done', reason: 'not before spring', actorName: 'Rita Rossi' },
    ]);
    await again.kill();
    await second.kill();
  }, 120_000);
});
