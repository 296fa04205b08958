import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allows, confirmation, type Permission } from '../../domain/permission/permissions.js';
import { appRouter } from '../../server/router.js';
import { everybody, idsOfNobody, type Actor } from '../api/people.js';
import { procedureInputs } from '../api/procedure-inputs.js';
import { createApi, demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { enrol, forgetProofs, later } from '../support/factor.js';
import { callProcedure, codeOf } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let carla: Api;
let actors: Actor[];
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  carla = await signedIn(stack.url, 'carla');
  actors = await everybody(stack);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation'; meta?: { permission?: Permission } } }>,
).map(([path, { _def }]) => ({ path, type: _def.type, permission: _def.meta?.permission ?? 'public' }));
const asked = procedures.filter(({ permission }) => confirmation[permission] === 'asked');

/** Procedures whose name speaks of what is guarded, and that ask by themselves or need nothing. */
const otherwise: Readonly<Record<string, string>> = {
  'auth.resetPassword': 'the link is the proof',
  'auth.confirmEmail': 'the link is the proof',
  'auth.signInWithCode': 'is a proof',
  'self.changePassword': 'asks for the old one each time',
};

describe('before what is dangerous', () => {
  it('every procedure asks whose name speaks of credentials, addresses, roles, credit or deletion', () => {
    const named = procedures
      .filter(
        ({ path, type }) => type === 'mutation' && /password|login|changeEmail|confirmEmail|role|credit|delete|factor|code/i.test(path),
      )
      .filter(({ path }) => !(path in otherwise));
    expect(named.length).toBeGreaterThan(9);
    expect(named.filter(({ permission }) => confirmation[permission] !== 'asked').map(({ path }) => path)).toEqual([]);
  });

  it.each(asked.map((procedure) => [procedure.path, procedure] as const))(
    '%s asks who it is, and has done nothing yet',
    async (path, procedure) => {
      await forgetProofs(sql);
      const answers = await Promise.all(
        actors
          .filter(({ role }) => role && allows(role, procedure.permission))
          .map(({ cookie }) => callProcedure(stack.url, path, procedure.type, procedureInputs[path]?.input?.(idsOfNobody()), cookie)),
      );
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of answers) expect(codeOf(answer), path).toBe('confirm_identity');
    },
  );

  it('a new administrator, a notice address and an emergency address ask too, though what they are part of doesn’t', async () => {
    await forgetProofs(sql);
    const user = { firstName: 'Ivo', lastName: 'Testa', email: `${randomUUID()}@fiordaliso.example` };
    const add = (role: 'customer_admin' | 'customer_user') =>
      carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [{ ...user, role, sendActivationEmail: false }] });
    expect(await failureFrom(add('customer_admin'))).toMatchObject({ code: 'confirm_identity' });
    const { userIds } = await add('customer_user');
    const facts = { firstName: 'Ivo', lastName: 'Testa' };
    expect(
      await failureFrom(
        carla.users.update.mutate({ id: userIds[0]!, version: 1, facts: { ...facts, notificationEmail: 'eve@evil.example' } }),
      ),
    ).toMatchObject({ code: 'confirm_identity' });
    await carla.users.update.mutate({ id: userIds[0]!, version: 1, facts });
    expect(await sql('SELECT notification_email FROM app_user WHERE id = $1', [userIds[0]])).toEqual([{ notification_email: null }]);
  });
});

describe('the password given again', () => {
  it('lets the same call through, in this session alone and for ten minutes', async () => {
    const other = await signedIn(stack.url, 'carla');
    await forgetProofs(sql);
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ivo', lastName: 'Testa', email: `${randomUUID()}@fiordaliso.example`, sendActivationEmail: false }],
    });
    const remove = (api: Api) => api.users.delete.mutate({ id: userIds[0]!, reason: 'a test' });
    expect(await failureFrom(remove(carla))).toMatchObject({ code: 'confirm_identity', http: 412 });
    expect(await failureFrom(carla.self.confirmIdentity.mutate({ password: 'not the password' }))).toMatchObject({
      issues: [{ path: ['password'], code: 'password_wrong' }],
    });
    expect(await failureFrom(remove(carla))).toMatchObject({ code: 'confirm_identity' });
    await carla.self.confirmIdentity.mutate({ password: demo('carla').password });
    expect(await failureFrom(remove(other))).toMatchObject({ code: 'confirm_identity' });
    expect(await remove(carla)).toEqual({ ok: true });
  });

  it('is the actor’s own while acting as another, never that of who is acted as', async () => {
    const rita = await signedIn(stack.url, 'rita');
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ivo', lastName: 'Testa', email: `${randomUUID()}@fiordaliso.example`, sendActivationEmail: false }],
    });
    await rita.users.impersonate.mutate({ userId: (await carla.auth.me.query())!.user.id, reason: 'to help' });
    await forgetProofs(sql);
    const remove = () => rita.users.delete.mutate({ id: userIds[0]!, reason: 'a test' });
    expect(await failureFrom(remove())).toMatchObject({ code: 'confirm_identity' });
    expect(await failureFrom(rita.self.confirmIdentity.mutate({ password: demo('carla').password }))).toMatchObject({
      code: 'input_invalid',
    });
    expect(await failureFrom(remove())).toMatchObject({ code: 'confirm_identity' });
    await rita.self.confirmIdentity.mutate({ password: demo('rita').password });
    expect(await remove()).toEqual({ ok: true });
  });

  it('isn’t made younger by a session that goes on under another id', async () => {
    const rita = await signedIn(stack.url, 'rita');
    await forgetProofs(sql);
    await rita.self.endSessions.mutate({});
    expect(await failureFrom(rita.self.beginFactor.mutate())).toMatchObject({ code: 'confirm_identity' });
  });

  it('is guessed no oftener than at signing in', async () => {
    const ugo = await signedIn(stack.url, 'ugo');
    const codes: string[] = [];
    for (let index = 0; index < 12; index += 1)
      codes.push((await failureFrom(ugo.self.confirmIdentity.mutate({ password: `wrong ${String(index)} guess` }))).code);
    expect(codes.filter((code) => code === 'input_invalid')).toHaveLength(10);
    expect(codes.slice(10)).toEqual(['rate_limited', 'rate_limited']);
  });
});

