import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { openSql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let carla: Api;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  [carla, rita] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'rita')]);
});
afterAll(() => stack.stop());

const password = 'a long enough password';
const added = async (by: Api, customerId?: string) => {
  const email = `own-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const users = [{ firstName: 'Ivo', lastName: 'Testa', email, sendActivationEmail: false }];
  const { userIds } = await by.users.add.mutate({ customerId, idempotencyKey: randomUUID(), users });
  return { id: userIds[0]!, email };
};
const tokenTo = (email: string): Promise<string> =>
  eventually(async () => {
    const texts = await Promise.all((await mailsTo(email)).map(async ({ id }) => (await openMail(id)).text));
    const [token] = texts.flatMap((text) => /\?token=([\w-]+)/.exec(text)?.[1] ?? []);
    if (token === undefined) throw new Error(`no link to ${email} yet`);
    return token;
  });
const kindsOf = async (userId: string) => (await carla.timeline.ofUser.query({ userId })).past.map(({ kind }) => kind);

describe('who acts as somebody else', () => {
  it('B20 C10 may read the pages in another language, which changes nothing for that user', async () => {
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: 'carla@fiordaliso.example', password: 'customer-demo-1' });
    const ugo = (await api.users.list.query({ q: 'ugo' })).rows[0]!;
    const languageOf = async () => (await carla.users.get.query({ id: ugo.id })).language;
    const before = await languageOf();
    const other = before === 'en' ? 'it' : 'en';
    await api.users.impersonate.mutate({ userId: ugo.id, reason: 'he cannot find his service' });
    await api.auth.setLanguage.mutate({ language: other });
    expect((await api.auth.me.query())!.user).toMatchObject({ id: ugo.id, language: other });
    expect(await languageOf()).toBe(before);
    await api.users.stopImpersonating.mutate();
    await api.users.impersonate.mutate({ userId: ugo.id, reason: 'once more' });
    expect((await api.auth.me.query())!.user.language).toBe(before);
  });
});

describe('a user who was added without an invitation', () => {
  it('B15 gets no mail until a link to choose a password is asked for, by a reseller too', async () => {
    const customerId = (await carla.auth.me.query())!.customer!.id;
    const { id, email } = await added(rita, customerId);
    expect((await rita.users.get.query({ id })).hasPassword).toBe(false);
    await rita.users.sendPasswordLink.mutate({ id });
    const { api } = createApi(stack.url);
    await api.auth.resetPassword.mutate({ token: await tokenTo(email), password });
    await api.auth.signIn.mutate({ loginName: email, password });
    expect(await kindsOf(id)).toEqual(expect.arrayContaining(['user_send_password_link', 'user_reset_password']));
  });

  it('B15 who is disabled gets no link', async () => {
    const { id } = await added(carla);
    await carla.users.disable.mutate({ id, reason: 'added by mistake' });
    expect((await failureFrom(carla.users.sendPasswordLink.mutate({ id }))).code).toBe('state_conflict');
  });
});

describe('the users of a customer that is closed', () => {
  it('B15 B22 get no link and no notice, whoever asks for it', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(20) } }));
    const { id, email } = await added(rita, customerId);
    await rita.customers.disable.mutate({ id: customerId, reason: 'does not pay' });
    const [invited] = (await rita.users.list.query({ customerId })).rows.filter(({ state }) => state === 'not_activated');
    const refused = [
      rita.users.sendPasswordLink.mutate({ id }),
      rita.users.changeEmail.mutate({ id, email: `x${email}` }),
      rita.users.resendActivation.mutate({ id: invited!.id }),
      rita.users.add.mutate({ customerId, idempotencyKey: randomUUID(), users: [{ firstName: 'A', lastName: 'B', email: `y${email}` }] }),
    ];
    expect((await Promise.all(refused.map(failureFrom))).map(({ code }) => code)).toEqual(refused.map(() => 'state_conflict'));
    await createApi(stack.url).api.auth.requestReset.mutate({ loginName: email });
    const sql = await openSql(stack.settings.DATABASE_URL);
    expect(await sql("SELECT template FROM message WHERE customer_id = $1 AND state <> 'called_off'", [customerId])).toEqual([]);
    await sql.end();
  });

  it('B11 get no colleague in the moment in which it is closed', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    const sql = await openSql(stack.settings.DATABASE_URL);
    await sql('BEGIN');
    await sql('SELECT FROM customer WHERE id = $1 FOR UPDATE', [customerId]);
    const late = failureFrom(added(rita, customerId));
    await eventually(async () => {
      expect(await sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")).not.toEqual([]);
    });
    await sql("UPDATE customer SET state = 'disabled' WHERE id = $1", [customerId]);
    await sql('COMMIT');
    expect((await late).code).toBe('state_conflict');
    expect((await rita.users.list.query({ customerId })).rows).toHaveLength(1);
    await sql.end();
  });
});

describe('the thread of a user', () => {
  it('B13 B18 tells of a password that the user changed and of an address that it confirmed', async () => {
    const { id, email } = await added(carla);
    await carla.users.setPassword.mutate({ id, password });
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: email, password });
    await api.self.changePassword.mutate({ oldPassword: password, newPassword: 'another long enough one' });
    const moved = email.replace('own-', 'moved-');
    await carla.users.changeEmail.mutate({ id, email: moved });
    await api.auth.confirmEmail.mutate({ token: await tokenTo(moved) });
    expect(await kindsOf(id)).toEqual(
      expect.arrayContaining(['user_set_password', 'user_change_own_password', 'user_change_email', 'user_confirm_email']),
    );
  });
});

describe('a command that is carried out only after its caller was told that it waits', () => {
  it('C8 A6 is in the audit log as asked, and then with its outcome; its row says what became of it', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(20) } }));
    const dueAt = async () => (await rita.customers.get.query({ id: customerId })).accountEmail!.dueAt;
    const nextKinds = async () => (await rita.timeline.ofCustomer.query({ customerId })).next.map(({ kind }) => kind);
    await eventually(async () => {
      expect(await nextKinds()).toContain('account_email');
    });
    const before = await dueAt();
    await stack.worker?.stop();
    const { command } = await rita.accountEmail.move.mutate({ customerId, localDateTime: daysAhead(30) });
    expect(command).toMatchObject({ kind: 'account_email.move', open: true });
    const entries = async () =>
      (await rita.audit.ofCustomer.query({ customerId })).rows.filter(({ action }) => /^(?:account_email|command)\./.test(action));
    expect(await entries()).toMatchObject([{ actorName: 'Rita Rossi', action: 'account_email.move' }]);
    await stack.startWorker();
    await eventually(async () => {
      expect(await rita.commands.get.query({ id: command.id })).toMatchObject({ state: 'done', actorName: 'Rita Rossi' });
    }, 40_000);
    expect(await dueAt()).not.toBe(before);
    expect(await entries()).toMatchObject([
      { action: 'command.done', after: { kind: 'account_email.move' } },
      { action: 'account_email.move' },
    ]);
  });
});
