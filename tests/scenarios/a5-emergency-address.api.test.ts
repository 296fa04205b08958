import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { mailFault, mailsTo, mendMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let sam: Api;
beforeAll(async () => {
  stack = await startStack();
  [rita, sam] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'sam')]);
});
afterAll(() => stack.stop());

/** A new customer with addresses of its own, with what the mail server is to do to them. */
const createWith = async (main: string | undefined, emergency: string | undefined, times?: number) => {
  const tag = randomUUID().slice(0, 8);
  const addresses = { main: `main-${tag}@down.example`, emergency: `casa-${tag}@altrove.example` };
  if (main) await mailFault({ match: { to: addresses.main }, mode: main, ...(times ? { times } : {}) });
  if (emergency) await mailFault({ match: { to: addresses.emergency }, mode: emergency });
  const { customerId } = await rita.customers.create.mutate(
    aCustomer({ contact: { firstName: 'Ada', lastName: 'Neri', email: addresses.main }, emergencyEmail: addresses.emergency }),
  );
  return { ...addresses, customerId };
};
const stateOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).accountEmail;
const kindsOf = async (customerId: string) => (await rita.timeline.ofCustomer.query({ customerId })).past.map(({ kind }) => kind);

describe('an account e-mail whose main address does not take it', () => {
  it('A5 goes to the emergency address when it is refused for good, and the timeline says so', async () => {
    const { main, emergency, customerId } = await createWith('reject-permanent', undefined);
    await eventually(async () => {
      expect(await stateOf(customerId)).toMatchObject({ state: 'delivered_to_emergency', sentTo: emergency, toAddress: main });
    });
    expect(await mailsTo(emergency)).toHaveLength(1);
    expect(await mailsTo(main)).toHaveLength(0);
    const { past } = await rita.timeline.ofCustomer.query({ customerId });
    const told = (kind: string) => past.find((entry) => entry.kind === kind)?.params;
    expect(told('message_bounced')).toMatchObject({ failure: 'mail_refused' });
    expect(told('message_delivered_to_emergency')).toMatchObject({ address: emergency });
  });

  it('A5 is tried again there when it is only deferred, and goes nowhere else', async () => {
    const { main, emergency, customerId } = await createWith('reject-temporary', undefined, 1);
    await eventually(async () => {
      expect(await stateOf(customerId)).toMatchObject({ state: 'delivered', sentTo: main });
    });
    expect(await mailsTo(main)).toHaveLength(1);
    expect(await mailsTo(emergency)).toHaveLength(0);
    expect(await kindsOf(customerId)).not.toContain('message_bounced');
  });

  it('A5 is one mail to its reader when the answer of the mail server was lost', async () => {
    const { main, customerId } = await createWith('drop-after-data', undefined, 1);
    await eventually(async () => {
      expect(await stateOf(customerId)).toMatchObject({ state: 'delivered' });
    });
    const mails = await mailsTo(main);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(mails.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  });

  it('A5 waits for a person when no address takes it, with its cause; support’s retry delivers it', async () => {
    const { main, emergency, customerId } = await createWith('reject-permanent', 'reject-permanent');
    const standing = await eventually(async () => {
      const [item] = (await sam.timeline.ofCustomer.query({ customerId })).now.filter(({ state }) => state === 'needs_attention');
      expect(item).toMatchObject({ kind: 'message', step: 'undeliverable', problem: { code: 'mail_refused' } });
      return item!;
    });
    expect(standing.problem?.remedies).toContain('retry_now');
    expect(await stateOf(customerId)).toMatchObject({ state: 'undeliverable', failureCode: 'mail_refused' });
    const attention = async () => (await sam.processes.list.query({ state: ['needs_attention'] })).rows.map(({ id }) => id);
    expect(await attention()).toContain(standing.processId);
    const overview = await rita.overview.get.query();
    expect(overview.view === 'staff' && overview.attention.map(({ processId }) => processId)).toContain(standing.processId);

    expect(await failureFrom(rita.processes.retryNow.mutate({ id: standing.processId, reason: 'not mine to do' }))).toMatchObject({
      code: 'forbidden',
    });
    await Promise.all([mendMail(main), mendMail(emergency)]);
    await sam.processes.retryNow.mutate({ id: standing.processId, reason: 'their mailbox is back' });
    await eventually(async () => {
      expect(await stateOf(customerId)).toMatchObject({ state: 'delivered', sentTo: main });
      expect(await attention()).not.toContain(standing.processId);
    });
    expect(await mailsTo(main)).toHaveLength(1);
    expect(await kindsOf(customerId)).toEqual(expect.arrayContaining(['message_undeliverable', 'message_retried', 'message_delivered']));
    const audit = await rita.audit.ofCustomer.query({ customerId });
    expect(audit.rows.find(({ action }) => action === 'message.retry')).toMatchObject({
      reason: 'their mailbox is back',
      actorName: 'Sam Support',
    });
    expect(await failureFrom(sam.processes.retryNow.mutate({ id: standing.processId, reason: 'once more' }))).toMatchObject({
      code: 'state_conflict',
    });
  });

  it('A5 waits for a person at once when there is no emergency address, or the same one', async () => {
    for (const same of [false, true]) {
      const main = `sola-${randomUUID().slice(0, 8)}@down.example`;
      await mailFault({ match: { to: main }, mode: 'reject-permanent' });
      const { customerId } = await rita.customers.create.mutate(
        aCustomer({ contact: { firstName: 'Ada', lastName: 'Neri', email: main }, ...(same ? { emergencyEmail: main } : {}) }),
      );
      await eventually(async () => {
        expect(await stateOf(customerId)).toMatchObject({ state: 'undeliverable' });
      });
      expect(await kindsOf(customerId)).not.toContain('message_bounced');
    }
  });
});
