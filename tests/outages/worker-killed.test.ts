import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram } from '../support/program.js';
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

const startWorker = () => startProgram('worker', stack.variables);
const customerOf = (id: string) => rita.customers.get.query({ id });

it('A12 a worker killed in the middle of provisioning and of sending: the next one ends both, the vendor has each licence once, the reader one e-mail', async () => {
  const first = await startWorker();
  const plans = (await rita.catalog.plans.query()).slice(0, 3);
  const waiting = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(9) } }));
  await eventually(async () => {
    expect((await rita.timeline.ofCustomer.query({ customerId: waiting.customerId })).next).toHaveLength(1);
  });
  // Both take their time, the vendor before its work and the mail server after it has the mail.
  await outside.setVendorFaults({ mode: 'delay', ms: 2_000 });
  await outside.setMailFaults({ mode: 'slow', delayMs: 4_000, times: 1 });
  const input = aCustomer({ plans: plans.map(({ id, minUnits }) => ({ planId: id, units: minUnits, startDate: dateAhead(0) })) });
  const { customerId, licences } = await rita.customers.create.mutate(input);
  await eventually(async () => {
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    for (const { id } of licences) expect(await outside.vendorCalls(id)).toBe(1);
  });
  await first.kill();
  await outside.setVendorFaults();

  const second = await startWorker();
  // A command for a process whose worker has died is carried out within the time that its caller waits.
  await rita.accountEmail.move.mutate({ customerId: waiting.customerId, localDateTime: daysAhead(12) });
  await eventually(async () => {
    const customer = await customerOf(customerId);
    expect(customer.accountEmail?.state).toBe('delivered');
    expect(customer.subscriptions.map(({ state }) => state)).toEqual(['active', 'active', 'active']);
    expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
  }, 45_000);
  // Killed after the mail was taken and before that was known, it is sent again under its own Message-ID: the same mail to its reader.
  const mails = await outside.mailsTo(input.contact.email);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
  expect(mails.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  expect((await outside.licences(customerId)).map(({ revision, state }) => [revision, state])).toEqual(plans.map(() => [1, 'active']));
  const { past } = await rita.timeline.ofCustomer.query({ customerId });
  const kinds = past.map(({ kind }) => kind).filter((kind) => /applied|delivered|opened/.test(kind));
  expect(kinds.sort()).toEqual([
    'customer_opened',
    'licence_start_applied',
    'licence_start_applied',
    'licence_start_applied',
    'message_delivered',
  ]);
  expect(await second.stop()).toMatchObject({ code: 0 });
}, 120_000);

it('a worker killed before the mail server has taken anything: the reader gets exactly one e-mail', async () => {
  const first = await startWorker();
  await outside.stopMail();
  const input = aCustomer();
  const { customerId } = await rita.customers.create.mutate(input);
  await eventually(async () => {
    expect((await customerOf(customerId)).accountEmail?.state).toBe('sending');
  });
  await first.kill();
  await outside.startMail();
  const second = await startWorker();
  await eventually(async () => {
    expect((await customerOf(customerId)).accountEmail?.state).toBe('delivered');
  }, 45_000);
  expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
  expect((await second.stop()).code).toBe(0);
}, 90_000);