describe('who has a second factor', () => {
  it('is asked for its code, which counts once, and not for the password', async () => {
    const teo = await signedIn(stack.url, 'teo');
    const app = await enrol(teo);
    await later(sql);
    await forgetProofs(sql);
    expect(await failureFrom(teo.self.confirmIdentity.mutate({ password: demo('teo').password }))).toMatchObject({
      issues: [{ path: ['code'], code: 'required' }],
    });
    const code = app.code();
    await teo.self.confirmIdentity.mutate({ code });
    expect((await teo.self.renewRecoveryCodes.mutate()).recoveryCodes).toHaveLength(10);
    expect(await failureFrom(teo.self.confirmIdentity.mutate({ code }))).toMatchObject({
      issues: [{ path: ['code'], code: 'code_wrong' }],
    });
    expect(await failureFrom(teo.self.confirmIdentity.mutate({ code: app.recoveryCodes[0]! }))).toMatchObject({ code: 'input_invalid' });
  });
});

describe('who has a second factor and changes the password', () => {
  it('has proven nothing by the old one: the factor can’t be replaced without its code', async () => {
    const email = `${randomUUID()}@fiordaliso.example`;
    const [first, second] = ['sei cavalli corrono piano', 'sette cavalli corrono piano'] as const;
    carla = await signedIn(stack.url, 'carla');
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ivo', lastName: 'Testa', email, sendActivationEmail: false }],
    });
    await carla.users.setPassword.mutate({ id: userIds[0]!, password: first });
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: email, password: first });
    await enrol(api);
    await forgetProofs(sql);
    await api.self.changePassword.mutate({ oldPassword: first, newPassword: second });
    expect((await api.auth.me.query())?.user.loginName).toBe(email);
    for (const deed of [() => api.self.beginFactor.mutate(), () => api.self.removeFactor.mutate()])
      expect(await failureFrom(deed())).toMatchObject({ code: 'confirm_identity' });
  });
});

describe('where a second factor is required', () => {
  it('one may do without for the time of grace, then nothing is possible but to begin it; the demo people never need one', async () => {
    const strict = await startStack({ worker: false, overrides: { SECOND_FACTOR: 'required', SECOND_FACTOR_GRACE_DAYS: '14' } });
    const owner = await openSql(strict.settings.DATABASE_URL);
    try {
      const chief = await signedIn(strict.url, 'carla');
      expect((await chief.auth.me.query())?.identity).toMatchObject({ factorDueAt: null, isFactorOverdue: false });
      const email = `${randomUUID()}@fiordaliso.example`;
      const password = 'sei cavalli corrono piano';
      const { userIds } = await chief.users.add.mutate({
        idempotencyKey: randomUUID(),
        users: [{ firstName: 'Ivo', lastName: 'Testa', email, role: 'customer_admin', sendActivationEmail: false }],
      });
      await chief.users.setPassword.mutate({ id: userIds[0]!, password });
      const { api, cookie } = createApi(strict.url);
      await api.auth.signIn.mutate({ loginName: email, password });
      const due = (await api.auth.me.query())!.identity;
      expect(due.isFactorOverdue).toBe(false);
      expect(Date.parse(due.factorDueAt!) - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
      await api.users.list.query({});
      await owner("UPDATE app_user SET factor_due_at = now() - interval '1 second' WHERE id = $1", [userIds[0]]);
      expect(await failureFrom(api.users.list.query({}))).toMatchObject({ code: 'factor_required', http: 403 });
      expect((await fetch(`${strict.url}/export/customers.csv`, { headers: { cookie: cookie() } })).status).toBe(403);
      expect((await api.auth.me.query())?.identity.isFactorOverdue).toBe(true);
      const app = await enrol(api);
      expect((await api.auth.me.query())?.identity).toMatchObject({ hasFactor: true, factorDueAt: null, isFactorOverdue: false });
      await api.users.list.query({});
      expect(await failureFrom(api.self.removeFactor.mutate())).toMatchObject({ code: 'forbidden' });
      await chief.users.resetFactor.mutate({ id: userIds[0]!, reason: 'phone lost' });
      await api.auth.signIn.mutate({ loginName: email, password });
      expect(await failureFrom(api.users.list.query({}))).toMatchObject({ code: 'factor_required' });
      expect(app.recoveryCodes).toHaveLength(10);
    } finally {
      await owner.end();
      await strict.stop();
    }
  });
});
