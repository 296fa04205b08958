import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
});
afterAll(() => stack.stop());

describe('a reseller creates a customer', () => {
  it('A9 confirms account name, first user, licences and when the e-mail goes out; then both happen', async () => {
    const [plan] = await rita.catalog.plans.query();
    const input = aCustomer({ plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }] });
    const created = await rita.customers.create.mutate(input);
    expect(created).toMatchObject({
      accountName: input.accountName,
      engine: 'confirmed',
      firstUser: { name: 'Ada Neri', loginName: input.contact.email },
    });
    expect(created.licences).toHaveLength(1);
    await eventually(async () => {
      const customer = await rita.customers.get.query({ id: created.customerId });
      expect(customer.subscriptions[0]?.state).toBe('active');
      expect(customer.accountEmail?.state).toBe('delivered');
    });
    const [mail] = await mailsTo(input.contact.email);
    expect((await openMail(mail!.id)).text).toContain('/activate?token=');
  });

  it('A6 keeps a scheduled e-mail until its date and sends it now when asked', async () => {
    const input = aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(10) } });
    const { customerId } = await rita.customers.create.mutate(input);
    await eventually(async () => {
      const thread = await rita.timeline.ofCustomer.query({ customerId });
      expect(thread.next).toMatchObject([{ kind: 'account_email', actions: ['move', 'send_now', 'call_off'] }]);
    });
    expect(await mailsTo(input.contact.email)).toHaveLength(0);
    await rita.accountEmail.sendNow.mutate({ customerId });
    await eventually(async () => {
      expect(await mailsTo(input.contact.email)).toHaveLength(1);
    });
  });
});
