import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
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
const email = () => `u-${randomUUID().slice(0, 8)}@fiordaliso.example`;
const aUser = (role: 'customer_admin' | 'customer_user' = 'customer_user') => ({
  firstName: 'Ivo',
  lastName: 'Testa',
  email: email(),
  role,
  sendActivationEmail: false,
});
const add = async (api: Api, user: ReturnType<typeof aUser>, customerId?: string) =>
  (await api.users.add.mutate({ customerId, idempotencyKey: randomUUID(), users: [user] })).userIds[0]!;
const csv = (role: string) => `first_name,last_name,email,role,send_activation_email\nIvo,Testa,${email()},${role},no\n`;

/** What makes somebody an administrator, or takes an account over. */
const takings: Readonly<Record<string, (api: Api, id: string) => Promise<unknown>>> = {
  'adds an administrator': (api) => api.users.add.mutate({ idempotencyKey: randomUUID(), users: [aUser('customer_admin')] }),
  'imports an administrator': (api) => api.users.import.mutate({ csv: csv('administrator'), idempotencyKey: randomUUID() }),
  promotes: (api, id) => api.users.changeRole.mutate({ id, role: 'customer_admin', staffPermission: 'assigned_services' }),
  'changes an address': (api, id) => api.users.changeEmail.mutate({ id, email: email() }),
  'diverts the notices': (api, id) =>
    api.users.update.mutate({ id, version: 2, facts: { firstName: 'Ivo', lastName: 'Testa', notificationEmail: email() } }),
  'changes a login name': (api, id) => api.users.changeLoginName.mutate({ id, loginName: `u-${randomUUID()}` }),
  'sends a link to a password': (api, id) => api.users.sendPasswordLink.mutate({ id }),
  'sets a password': (api, id) => api.users.setPassword.mutate({ id, password }),
};

describe('whoever acts as an administrator', () => {
  it.each(['sam', 'rita'] as const)('takes nothing that would outlast it: %s', async (person) => {
    const id = await add(carla, aUser());
    await carla.users.setPassword.mutate({ id, password });
    const api = await signedIn(stack.url, person);
    await api.users.impersonate.mutate({ userId: (await carla.auth.me.query())!.user.id, reason: 'to look' });
    const before = await sql('SELECT count(*) AS n FROM app_user');
    for (const [name, taking] of Object.entries(takings)) expect((await failureFrom(taking(api, id))).code, name).toBe('forbidden');
    expect(await sql('SELECT count(*) AS n FROM app_user')).toEqual(before);
    await add(api, aUser()); // a plain user
  });
});

describe('support in its own name', () => {
  it('grants no administrator and moves no address, and sends a link to the mailbox that the user has', async () => {
    const sam = await signedIn(stack.url, 'sam');
    const id = await add(carla, aUser());
    await carla.users.setPassword.mutate({ id, password });
    const { customerId } = await carla.users.get.query({ id });
    for (const name of ['promotes', 'changes an address', 'diverts the notices'])
      expect((await failureFrom(takings[name]!(sam, id))).code).toBe('forbidden');
    expect((await failureFrom(add(sam, aUser('customer_admin'), customerId))).code).toBe('forbidden');
    expect(await sam.users.sendPasswordLink.mutate({ id })).toEqual({ ok: true });
  });
});

describe('a new administrator', () => {
  const told = async (name: string) =>
    sql(
      "SELECT u.login_name, m.params FROM message m JOIN app_user u ON u.id = m.user_id WHERE m.template = 'administrator_added' AND m.params->>'names' = $1",
      [name],
    );

  it('is told to the others by mail, however it became one, with who made it so', async () => {
    const added = { ...aUser('customer_admin'), lastName: 'Nuova' };
    await add(carla, added);
    const id = await add(carla, { ...aUser(), lastName: 'Salita' });
    await carla.users.changeRole.mutate({ id, role: 'customer_admin', staffPermission: 'assigned_services' });
    for (const name of ['Ivo Nuova', 'Ivo Salita']) {
      const rows = await told(name);
      expect(rows.map(({ login_name }) => login_name)).toContain('carla@fiordaliso.example');
      expect(rows[0]?.params).toMatchObject({ by: 'Carla Conti' });
    }
  });

  it('is told about once, not again when only what else it may do changes', async () => {
    const id = await add(carla, { ...aUser('customer_admin'), lastName: 'Una' });
    const before = await told('Ivo Una');
    await carla.users.changeRole.mutate({ id, role: 'customer_admin', staffPermission: 'staff_member' });
    expect(await told('Ivo Una')).toEqual(before);
  });
});

describe('whoever may read no orders', () => {
  it('sees no amount of one, nor the credit, in the customer and its threads, though they see the customer', async () => {
    const ugo = await signedIn(stack.url, 'ugo');
    const ugoId = (await ugo.auth.me.query())!.user.id;
    const customerId = (await carla.auth.me.query())!.customer!.id;
    await carla.users.changeRole.mutate({ id: ugoId, role: 'customer_user', staffPermission: 'staff_member' });
    const member = await signedIn(stack.url, 'ugo');
    const place = (kind: string) =>
      sql(
        `INSERT INTO timeline_event (tier1_id, channel_id, customer_id, subject_id, kind, params, dedupe_key)
         SELECT tier1_id, channel_id, id, id, $2, '{"title": "2026-000001", "amountMinor": 4711, "currency": "EUR"}', gen_random_uuid()::text FROM customer WHERE id = $1`,
        [customerId, kind],
      );
    await Promise.all(['order_placed', 'order_charged', 'customer_enabled'].map(place));
    const kinds = async (api: Api) => (await api.timeline.ofCustomer.query({ customerId })).past.map(({ kind }) => kind);
    expect(await kinds(carla)).toEqual(expect.arrayContaining(['order_placed', 'order_charged', 'customer_enabled']));
    expect((await kinds(member)).filter((kind) => kind.startsWith('order'))).toEqual([]);
    expect(await kinds(member)).toContain('customer_enabled');
    expect(await carla.customers.get.query({ id: customerId })).toMatchObject({ creditLimitMinor: 500_000 });
    expect(await member.customers.get.query({ id: customerId })).toMatchObject({ creditLimitMinor: null, creditUsedMinor: null });
  });
});
