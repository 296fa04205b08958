import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { ownEngine, type OwnPart } from './support/own-parts.js';

let engine: OwnPart;
let outside: Outside;
let stack: Stack;
let rita: Api;
beforeAll(async () => {
  [engine, outside] = await Promise.all([ownEngine(), startOutside()]);
  stack = await startStack({ overrides: { ...outside.variables, ...engine.variables } });
  rita = await signedIn(stack.url, 'rita');
});
afterAll(async () => {
  await engine.start();
  await stack.stop();
  await outside.stop();
  await engine.remove();
});

const threadOf = (customerId: string) => rita.timeline.ofCustomer.query({ customerId });

describe('while the engine is stopped', () => {
  it('a customer is created, commands are kept and say that they wait; when it is back all goes on, once', async () => {
    const [plan] = await rita.catalog.plans.query();
    const before = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(30) } }));
    await eventually(async () => {
      expect((await threadOf(before.customerId)).next).toHaveLength(1);
    });
    await engine.stop();

    const input = aCustomer({ plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }] });
    const created = await rita.customers.create.mutate(input);
    expect(created.engine).toBe('queued');
    expect(await rita.customers.get.query({ id: created.customerId })).toMatchObject({ accountName: input.accountName, state: 'active' });
    expect((await threadOf(created.customerId)).now).not.toHaveLength(0);

    const readiness = await fetch(`${stack.url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([503, { database: true, engine: false }]);

    const { next: planned } = await threadOf(before.customerId);
    const move = { customerId: before.customerId, localDateTime: daysAhead(40) };
    const { command } = await rita.accountEmail.move.mutate(move);
    expect(command).toMatchObject({ state: 'asked', open: true });
    expect((await threadOf(before.customerId)).next).toEqual(planned);
    const { rows } = await rita.audit.ofCustomer.query({ customerId: before.customerId });
    expect(rows.map(({ action }) => action)).toEqual(['account_email.move', 'customer.create']);

    await engine.start();
    await eventually(async () => {
      const customer = await rita.customers.get.query({ id: created.customerId });
      expect(customer.accountEmail?.state).toBe('delivered');
      expect(customer.subscriptions[0]?.state).toBe('active');
    }, 60_000);
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    expect(await outside.licences(created.customerId)).toMatchObject([{ revision: 1 }]);

    // What was asked meanwhile is carried out.
    await eventually(async () => {
      expect(await rita.commands.get.query({ id: command.id })).toMatchObject({ state: 'done' });
    }, 30_000);
    expect((await threadOf(before.customerId)).next[0]?.at).not.toBe(planned[0]?.at);
  }, 120_000);
});
