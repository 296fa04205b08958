import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activationReminderHours, activationTtlHours } from '../../domain/user/user.js';
import { createApi, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { untilDelivered } from './support/accounts.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const HOUR = 3_600_000;
const password = 'a long enough password';

let time: SkippedTime;
let rita: Api;
let olivia: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  [rita, olivia] = await Promise.all([signedIn(time.stack.url, 'rita'), signedIn(time.stack.url, 'olivia')]);
});
afterAll(() => time.stop());

const processOf = async (userId: string, ordinal = 1) => {
  const { rows } = await olivia.processes.list.query({ kind: ['activation'], limit: 200 });
  return rows.find(({ workflowId }) => workflowId === `activation/${userId}${ordinal > 1 ? `/${String(ordinal)}` : ''}`);
};
/** When the link that is watched now ends; `after` an older one. */
const untilWatched = (userId: string, after = 0): Promise<number> =>
  eventually(async () => {
    const process = await processOf(userId);
    expect(process).toMatchObject({ state: 'waiting', step: 'waiting_for_activation', nextKind: 'activation_expires' });
    expect(Date.parse(process!.nextAt!)).toBeGreaterThan(after);
    return Date.parse(process!.nextAt!);
  });
/** The mails to an address with their links, oldest first. */
const linksTo = async (address: string): Promise<{ subject: string; token: string | undefined }[]> => {
  const mails = await time.outside.mailsTo(address);
  return Promise.all(
    mails.toReversed().map(async ({ id, subject }) => ({
      subject,
      token: /activate\?token=([\w-]+)/.exec((await time.outside.openMail(id)).text)?.[1],
    })),
  );
};
const untilMails = (address: string, count: number) =>
  eventually(async () => {
    const links = await linksTo(address);
    expect(links).toHaveLength(count);
    return links;
  });
const worthOf = async (token: string | undefined) =>
  (await createApi(time.stack.url).api.auth.activation.query({ token: token ?? '' })).state;

/** A customer whose account e-mail has gone out, with its first user and the end of the link. */
const opened = async () => {
  const input = aCustomer();
  const { customerId, firstUser } = await rita.customers.create.mutate(input);
  const address = input.contact.email;
  const [mail] = await untilMails(address, 1);
  return { customerId, userId: firstUser.id, address, token: mail!.token, expiresAt: await untilWatched(firstUser.id) };
};
const untilState = (userId: string, state: string, step: string) =>
  eventually(async () => {
    expect(await processOf(userId)).toMatchObject({ state, step });
  });

