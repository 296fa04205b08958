import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { whileStandingBefore } from '../support/gate.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let carla: Api;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  carla = await signedIn(stack.url, 'carla');
  rita = await signedIn(stack.url, 'rita');
});
afterAll(() => stack.stop());

const aUser = (changes: object = {}) => {
  const email = `user-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  return {
    firstName: 'Ivo',
    lastName: 'Testa',
    email,
    role: 'customer_user' as const,
    staffPermission: 'assigned_services' as const,
    sendActivationEmail: true,
    ...changes,
  };
};
const add = async (user: ReturnType<typeof aUser>) => {
  const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] });
  return userIds[0]!;
};
const password = 'a long enough password';
const linkIn = async (email: string, nth = 0): Promise<string> => {
  const mails = await eventually(async () => {
    const found = await mailsTo(email);
    expect(found.length).toBeGreaterThan(nth);
    return found;
  });
  const { text } = await openMail(mails[0]!.id);
  return /token=([\w-]+)/.exec(text)![1]!;
};

describe('users of a customer', () => {
  it('B11 B15 adds a user with an invitation, who is Not activated until its link is followed once', async () => {
    const user = aUser();
    const id = await add(user);
    expect((await carla.users.get.query({ id })).state).toBe('not_activated');
    const token = await linkIn(user.email);
    const { api } = createApi(stack.url);
    expect(await api.auth.activation.query({ token })).toMatchObject({ state: 'valid', loginName: user.email });
    await api.auth.activate.mutate({ token, password });
    expect((await api.auth.me.query())?.user.id).toBe(id);
    expect((await carla.users.get.query({ id })).state).toBe('ready');
    expect(await failureFrom(createApi(stack.url).api.auth.activate.mutate({ token, password }))).toMatchObject({ code: 'token_invalid' });
    await eventually(async () => {
      const process = (await rita.processes.list.query({ kind: ['activation'] })).rows.find((row) => row.workflowId === `activation/${id}`);
      expect(process?.state).toBe('done');
    });
  });

  it('B15 without the e-mail the user is Ready at once and no mail goes out', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    expect((await carla.users.get.query({ id })).state).toBe('ready');
    expect(await mailsTo(user.email)).toHaveLength(0);
  });

  it('B16 resending makes every older link worthless', async () => {
    const user = aUser();
    const id = await add(user);
    const first = await linkIn(user.email);
    await carla.users.resendActivation.mutate({ id });
    const second = await eventually(async () => {
      const token = await linkIn(user.email, 1);
      expect(token).not.toBe(first);
      return token;
    });
    const { api } = createApi(stack.url);
    expect(await api.auth.activation.query({ token: first })).toMatchObject({ state: 'revoked' });
    expect(await failureFrom(api.auth.activate.mutate({ token: first, password }))).toMatchObject({ code: 'token_invalid' });
    await api.auth.activate.mutate({ token: second, password });
  });

  it('B16 an expired link offers a new one, to the user alone', async () => {
    const user = aUser();
    const id = await add(user);
    const token = await linkIn(user.email);
    await stack.server.services.database.read(
      { kind: 'platform' },
      "UPDATE user_token SET expires_at = now() - interval '1 second' WHERE user_id = $1",
      [id],
    );
    const { api } = createApi(stack.url);
    expect(await api.auth.activation.query({ token })).toEqual({ state: 'expired' });
    expect(await failureFrom(api.auth.activate.mutate({ token, password }))).toMatchObject({ code: 'token_invalid' });
    await api.auth.requestActivation.mutate({ token });
    const fresh = await linkIn(user.email, 1);
    await eventually(async () => {
      expect(await api.auth.activation.query({ token: fresh })).toMatchObject({ state: 'valid' });
    });
  });

  it('B21 B23 a disabled user is out at once, and the last administrator stays', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    await carla.users.setPassword.mutate({ id, password });
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: user.email, password });
    await carla.users.disable.mutate({ id, reason: 'left the company' });
    expect(await api.auth.me.query()).toBeNull();
    expect(await failureFrom(api.auth.signIn.mutate({ loginName: user.email, password }))).toMatchObject({ code: 'sign_in_failed' });
    await carla.users.enable.mutate({ id });
    await api.auth.signIn.mutate({ loginName: user.email, password });
    const carlaId = (await carla.auth.me.query())!.user.id;
    for (const attempt of [
      () => carla.users.disable.mutate({ id: carlaId, reason: 'test' }),
      () => carla.users.delete.mutate({ id: carlaId, reason: 'test' }),
      () => carla.users.changeRole.mutate({ id: carlaId, role: 'customer_user' as const, staffPermission: 'assigned_services' as const }),
    ]) {
      expect(await failureFrom(attempt())).toMatchObject({ code: 'last_administrator' });
    }
  });

  it('B21 two administrators who remove each other at once leave one', async () => {
    const { customerId, firstUser } = await rita.customers.create.mutate(aCustomer());
    const other = aUser({ role: 'customer_admin', sendActivationEmail: false });
    const { userIds } = await rita.users.add.mutate({ customerId, idempotencyKey: randomUUID(), users: [other] });
    const results = await Promise.allSettled([firstUser.id, userIds[0]!].map((id) => rita.users.delete.mutate({ id, reason: 'at once' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('B23 too many failures lock, an administrator unlocks, and a known address gets in all the same', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    await carla.users.setPassword.mutate({ id, password });
    const fail = (address: string) =>
      failureFrom(
        createApi(stack.url, { 'x-forwarded-for': address }).api.auth.signIn.mutate({ loginName: user.email, password: 'wrong' }),
      );
    for (let attempt = 0; attempt < 10; attempt += 1) await fail(`192.0.2.${String(attempt)}`);
    expect((await carla.users.get.query({ id })).state).toBe('locked');
    const from = (address: string) =>
      createApi(stack.url, { 'x-forwarded-for': address }).api.auth.signIn.mutate({ loginName: user.email, password });
    expect(await failureFrom(from('198.51.100.1'))).toMatchObject({ code: 'sign_in_failed' });
    await carla.users.unlock.mutate({ id });
    await from('198.51.100.1');
    for (let attempt = 0; attempt < 10; attempt += 1) await fail(`192.0.2.${String(100 + attempt)}`);
    expect((await carla.users.get.query({ id })).state).toBe('locked');
    await from('198.51.100.1');
    const history = await carla.users.signInHistory.query({ userId: id });
    expect(history.rows.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['wrong_password', 'locked', 'signed_in']));
  });

  it('B14 assigns services never beyond the units, also at once', async () => {
    const [service] = await carla.services.list.query({});
    await stack.server.services.database.read({ kind: 'platform' }, 'UPDATE subscription SET units = 3, target_units = 3 WHERE id = $1', [
      service!.id,
    ]);
    const ids = await Promise.all(Array.from({ length: 4 }, () => add(aUser({ sendActivationEmail: false }))));
    const results = await Promise.allSettled(ids.map((id) => carla.services.change.mutate({ subscriptionId: service!.id, assign: [id] })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2); // one seat is Ugo's
    await carla.users.delete.mutate({ id: ids[results.findIndex(({ status }) => status === 'fulfilled')]!, reason: 'frees a seat' });
    expect((await carla.services.list.query({})).find(({ id }) => id === service!.id)).toMatchObject({ units: 3, used: 2 });
  });

  it('B14 B21 a seat that is given to somebody in the moment of deletion is free again', async () => {
    const [service] = await carla.services.list.query({});
    const id = await add(aUser({ sendActivationEmail: false }));
    const used = async () => (await carla.services.list.query({})).find((one) => one.id === service!.id)!.used;
    await stack.server.services.database.read({ kind: 'platform' }, 'UPDATE subscription SET units = 9, target_units = 9 WHERE id = $1', [
      service!.id,
    ]);
    const before = await used();
    const outcomes = await whileStandingBefore(
      stack.settings.DATABASE_URL,
      ['INSERT', 'entitlement'],
      () => carla.services.change.mutate({ subscriptionId: service!.id, assign: [id] }),
      () => Promise.resolve([carla.users.delete.mutate({ id, reason: 'left the company' })]),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await used()).toBe(before);
  });

  it('B20 acts as a user: downward only, marked in every log, without dangerous deeds', async () => {
    const ugo = (await carla.users.list.query({ q: 'ugo' })).rows[0]!;
    const carlaId = (await carla.auth.me.query())!.user.id;
    const helper = await signedIn(stack.url, 'rita');
    await helper.users.impersonate.mutate({ userId: carlaId, reason: 'cannot see her services' });
    const me = (await helper.auth.me.query())!;
    expect(me).toMatchObject({ user: { id: carlaId }, actor: { name: 'Rita Rossi' } });
    expect(await failureFrom(helper.users.setPassword.mutate({ id: ugo.id, password }))).toMatchObject({ code: 'forbidden' });
    expect(
      await failureFrom(helper.self.changePassword.mutate({ oldPassword: demo('carla').password, newPassword: password })),
    ).toMatchObject({ code: 'forbidden' });
    await helper.users.unlock.mutate({ id: ugo.id }).catch(() => undefined);
    const added = aUser({ sendActivationEmail: false });
    await helper.users.add.mutate({ idempotencyKey: randomUUID(), users: [added] });
    const audit = await carla.audit.ofCustomer.query({ customerId: me.customer!.id });
    expect(audit.rows.find(({ action }) => action === 'user.add')?.actorName).toContain('Rita Rossi');
    await helper.users.stopImpersonating.mutate();
    expect((await helper.auth.me.query())?.user.loginName).toBe(demo('rita').loginName);
    const olivia = await signedIn(stack.url, 'olivia');
    expect(await failureFrom(carla.users.impersonate.mutate({ userId: carlaId, reason: 'myself' }))).toMatchObject({ code: 'forbidden' });
    expect((await olivia.users.signInHistory.query({ userId: carlaId })).rows[0]).toMatchObject({
      outcome: 'impersonated',
      actingName: 'Rita Rossi',
    });
  });

  it('B18 a password change ends every other session', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    await carla.users.setPassword.mutate({ id, password });
    const [here, there] = [createApi(stack.url).api, createApi(stack.url).api];
    for (const api of [here, there]) await api.auth.signIn.mutate({ loginName: user.email, password });
    expect(await failureFrom(here.self.changePassword.mutate({ oldPassword: 'not it', newPassword: `${password} 2` }))).toMatchObject({
      issues: [{ path: ['oldPassword'], code: 'password_wrong' }],
    });
    await here.self.changePassword.mutate({ oldPassword: password, newPassword: `${password} 2` });
    expect((await here.auth.me.query())?.user.id).toBe(id);
    expect(await there.auth.me.query()).toBeNull();
  });

  it('a forgotten password is replaced by a link that works once; strangers learn nothing', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    await carla.users.setPassword.mutate({ id, password });
    const { api } = createApi(stack.url);
    expect(await api.auth.requestReset.mutate({ loginName: 'nobody@nowhere.example' })).toEqual({ ok: true });
    expect(await api.auth.requestReset.mutate({ loginName: user.email })).toEqual({ ok: true });
    const token = await eventually(async () => {
      const mails = await mailsTo(user.email);
      const texts = await Promise.all(mails.map((mail) => openMail(mail.id)));
      return /reset-password\?token=([\w-]+)/.exec(texts.map(({ text }) => text).join('\n'))![1]!;
    });
    await api.auth.resetPassword.mutate({ token, password: `${password} 3` });
    expect(await failureFrom(api.auth.resetPassword.mutate({ token, password }))).toMatchObject({ code: 'token_invalid' });
    await api.auth.signIn.mutate({ loginName: user.email, password: `${password} 3` });
  });

  it('B11 imports a file as a process, and the same file again adds nothing', async () => {
    const tag = randomUUID().slice(0, 6);
    const rows = Array.from(
      { length: 60 },
      (_unused, index) => `Nome${String(index)},Prova,u${String(index)}-${tag}@fiordaliso.example,no`,
    );
    const csv = ['first_name,last_name,email,send_activation_email', ...rows, 'Bad,Row,not-an-address,no'].join('\n');
    const dry = await carla.users.importDryRun.mutate({ csv });
    expect(dry).toMatchObject({ good: 60, total: 61 });
    expect(dry.rows.at(-1)).toMatchObject({ line: 62, ok: false, faults: [{ column: 'email', code: 'email' }] });
    const { importId } = await carla.users.import.mutate({ csv, idempotencyKey: randomUUID() });
    await eventually(async () => {
      expect(await carla.users.importStatus.query({ id: importId })).toMatchObject({ total: 60, done: 60, ended: true });
    });
    expect((await carla.users.count.query({ q: tag })).value).toBe(60);
    expect(await failureFrom(carla.users.import.mutate({ csv, idempotencyKey: randomUUID() }))).toMatchObject({
      issues: [{ path: ['csv'], code: 'csv_no_good_rows' }],
    });
  });

  it('B13 an e-mail address changes when the link at the new one is followed, and the old one is told', async () => {
    const user = aUser({ sendActivationEmail: false });
    const id = await add(user);
    const email = `changed-${randomUUID().slice(0, 8)}@fiordaliso.example`;
    expect(await carla.users.changeEmail.mutate({ id, email })).toEqual({ state: 'confirm' });
    const token = await linkIn(email);
    expect((await carla.users.get.query({ id })).email).toBe(user.email);
    await createApi(stack.url).api.auth.confirmEmail.mutate({ token });
    expect((await carla.users.get.query({ id })).email).toBe(email);
    await eventually(async () => {
      expect(await mailsTo(user.email)).toHaveLength(1);
    });
  });
});
