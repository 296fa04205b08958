import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { deriveLinkToken, hashToken } from '../../runtime/link-token.js';

let stack: Stack;
let sql: Sql;
let carla: Api;
let rita: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  [carla, rita] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'rita')]);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

/** What of a user lets somebody in, or says what they may: a change of it voids what was open. The rest says no such thing. */
const columns: Readonly<Record<string, 'voids' | 'harmless'>> = {
  id: 'harmless',
  role: 'voids',
  login_name: 'harmless', // how it is written; what it is compared by is its key
  login_name_key: 'voids',
  first_name: 'harmless',
  last_name: 'harmless',
  email: 'voids',
  notification_email: 'harmless', // no link ever goes there
  password_hash: 'voids',
  state: 'voids',
  staff_permission: 'voids',
  language: 'harmless',
  time_zone: 'harmless',
  address: 'harmless',
  failed_sign_ins: 'harmless',
  failed_since: 'harmless',
  locked_until: 'harmless',
  session_epoch: 'voids',
  factor_since: 'voids',
  factor_due_at: 'harmless', // how long one may do without
  tier1_id: 'harmless', // never changes; the sessions are read with it
  channel_id: 'harmless',
  customer_id: 'harmless',
  version: 'harmless',
  created_at: 'harmless',
  updated_at: 'harmless',
  deleted_at: 'voids',
};
const values: Readonly<Record<string, string>> = {
  role: "'customer_admin'",
  login_name_key: "'renamed-' || id",
  email: "'new-' || email",
  password_hash: "'another hash'",
  state: "'disabled'",
  staff_permission: "'staff_member'",
  session_epoch: 'session_epoch + 1',
  factor_since: 'now()',
  deleted_at: 'now()',
};

