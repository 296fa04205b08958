import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';

let outside: Outside;
let stack: Stack;
let rita: Api;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  rita = await signedIn(stack.url, 'rita');
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});

it('a customer created while the mail server is down is there at once, and gets the e-mail when it is back', async () => {
  await outside.stopMail();
  const input = aCustomer();
  const { customerId, engine } = await rita.customers.create.mutate(input);
  expect(engine).toBe('confirmed');
  const emailOf = async () => (await rita.customers.get.query({ id: customerId })).accountEmail;
  await eventually(async () => {
    expect(await emailOf()).toMatchObject({ state: 'sending' });
  });
  // The operator sees what is being tried, and that nothing has failed for good.
  const olivia = await signedIn(stack.url, 'olivia');
  const { now } = await rita.timeline.ofCustomer.query({ customerId });
  const sending = now.find(({ kind }) => kind === 'message');
  expect(sending).toMatchObject({ state: 'running', problem: null });
  await eventually(async () => {
    const view = await olivia.processes.engine.query({ id: sending!.processId });
    expect(view?.pendingActivities).toMatchObject([{ type: 'sendMessage', lastFailure: { type: 'mail_unreachable' } }]);
  });

  await outside.startMail();
  await eventually(async () => {
    expect(await emailOf()).toMatchObject({ state: 'delivered', sentTo: input.contact.email });
  }, 30_000);
  expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
});
