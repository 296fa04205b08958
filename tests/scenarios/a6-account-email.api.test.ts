import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../domain/calendar/local-time.js';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
});
afterAll(() => stack.stop());

/** A customer whose e-mail waits, once the engine has taken it up. */
const createWaiting = async (local = daysAhead(20), timeZone = 'Europe/Rome') => {
  const input = aCustomer({ timeZone, accountEmail: { when: 'date', localDateTime: local } });
  const { customerId, accountEmailDueAt } = await rita.customers.create.mutate(input);
  await eventually(async () => {
    expect(await nextOf(customerId)).toHaveLength(1);
  });
  return { customerId, to: input.contact.email, dueAt: accountEmailDueAt };
};
const nextOf = async (customerId: string) =>
  (await rita.timeline.ofCustomer.query({ customerId })).next.filter(({ kind }) => kind === 'account_email');
const emailOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).accountEmail!;
const told = async (customerId: string, kind: string) =>
  (await rita.timeline.ofCustomer.query({ customerId })).past.find((entry) => entry.kind === kind);
const eventuallyIs = (customerId: string, state: string) =>
  eventually(async () => {
    expect((await emailOf(customerId)).state).toBe(state);
  });

describe('a scheduled account e-mail', () => {
  it.each(['Europe/Rome', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'])(
    'A6 is visible with its due time, which is a wall-clock time of the customer: %s',
    async (zone) => {
      const local = daysAhead(20, '09:30');
      const { customerId, dueAt } = await createWaiting(local, zone);
      expect(dueAt).toBe(instantOf(local, zone));
      expect(await nextOf(customerId)).toMatchObject([{ kind: 'account_email', at: dueAt, actions: ['move', 'send_now', 'call_off'] }]);
      expect(await emailOf(customerId)).toMatchObject({ state: 'queued', dueAt });
      const row = (await rita.customers.list.query({ q: (await rita.customers.get.query({ id: customerId })).company })).rows[0];
      expect(row?.process).toMatchObject({ nextKind: 'account_email' });
      expect(new Date(row?.process?.nextAt ?? '').toISOString()).toBe(dueAt);
    },
  );

  it('A6 can be moved to another date, sent now, and then nothing of it any more', async () => {
    const { customerId, to, dueAt } = await createWaiting();
    const later = daysAhead(40, '18:45');
    const moved = await rita.accountEmail.move.mutate({ customerId, localDateTime: later });
    expect(moved.dueAt).toBe(instantOf(later, 'Europe/Rome'));
    expect(await nextOf(customerId)).toMatchObject([{ at: moved.dueAt }]);
    expect((await emailOf(customerId)).dueAt).toBe(moved.dueAt);
    expect(await told(customerId, 'account_email_moved')).toMatchObject({
      actorName: 'Rita Rossi',
      params: { from: dueAt, to: moved.dueAt },
    });
    expect(await mailsTo(to)).toHaveLength(0);

    await rita.accountEmail.sendNow.mutate({ customerId });
    await eventuallyIs(customerId, 'delivered');
    expect(await mailsTo(to)).toHaveLength(1);
    expect(await nextOf(customerId)).toEqual([]);
    const late = { code: 'too_late', http: 412 };
    expect(await failureFrom(rita.accountEmail.move.mutate({ customerId, localDateTime: later }))).toMatchObject(late);
    expect(await failureFrom(rita.accountEmail.sendNow.mutate({ customerId }))).toMatchObject(late);
    expect(await failureFrom(rita.accountEmail.callOff.mutate({ customerId, reason: 'changed my mind' }))).toMatchObject(late);
    expect(await mailsTo(to)).toHaveLength(1);
  });

  it('A6 can not be moved into the past, nor beyond two years, nor to no date; it stays where it was', async () => {
    const { customerId, dueAt } = await createWaiting();
    const move = (localDateTime: string) => faultsOf(rita.accountEmail.move.mutate({ customerId, localDateTime }));
    expect(await move(daysAhead(-1))).toEqual(['localDateTime: date_past']);
    expect(await move(daysAhead(800))).toEqual(['localDateTime: date_too_far']);
    expect(await move('2027-02-30T10:00')).toEqual(['localDateTime: date_time']);
    expect(await nextOf(customerId)).toMatchObject([{ at: dueAt }]);
    expect(
      await faultsOf(rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(-1) } }))),
    ).toEqual(['accountEmail.localDateTime: date_past']);
  });

  it('A6 can be called off with a reason, and a new one scheduled', async () => {
    const { customerId, to } = await createWaiting();
    expect(await faultsOf(rita.accountEmail.callOff.mutate({ customerId, reason: ' ' }))).toEqual(['reason: required']);
    await rita.accountEmail.callOff.mutate({ customerId, reason: 'they were called instead' });
    expect((await emailOf(customerId)).state).toBe('called_off');
    expect(await told(customerId, 'account_email_called_off')).toMatchObject({
      params: { reason: 'they were called instead' },
      actorName: 'Rita Rossi',
    });
    expect(await nextOf(customerId)).toEqual([]);
    expect(await failureFrom(rita.accountEmail.sendNow.mutate({ customerId }))).toMatchObject({ code: 'too_late' });

    const { dueAt } = await eventually(() =>
      rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'date', localDateTime: daysAhead(9) } }),
    );
    expect(await failureFrom(rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'now' } }))).toMatchObject({
      code: 'process_running',
    });
    await eventually(async () => {
      expect(await nextOf(customerId)).toMatchObject([{ at: dueAt }]);
    });
    await eventually(() => rita.accountEmail.sendNow.mutate({ customerId }));
    await eventuallyIs(customerId, 'delivered');
    expect(await mailsTo(to)).toHaveLength(1);
  });

  it('A6 is called off when the customer is disabled; enabling it again offers to schedule a new one', async () => {
    const { customerId, to } = await createWaiting();
    await rita.customers.disable.mutate({ id: customerId, reason: 'does not pay' });
    await eventuallyIs(customerId, 'called_off');
    expect(await told(customerId, 'account_email_called_off_by_state')).toMatchObject({ params: { cause: 'disabled' } });
    const scheduleNow = () => rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'now' } });
    expect(await failureFrom(scheduleNow())).toMatchObject({ code: 'state_conflict' });
    await rita.customers.enable.mutate({ id: customerId });
    expect(await mailsTo(to)).toHaveLength(0);
    await eventually(scheduleNow);
    await eventuallyIs(customerId, 'delivered');
    expect(await mailsTo(to)).toHaveLength(1);
  });

  it('A6 is called off when the customer is deleted', async () => {
    const { customerId, to } = await createWaiting();
    await rita.customers.delete.mutate({ id: customerId, reason: 'entered twice' });
    await eventuallyIs(customerId, 'called_off');
    expect(await told(customerId, 'account_email_called_off_by_state')).toMatchObject({ params: { cause: 'deleted' } });
    expect(await failureFrom(rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'now' } }))).toMatchObject({
      code: 'state_conflict',
    });
    expect(await mailsTo(to)).toHaveLength(0);
  });

  it('A6 is either sent or called off when both are asked at the same moment, and both askers are told the truth', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { customerId, to } = await createWaiting();
      const [sent, calledOff] = await Promise.allSettled([
        rita.accountEmail.sendNow.mutate({ customerId }),
        rita.accountEmail.callOff.mutate({ customerId, reason: 'at the same moment' }),
      ]);
      expect([sent.status, calledOff.status].filter((status) => status === 'fulfilled')).toHaveLength(1);
      await eventuallyIs(customerId, sent.status === 'fulfilled' ? 'delivered' : 'called_off');
      expect(await mailsTo(to)).toHaveLength(sent.status === 'fulfilled' ? 1 : 0);
    }
  });
});