const password = 'sei cavalli corrono piano';
const addUser = async () => {
  const email = `u-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const { userIds } = await carla.users.add.mutate({
    idempotencyKey: randomUUID(),
    users: [{ firstName: 'Ivo', lastName: 'Testa', email, sendActivationEmail: false }],
  });
  await carla.users.setPassword.mutate({ id: userIds[0]!, password });
  return { id: userIds[0]!, email };
};
const tokenOf = async (userId: string, template: 'password_reset' | 'address_confirm') => {
  const [row] = await sql('SELECT id FROM message WHERE user_id = $1 AND template = $2 ORDER BY created_at DESC LIMIT 1', [
    userId,
    template,
  ]);
  return deriveLinkToken(stack.settings.TOKEN_SECRET, template === 'password_reset' ? 'reset' : 'address', String(row?.id));
};
/** A user with everything open that there can be: two sessions, a link to a new password, a change of address that somebody began. */
const openUser = async () => {
  const user = await addUser();
  const { api } = createApi(stack.url);
  await api.auth.signIn.mutate({ loginName: user.email, password });
  await carla.users.sendPasswordLink.mutate({ id: user.id });
  const reset = await tokenOf(user.id, 'password_reset');
  await carla.users.changeEmail.mutate({ id: user.id, email: `thief-${randomUUID().slice(0, 8)}@evil.example` });
  const address = await tokenOf(user.id, 'address_confirm');
  return { ...user, api, reset, address };
};
type Open = Awaited<ReturnType<typeof openUser>>;

const expectVoid = async ({ id, api, reset, address, email }: Open): Promise<void> => {
  const me = await api.auth.me.query();
  expect(me?.user.id).not.toBe(id);
  const { api: stranger } = createApi(stack.url);
  expect(await failureFrom(stranger.auth.resetPassword.mutate({ token: reset, password: 'preso per sempre!' }))).toMatchObject({
    code: 'token_invalid',
  });
  expect(await failureFrom(stranger.auth.confirmEmail.mutate({ token: address }))).toMatchObject({ code: 'token_invalid' });
  expect(await sql('SELECT 1 FROM session WHERE user_id = $1', [id])).toEqual([]);
  const [row] = await sql('SELECT email FROM app_user WHERE id = $1', [id]);
  expect(String(row?.email)).not.toContain('thief');
  expect(email).toBeTruthy();
};

const reason = 'a test';
/** Every way to change credentials, address, role or state of a user. */
const deeds: Readonly<Record<string, (user: Open) => Promise<unknown>>> = {
  'self.endSessions': async ({ email }) => {
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: email, password });
    await api.self.endSessions.mutate({});
    await sql('DELETE FROM session s USING app_user u WHERE u.id = s.user_id AND u.email = $1', [email]);
  },
  'self.changePassword': async ({ email }) => {
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: email, password });
    await api.self.changePassword.mutate({ oldPassword: password, newPassword: `${password} due` });
    await sql('DELETE FROM session s USING app_user u WHERE u.id = s.user_id AND u.email = $1', [email]);
  },
  'users.setPassword': ({ id }) => carla.users.setPassword.mutate({ id, password: `${password} due` }),
  'users.changeLoginName': ({ id }) => carla.users.changeLoginName.mutate({ id, loginName: `u-${randomUUID().slice(0, 12)}` }),
  'users.changeRole': ({ id }) => carla.users.changeRole.mutate({ id, role: 'customer_admin', staffPermission: 'assigned_services' }),
  'users.disable and users.enable': async ({ id }) => {
    await carla.users.disable.mutate({ id, reason });
    await carla.users.enable.mutate({ id });
  },
  'users.delete': ({ id }) => carla.users.delete.mutate({ id, reason }),
  'auth.resetPassword': async ({ id, reset }) => {
    expect(id).toBeTruthy();
    await createApi(stack.url).api.auth.resetPassword.mutate({ token: reset, password: `${password} tre` });
  },
};

describe('what lets a user in is void', () => {
  it.each(Object.keys(deeds))('after %s: sessions, links, a pending change of address', async (name) => {
    const user = await openUser();
    await deeds[name]!(user);
    await expectVoid(user);
  });

  it('after a change of address that was confirmed: other links and the sessions', async () => {
    const user = await addUser();
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: user.email, password });
    await carla.users.sendPasswordLink.mutate({ id: user.id });
    const reset = await tokenOf(user.id, 'password_reset');
    await carla.users.changeEmail.mutate({ id: user.id, email: `moved-${randomUUID().slice(0, 8)}@fiordaliso.example` });
    await createApi(stack.url).api.auth.confirmEmail.mutate({ token: await tokenOf(user.id, 'address_confirm') });
    expect(await api.auth.me.query()).toBeNull();
    expect(await failureFrom(api.auth.resetPassword.mutate({ token: reset, password: 'preso per sempre!' }))).toMatchObject({
      code: 'token_invalid',
    });
  });

  it('for all users of a customer that is disabled, though it is enabled again', async () => {
    const user = await openUser();
    const [{ customer_id: id } = { customer_id: '' }] = await sql('SELECT customer_id FROM app_user WHERE id = $1', [user.id]);
    await rita.customers.disable.mutate({ id: String(id), reason });
    await rita.customers.enable.mutate({ id: String(id) });
    await expectVoid(user);
    carla = await signedIn(stack.url, 'carla');
  });
});

describe('the rule of it', () => {
  it('knows every column of a user: whoever adds one says whether it lets somebody in', async () => {
    const rows = await sql(
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'app_user' AND generation_expression IS NULL",
    );
    expect(rows.map((row) => String(row.column_name)).sort()).toEqual(Object.keys(columns).sort());
  });

  it.each(Object.keys(columns).filter((column) => columns[column] === 'voids'))(
    'is the database’s own, whoever changes %s',
    async (column) => {
      const user = await openUser();
      await sql(`UPDATE app_user SET ${column} = ${values[column]!} WHERE id = $1`, [user.id]);
      const [left] = await sql(
        `SELECT (SELECT count(*)::int FROM session WHERE user_id = $1) AS sessions,
                (SELECT count(*)::int FROM user_token WHERE user_id = $1 AND used_at IS NULL AND revoked_at IS NULL) AS links`,
        [user.id],
      );
      expect(left).toEqual({ sessions: 0, links: 0 });
    },
  );

  it('leaves sessions and links alone when a stranger’s failures lock the user', async () => {
    const { id, api, reset } = await openUser();
    await sql("UPDATE app_user SET state = 'locked', locked_until = now() + interval '15 minutes', failed_sign_ins = 10 WHERE id = $1", [
      id,
    ]);
    expect((await api.auth.me.query())?.user.id).toBe(id);
    expect(
      await sql('SELECT 1 AS one FROM user_token WHERE token_hash = $1 AND revoked_at IS NULL', [Buffer.from(hashToken(reset))]),
    ).toEqual([{ one: 1 }]);
  });
});

describe('a login name that is an address', () => {
  it('goes along when somebody who never signed in is invited elsewhere: nobody keeps the name of another’s mailbox', async () => {
    const [theirs, own] = [`chief-${randomUUID().slice(0, 8)}@elsewhere.example`, `own-${randomUUID().slice(0, 8)}@fiordaliso.example`];
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ivo', lastName: 'Testa', email: theirs }],
    });
    const id = userIds[0]!;
    expect(await failureFrom(carla.users.changeEmail.mutate({ id, email: 'ugo@fiordaliso.example' }))).toMatchObject({
      issues: [{ path: ['email'], code: 'login_name_taken' }],
    });
    expect(await carla.users.changeEmail.mutate({ id, email: own })).toEqual({ state: 'changed' });
    expect(await sql('SELECT login_name, login_name_key, email FROM app_user WHERE id = $1', [id])).toEqual([
      { login_name: own, login_name_key: own, email: own },
    ]);
    const rightful = { firstName: 'Ada', lastName: 'Neri', email: theirs };
    await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [rightful] });
  });
});

describe('a login name that is an address of somebody who was added without an invitation', () => {
  it('gets nothing because a stranger asks, and goes along with the address that is confirmed', async () => {
    const [theirs, own] = [`chief-${randomUUID().slice(0, 8)}@elsewhere.example`, `own-${randomUUID().slice(0, 8)}@fiordaliso.example`];
    const user = { firstName: 'Ivo', lastName: 'Testa', email: theirs, sendActivationEmail: false };
    const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] });
    const id = userIds[0]!;
    const { api } = createApi(stack.url);
    expect(await api.auth.requestReset.mutate({ loginName: theirs })).toEqual({ ok: true });
    expect(await sql('SELECT 1 FROM message WHERE user_id = $1', [id])).toEqual([]);
    expect(await carla.users.changeEmail.mutate({ id, email: own })).toEqual({ state: 'confirm' });
    await api.auth.confirmEmail.mutate({ token: await tokenOf(id, 'address_confirm') });
    expect(await sql('SELECT login_name, login_name_key, email FROM app_user WHERE id = $1', [id])).toEqual([
      { login_name: own, login_name_key: own, email: own },
    ]);
  });
});

describe('a reset that a stranger asks for', () => {
  it('again and again never keeps the owner from one: the same link is sent again, and then no more', async () => {
    const { id, email } = await addUser();
    const ask = (address: string) =>
      createApi(stack.url, { 'x-forwarded-for': address }).api.auth.requestReset.mutate({ loginName: email });
    for (let index = 0; index < 6; index += 1) expect(await ask(`192.0.2.${String(index)}`)).toEqual({ ok: true });
    expect(await ask('198.51.100.9')).toEqual({ ok: true });
    const mails = await sql("SELECT id, params FROM message WHERE user_id = $1 AND template = 'password_reset' ORDER BY created_at", [id]);
    expect(mails).toHaveLength(5);
    expect(mails.slice(1).map(({ params }) => (params as { linkOf?: string }).linkOf)).toEqual(
      Array.from({ length: 4 }, () => mails[0]!.id),
    );
    const token = deriveLinkToken(stack.settings.TOKEN_SECRET, 'reset', String(mails[0]!.id));
    expect(await createApi(stack.url).api.auth.resetPassword.mutate({ token, password: `${password} sei` })).toEqual({ ok: true });
  });
});
