import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesPerChallenge } from '../../domain/user/second-factor.js';
import { createApi, demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { enrol, later, type App } from '../support/factor.js';
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
interface Person {
  readonly id: string;
  readonly email: string;
  readonly api: Api;
  readonly app: App;
}

/** A colleague of Carla's with a second factor. */
const person = async (): Promise<Person> => {
  const email = `f-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const { userIds } = await carla.users.add.mutate({
    idempotencyKey: randomUUID(),
    users: [{ firstName: 'Ivo', lastName: 'Testa', email, role: 'customer_admin', sendActivationEmail: false }],
  });
  const id = userIds[0]!;
  await carla.users.setPassword.mutate({ id, password });
  const { api } = createApi(stack.url);
  await api.auth.signIn.mutate({ loginName: email, password });
  const app = await enrol(api);
  await later(sql);
  return { id, email, api, app };
};

/** The first step of a sign-in from a browser of its own. */
const firstStep = async ({ email }: Pick<Person, 'email'>, headers: Record<string, string> = {}) => {
  const browser = createApi(stack.url, headers);
  const answer = await browser.api.auth.signIn.mutate({ loginName: email, password });
  if (answer.ok) throw new Error('signed in without a code');
  return { ...browser, challenge: answer.challenge };
};

describe('a second factor', () => {
  it('is begun with a fresh proof, tells its recovery codes once, ends the other sessions and keeps the own one', async () => {
    const { id, email, api, app } = await person();
    expect(app.recoveryCodes).toHaveLength(10);
    expect(new Set(app.recoveryCodes).size).toBe(10);
    for (const code of app.recoveryCodes) expect(code).toMatch(/^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/);
    expect((await api.auth.me.query())?.user.loginName).toBe(email);
    expect(await api.self.factor.query()).toMatchObject({ recoveryCodesLeft: 10, isRequired: false });
    const sessions = await sql('SELECT 1 FROM session WHERE user_id = $1', [id]);
    expect(sessions).toHaveLength(1);
    const [mail] = await sql("SELECT params FROM message WHERE user_id = $1 AND template = 'factor_changed'", [id]);
    expect(mail?.params).toMatchObject({ change: 'begun' });
  });

  it('keeps no secret and no recovery code in the clear', async () => {
    const { id, app } = await person();
    const rows = await sql(
      'SELECT t::text AS row FROM second_factor t WHERE user_id = $1 UNION ALL SELECT t::text FROM recovery_code t WHERE user_id = $1',
      [id],
    );
    const text = rows.map(({ row }) => String(row)).join('\n');
    for (const code of app.recoveryCodes) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(Buffer.from(code).toString('hex'));
      expect(text).not.toContain(Buffer.from(code.replaceAll('-', '')).toString('hex'));
    }
  });

  it('asks for the code in a second step; the first one lets nobody in', async () => {
    const one = await person();
    const { api, challenge, cookie } = await firstStep(one);
    expect(cookie()).toBe('');
    expect(await api.auth.me.query()).toBeNull();
    expect(await failureFrom(api.users.list.query({}))).toMatchObject({ code: 'not_signed_in' });
    expect(await sql('SELECT 1 FROM sign_in_challenge WHERE user_id = $1', [one.id])).toHaveLength(1);
    await api.auth.signInWithCode.mutate({ challenge, code: one.app.code() });
    expect((await api.auth.me.query())?.user.loginName).toBe(one.email);
    expect(await sql('SELECT 1 FROM sign_in_challenge WHERE user_id = $1', [one.id])).toEqual([]);
  });

  it('never takes a session along that was planted before', async () => {
    const one = await person();
    const planted = createApi(stack.url);
    await planted.api.auth.signIn.mutate({ loginName: demo('ugo').loginName, password: demo('ugo').password });
    const before = planted.cookie();
    const { challenge } = await firstStep(one);
    await planted.api.auth.signInWithCode.mutate({ challenge, code: one.app.code() });
    expect(planted.cookie()).not.toBe(before);
    const thief = createApi(stack.url, { cookie: before });
    expect((await thief.api.auth.me.query())?.user.loginName).not.toBe(one.email);
  });
});

describe('a code', () => {
  it('is taken once, in however many browsers it comes at one moment', async () => {
    const one = await person();
    const browsers = await Promise.all(Array.from({ length: 6 }, () => firstStep(one)));
    const code = one.app.code();
    const tries = await Promise.allSettled(browsers.map(({ api, challenge }) => api.auth.signInWithCode.mutate({ challenge, code })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const again = await firstStep(one);
    expect(await failureFrom(again.api.auth.signInWithCode.mutate({ challenge: again.challenge, code }))).toMatchObject({
      code: 'input_invalid',
      issues: [{ path: ['code'], code: 'code_wrong' }],
    });
  });

  it('of an earlier step is refused once a later one was taken', async () => {
    const one = await person();
    const [early, late] = [one.app.code(), one.app.code(1)];
    const first = await firstStep(one);
    await first.api.auth.signInWithCode.mutate({ challenge: first.challenge, code: late });
    const second = await firstStep(one);
    expect((await failureFrom(second.api.auth.signInWithCode.mutate({ challenge: second.challenge, code: early }))).issues).toEqual([
      { path: ['code'], code: 'code_wrong' },
    ]);
  });

  it('of recovery is taken once, of twenty at one moment too, and its person is told by mail', async () => {
    const one = await person();
    const browsers = await Promise.all(Array.from({ length: 6 }, () => firstStep(one)));
    const code = one.app.recoveryCodes[3]!.toUpperCase().replaceAll('-', ' ');
    const tries = await Promise.allSettled(browsers.map(({ api, challenge }) => api.auth.signInWithCode.mutate({ challenge, code })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const won = browsers[tries.findIndex(({ status }) => status === 'fulfilled')]!;
    expect(await won.api.self.factor.query()).toMatchObject({ recoveryCodesLeft: 9 });
    const mails = await sql("SELECT 1 FROM message WHERE user_id = $1 AND params ->> 'change' = 'recovery_used'", [one.id]);
    expect(mails).toHaveLength(1);
  });

  it('of somebody else, and a recovery code of somebody else, is worth nothing', async () => {
    const [one, other] = [await person(), await person()];
    const { api, challenge } = await firstStep(one);
    for (const code of [other.app.code(), other.app.recoveryCodes[0]!])
      expect((await failureFrom(api.auth.signInWithCode.mutate({ challenge, code }))).issues).toEqual([
        { path: ['code'], code: 'code_wrong' },
      ]);
    expect(await sql('SELECT 1 FROM recovery_code WHERE user_id = $1 AND used_at IS NOT NULL', [other.id])).toEqual([]);
  });
});

describe('guessing codes', () => {
  it('ends a challenge after five, however many come at one moment', async () => {
    const one = await person();
    const { challenge } = await firstStep(one);
    const guesses = Array.from({ length: 12 }, (_unused, index) => {
      const { api } = createApi(stack.url, { 'x-forwarded-for': `203.0.113.${String(index)}` });
      return failureFrom(api.auth.signInWithCode.mutate({ challenge, code: String(index).padStart(6, '9') }));
    });
    const codes = (await Promise.all(guesses)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'input_invalid')).toHaveLength(codesPerChallenge);
    expect(codes.filter((code) => code === 'challenge_over')).toHaveLength(12 - codesPerChallenge);
    const { api } = createApi(stack.url);
    expect(await failureFrom(api.auth.signInWithCode.mutate({ challenge, code: one.app.code() }))).toMatchObject({
      code: 'challenge_over',
    });
  });

  it('is over after ten, with new challenges from other addresses too, and locks the user as wrong passwords do', async () => {
    const one = await person();
    const seen: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const from = { 'x-forwarded-for': `198.51.100.${String(round)}` };
      const step = await firstStep(one, from).catch(() => undefined);
      if (!step) break;
      for (let index = 0; index < codesPerChallenge; index += 1)
        seen.push(
          (await failureFrom(step.api.auth.signInWithCode.mutate({ challenge: step.challenge, code: `00000${String(index)}` }))).code,
        );
    }
    expect(seen.filter((code) => code === 'input_invalid')).toHaveLength(2 * codesPerChallenge);
    const [user] = await sql('SELECT state FROM app_user WHERE id = $1', [one.id]);
    expect(user?.state).toBe('locked');
    const events = await sql("SELECT 1 FROM sign_in_event WHERE user_id = $1 AND outcome = 'wrong_code'", [one.id]);
    expect(events).toHaveLength(2 * codesPerChallenge);
  });
});

describe('a challenge', () => {
  it('is over in five minutes, and when the password, the role or the state is changed meanwhile', async () => {
    const one = await person();
    const slow = await firstStep(one);
    await sql("UPDATE sign_in_challenge SET expires_at = now() - interval '1 second' WHERE user_id = $1", [one.id]);
    expect(await failureFrom(slow.api.auth.signInWithCode.mutate({ challenge: slow.challenge, code: one.app.code() }))).toMatchObject({
      code: 'challenge_over',
    });
    const changed = await firstStep(one);
    await carla.users.changeRole.mutate({ id: one.id, role: 'customer_user', staffPermission: 'staff_member' });
    expect(await failureFrom(changed.api.auth.signInWithCode.mutate({ challenge: changed.challenge, code: one.app.code() }))).toMatchObject(
      {
        code: 'challenge_over',
      },
    );
  });
});

describe('a lost factor', () => {
  it('is taken away by another administrator or the reseller, with audit and mail; every session ends and the secrets are gone', async () => {
    const one = await person();
    await carla.users.resetFactor.mutate({ id: one.id, reason: 'phone lost' });
    expect(await one.api.auth.me.query()).toBeNull();
    expect(await sql('SELECT 1 FROM second_factor WHERE user_id = $1', [one.id])).toEqual([]);
    expect(await sql('SELECT 1 FROM recovery_code WHERE user_id = $1', [one.id])).toEqual([]);
    expect(await sql("SELECT reason FROM audit_entry WHERE subject_id = $1 AND action = 'user.reset_factor'", [one.id])).toEqual([
      { reason: 'phone lost' },
    ]);
    const mails = await sql("SELECT 1 FROM message WHERE user_id = $1 AND params ->> 'change' = 'reset'", [one.id]);
    expect(mails).toHaveLength(1);
    const { api } = createApi(stack.url);
    expect(await api.auth.signIn.mutate({ loginName: one.email, password })).toEqual({ ok: true });
    const two = await person();
    const rita = await signedIn(stack.url, 'rita');
    await rita.users.resetFactor.mutate({ id: two.id, reason: 'phone lost' });
    expect(await failureFrom(rita.users.resetFactor.mutate({ id: two.id, reason: 'again' }))).toMatchObject({ code: 'state_conflict' });
  });

  it('is not taken away by oneself, by support, by another tenant, nor by somebody who acts as an administrator', async () => {
    const one = await person();
    expect(await failureFrom(one.api.users.resetFactor.mutate({ id: one.id, reason: 'mine' }))).toMatchObject({ code: 'forbidden' });
    const [sam, teo, rita] = await Promise.all([signedIn(stack.url, 'sam'), signedIn(stack.url, 'teo'), signedIn(stack.url, 'rita')]);
    expect(await failureFrom(sam.users.resetFactor.mutate({ id: one.id, reason: 'a call' }))).toMatchObject({ code: 'forbidden' });
    expect(await failureFrom(teo.users.resetFactor.mutate({ id: one.id, reason: 'a call' }))).toMatchObject({ code: 'not_found' });
    await rita.users.impersonate.mutate({ userId: (await carla.auth.me.query())!.user.id, reason: 'to look' });
    expect(await failureFrom(rita.users.resetFactor.mutate({ id: one.id, reason: 'as Carla' }))).toMatchObject({ code: 'forbidden' });
    expect(await failureFrom(rita.self.beginFactor.mutate())).toMatchObject({ code: 'forbidden' });
  });
});