it('A6 sent immediately on creation reaches the contact in the customer’s language, with a link that signs in once', async () => {
  const input = aCustomer({ language: 'it' });
  const { customerId } = await rita.customers.create.mutate(input);
  await eventuallyIs(customerId, 'delivered');
  const [mail, ...more] = await mailsTo(input.contact.email);
  expect(more).toEqual([]);
  expect(mail?.subject).toContain('è pronto');
  const preview = await rita.messages.preview.query({ id: (await emailOf(customerId)).id });
  expect(preview.subject).toBe(mail?.subject);
  expect(preview.text).not.toMatch(/token=[\w-]{20,}/);
});

it('A6 B16 sent again to somebody who has been activated leads to the sign-in, in the mail and in what is shown of it', async () => {
  const input = aCustomer();
  const { customerId } = await rita.customers.create.mutate(input);
  await eventuallyIs(customerId, 'delivered');
  const [first] = await mailsTo(input.contact.email);
  const token = /activate\?token=([\w-]+)/.exec((await openMail(first!.id)).text)![1]!;
  await createApi(stack.url).api.auth.activate.mutate({ token, password: 'a long enough password' });
  const went = (await emailOf(customerId)).id;
  await rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'date', localDateTime: daysAhead(20) } });
  const { id } = await emailOf(customerId);
  expect((await rita.messages.preview.query({ id })).text).toContain(`${stack.url}/sign-in`);
  await eventually(async () => expect(await nextOf(customerId)).toHaveLength(1));
  await rita.accountEmail.sendNow.mutate({ customerId });
  await eventuallyIs(customerId, 'delivered');
  const again = (await mailsTo(input.contact.email)).find((mail) => mail.id !== first!.id)!;
  const { text } = await openMail(again.id);
  expect(text).toContain(`${stack.url}/sign-in`);
  expect(text).not.toContain('/activate');
  expect((await rita.messages.preview.query({ id })).text).toContain(`${stack.url}/sign-in`);
  expect((await rita.messages.preview.query({ id: went })).text).toContain('/activate');
});
