import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, signedIn, type Api } from '../support/client.js';
import { callProcedure, codeOf, ownHeaders, send, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let carla: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  carla = await signedIn(stack.url, 'carla');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const password = 'sei cavalli corrono piano';
const idOf = async (cookie: string): Promise<string | undefined> => {
  const { json } = await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie);
  return (json as { result: { data: { user: { id: string } } | null } }).result.data?.user.id;
};
const addUser = async (role: 'customer_user' | 'customer_admin' = 'customer_user') => {
  const email = `u-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const { userIds } = await carla.users.add.mutate({
    idempotencyKey: randomUUID(),
    users: [{ firstName: 'Ivo', lastName: 'Testa', email, role, sendActivationEmail: false }],
  });
  await carla.users.setPassword.mutate({ id: userIds[0]!, password });
  return { id: userIds[0]!, email };
};

describe('a session that was ended', () => {
  it('never comes back, whatever requests of its own were still saving it', async () => {
    const { loginName, password: secret } = demo('rita');
    const [{ id: ugo } = { id: '' }] = await sql('SELECT id FROM app_user WHERE login_name = $1', [demo('ugo').loginName]);
    for (let round = 0; round < 10; round += 1) {
      const [stolen, own] = [await signInCookie(stack.url, loginName, secret), await signInCookie(stack.url, loginName, secret)];
      const begun = await callProcedure(stack.url, 'users.impersonate', 'mutation', { userId: ugo, reason: 'a race' }, stolen);
      expect(codeOf(begun)).toBe('ok');
      const saving = Array.from({ length: 12 }, (_unused, index) =>
        callProcedure(stack.url, 'auth.setLanguage', 'mutation', { language: index % 2 ? 'it' : 'en' }, stolen),
      );
      const ended = callProcedure(stack.url, 'self.endSessions', 'mutation', {}, own);
      await Promise.all([...saving, ended]);
      expect(codeOf(await ended)).toBe('ok');
      expect(await idOf(stolen), `round ${String(round)}`).toBeUndefined();
    }
  }, 60_000);

  it('begins for nobody whose password was changed while the old one was looked at', async () => {
    const user = await addUser();
    const [answers] = await Promise.all([
      Promise.all(
        Array.from({ length: 6 }, () => callProcedure(stack.url, 'auth.signIn', 'mutation', { loginName: user.email, password })),
      ),
      carla.users.setPassword.mutate({ id: user.id, password: `${password} due` }),
    ]);
    const cookies = answers.flatMap((answer) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!));
    for (const cookie of cookies) expect(await idOf(cookie)).toBeUndefined();
  });
});

describe('signing out everywhere else', () => {
  it('ends the others by their epoch, though a row of theirs should stay, and gives this browser a new id', async () => {
    const { loginName, password: secret } = demo('teo');
    const [here, there] = [await signInCookie(stack.url, loginName, secret), await signInCookie(stack.url, loginName, secret)];
    await sql('ALTER TABLE session DISABLE TRIGGER session_epoch');
    await sql('CREATE TEMP TABLE kept AS SELECT * FROM session');
    const answer = await callProcedure(stack.url, 'self.endSessions', 'mutation', {}, here);
    expect(answer.json).toMatchObject({ result: { data: { ended: 1 } } });
    await sql('INSERT INTO session SELECT * FROM kept ON CONFLICT DO NOTHING');
    await sql('ALTER TABLE session ENABLE TRIGGER session_epoch');
    expect([await idOf(here), await idOf(there)]).toEqual([undefined, undefined]);
    expect(await idOf(answer.headers.getSetCookie()[0]!.split(';')[0]!)).toBeDefined();
  });
});

describe('acting as another', () => {
  const actAs = async (userId: string) => {
    const helper = await addUser('customer_admin');
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: helper.email, password });
    await api.users.impersonate.mutate({ userId, reason: 'to look' });
    expect((await api.auth.me.query())?.user.id).toBe(userId);
    return { api, helper };
  };

  it('ends when the one who acts loses the right, with its session', async () => {
    const target = await addUser();
    const { api, helper } = await actAs(target.id);
    await carla.users.changeRole.mutate({ id: helper.id, role: 'customer_user', staffPermission: 'assigned_services' });
    expect(await api.auth.me.query()).toBeNull();
  });

  it('ends when the target rises, and doesn’t come back when it falls again', async () => {
    const target = await addUser();
    const { api, helper } = await actAs(target.id);
    await carla.users.changeRole.mutate({ id: target.id, role: 'customer_admin', staffPermission: 'assigned_services' });
    expect((await api.auth.me.query())?.user.id).toBe(helper.id);
    await carla.users.changeRole.mutate({ id: target.id, role: 'customer_user', staffPermission: 'assigned_services' });
    expect((await api.auth.me.query())?.user.id).toBe(helper.id);
  });

  it('ends when the target is disabled, whose actor is itself again', async () => {
    const target = await addUser();
    const { api, helper } = await actAs(target.id);
    await carla.users.disable.mutate({ id: target.id, reason: 'left' });
    expect(await api.auth.me.query()).toMatchObject({ user: { id: helper.id }, actor: null });
  });

  it('is asked again on every request by the rule itself, not only by what happened in between', async () => {
    const target = await addUser();
    const { api, helper } = await actAs(target.id);
    await sql('ALTER TABLE app_user DISABLE TRIGGER app_user_void_access');
    await sql("UPDATE app_user SET role = 'customer_user' WHERE id = $1", [helper.id]);
    await sql('ALTER TABLE app_user ENABLE TRIGGER app_user_void_access');
    expect((await api.auth.me.query())?.user.id).toBe(helper.id);
  });
});

describe('guessing', () => {
  const attempt = (loginName: string, secret: string, address: string) =>
    send(`${stack.url}/trpc/auth.signIn`, {
      method: 'POST',
      headers: { ...ownHeaders(stack.url), 'x-forwarded-for': address },
      body: JSON.stringify({ loginName, password: secret }),
    }).then(codeOf);

  it('from forty addresses at one moment is counted before anything is looked at: the right password isn’t found among them', async () => {
    const user = await addUser();
    const wrong = Array.from({ length: 40 }, (_unused, index) => attempt(user.email, 'wrong', `192.0.2.${String(index)}`));
    const right = Array.from({ length: 5 }, (_unused, index) => attempt(user.email, password, `198.51.100.${String(index)}`));
    const codes = await Promise.all([...wrong, ...right]);
    const looked = await sql('SELECT outcome, count(*)::int AS n FROM sign_in_event WHERE user_id = $1 GROUP BY outcome', [user.id]);
    const of = (outcome: string) => Number(looked.find((row) => row.outcome === outcome)?.n ?? 0);
    expect(of('wrong_password') + of('signed_in')).toBeLessThanOrEqual(10);
    expect(codes).toHaveLength(45);
    expect(await attempt(user.email, password, '198.51.100.77')).toBe('sign_in_failed');
    await carla.users.unlock.mutate({ id: user.id });
    expect(await attempt(user.email, password, '198.51.100.77')).toBe('ok');
  });

  it('of the old password leaves its trace and locks', async () => {
    const user = await addUser();
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: user.email, password });
    for (let guess = 0; guess < 10; guess += 1)
      await api.self.changePassword
        .mutate({ oldPassword: `guess ${String(guess)}`, newPassword: `${password} tre` })
        .catch(() => undefined);
    const [{ n, state } = { n: 0, state: '' }] = await sql(
      "SELECT count(*)::int AS n, max(u.state) AS state FROM sign_in_event e JOIN app_user u ON u.id = e.user_id WHERE u.id = $1 AND outcome = 'wrong_password'",
      [user.id],
    );
    expect([n, state]).toEqual([10, 'locked']);
    await expect(api.self.changePassword.mutate({ oldPassword: password, newPassword: `${password} tre` })).rejects.toThrow('rate_limited');
  });
});