describe('the link of an account e-mail', () => {
  it('B16 A6 is watched from when the e-mail goes out, and expires after 48 hours by the clock of the engine', async () => {
    const before = await time.now();
    const { userId, expiresAt, token } = await opened();
    expect(Math.abs(expiresAt - before - activationTtlHours * HOUR)).toBeLessThan(60_000);
    expect(await worthOf(token)).toBe('valid');
    await time.passUntil(expiresAt - 1_000);
    expect(await processOf(userId)).toMatchObject({ state: 'waiting' });
    await time.passUntil(expiresAt);
    await untilState(userId, 'ended', 'activation_expired');
  });

  it('B16 is reminded of once, 12 hours before its end, with the same link; the account e-mail itself goes out once', async () => {
    const { address, expiresAt } = await opened();
    await time.passUntil(expiresAt - activationReminderHours * HOUR - 1_000);
    expect(await linksTo(address)).toHaveLength(1);
    await time.passUntil(expiresAt - activationReminderHours * HOUR + 1_000);
    await untilMails(address, 2);
    await time.passUntil(expiresAt + HOUR);
    const links = await linksTo(address);
    expect(links.map(({ subject }) => subject.replace(/Prova .*S\.p\.A\./, 'X'))).toEqual([
      'Your Nordica Cloud account for X is ready',
      'Your invitation to X expires soon',
    ]);
    expect(links[0]!.token).toBe(links[1]!.token);
  });

  it('B16 A6 begins only on the date of a scheduled e-mail', async () => {
    const due = Math.ceil((await time.now()) / 60_000) * 60_000 + 240 * HOUR;
    const input = aCustomer({
      accountEmail: { when: 'date', localDateTime: new Date(due).toISOString().slice(0, 16) },
      timeZone: 'Etc/UTC',
    });
    const { firstUser } = await rita.customers.create.mutate(input);
    await time.passUntil(due - 60_000);
    expect(await processOf(firstUser.id)).toBeUndefined();
    await time.passUntil(due);
    const expiresAt = await untilWatched(firstUser.id);
    expect(expiresAt - due).toBeGreaterThanOrEqual(activationTtlHours * HOUR);
    expect(expiresAt - due).toBeLessThan(activationTtlHours * HOUR + 60_000);
  });

  it('B16 B22 followed, it ends the process: no reminder', async () => {
    const { userId, address, token } = await opened();
    await createApi(time.stack.url).api.auth.activate.mutate({ token: token!, password });
    await untilState(userId, 'done', 'activation_activated');
    expect(await linksTo(address)).toHaveLength(1);
  });

  it('B22 the first administrator can be activated by hand by another one', async () => {
    const { customerId, userId, token } = await opened();
    const email = `second-${randomUUID().slice(0, 8)}@prova.example`;
    await rita.users.add.mutate({
      customerId,
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Bea', lastName: 'Bruni', email, role: 'customer_admin' }],
    });
    const [invitation] = await untilMails(email, 1);
    await untilDelivered(olivia, email);
    const bea = createApi(time.stack.url).api;
    await bea.auth.activate.mutate({ token: invitation!.token!, password });
    await bea.users.activateByHand.mutate({ id: userId, password });
    await untilState(userId, 'done', 'activation_activated');
    expect(await worthOf(token)).toBe('revoked');
  });

  it('B16 B22 resent, the process goes on with the new link and the old one is worthless', async () => {
    const { userId, address, token, expiresAt } = await opened();
    await time.passUntil(expiresAt - 20 * HOUR);
    await rita.users.resendActivation.mutate({ id: userId });
    const [, invitation] = await untilMails(address, 2);
    await untilDelivered(olivia, address);
    expect(await untilWatched(userId, expiresAt)).toBeGreaterThan(expiresAt);
    expect([await worthOf(token), await worthOf(invitation!.token)]).toEqual(['revoked', 'valid']);
  });

  it('A6 B16 sent again, the account e-mail has a link of its own that the same process watches', async () => {
    const { customerId, userId, address, token, expiresAt } = await opened();
    await time.passUntil(expiresAt - 20 * HOUR);
    await eventually(() => rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'now' } }));
    const [, again] = await untilMails(address, 2);
    expect(again!.subject).toContain('is ready');
    const newEnd = await untilWatched(userId, expiresAt);
    expect([await worthOf(token), await worthOf(again!.token)]).toEqual(['revoked', 'valid']);
    await time.passUntil(newEnd);
    await untilState(userId, 'ended', 'activation_expired');
    const reminders = (await linksTo(address)).slice(2);
    expect(reminders.map((reminder) => reminder.token)).toEqual([again!.token]);
  });

  it('B13 B16 a changed address gets a new invitation at once, and the link at the old one is dead', async () => {
    const { userId, token, address, expiresAt } = await opened();
    const email = `moved-${randomUUID().slice(0, 8)}@prova.example`;
    expect(await rita.users.changeEmail.mutate({ id: userId, email })).toEqual({ state: 'changed' });
    expect(await worthOf(token)).toBe('revoked');
    const [invitation] = await untilMails(email, 1);
    expect(await worthOf(invitation!.token)).toBe('valid');
    await time.passUntil((await untilWatched(userId, expiresAt - 1)) + HOUR);
    await untilMails(email, 2);
    expect(await linksTo(address)).toHaveLength(1);
  });

  it('B21 a disabled user or customer is reminded of nothing', async () => {
    const [one, two] = [await opened(), await opened()];
    await rita.users.add.mutate({
      customerId: one.customerId,
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Bea', lastName: 'Bruni', email: `b-${randomUUID().slice(0, 8)}@prova.example`, role: 'customer_admin' }],
    });
    await rita.users.disable.mutate({ id: one.userId, reason: 'left before she came' });
    await rita.customers.disable.mutate({ id: two.customerId, reason: 'not paid' });
    for (const { userId } of [one, two]) await untilState(userId, 'ended', 'activation_closed');
    await time.passUntil(two.expiresAt + HOUR);
    for (const { address } of [one, two]) expect(await linksTo(address)).toHaveLength(1);
  });

  it('B16 nobody is reminded of an e-mail that reached no address', async () => {
    const input = aCustomer();
    await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'reject-permanent' });
    const { firstUser } = await rita.customers.create.mutate(input);
    const expiresAt = await untilWatched(firstUser.id);
    await eventually(async () => {
      const { rows } = await olivia.processes.list.query({ kind: ['message'], limit: 200 });
      expect(rows.find(({ title }) => title === input.contact.email)).toMatchObject({ state: 'needs_attention' });
    });
    await time.passUntil(expiresAt);
    await untilState(firstUser.id, 'ended', 'activation_expired');
    expect(await time.outside.mailAttemptsTo(input.contact.email)).toHaveLength(1);
    await time.outside.setMailFaults();
  });

  it('B16 whoever was activated before the date gets the account e-mail, and nothing is watched', async () => {
    const due = Math.ceil((await time.now()) / 60_000) * 60_000 + 240 * HOUR;
    const input = aCustomer({
      accountEmail: { when: 'date', localDateTime: new Date(due).toISOString().slice(0, 16) },
      timeZone: 'Etc/UTC',
    });
    const { firstUser } = await rita.customers.create.mutate(input);
    await rita.users.resendActivation.mutate({ id: firstUser.id });
    const [invitation] = await untilMails(input.contact.email, 1);
    await untilDelivered(olivia, input.contact.email);
    await untilWatched(firstUser.id);
    await createApi(time.stack.url).api.auth.activate.mutate({ token: invitation!.token!, password });
    await untilState(firstUser.id, 'done', 'activation_activated');
    await time.passUntil(due + 1_000);
    await untilMails(input.contact.email, 2);
    expect(await processOf(firstUser.id, 2)).toBeUndefined();
  });
});
