import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../server/security/password.js';
import { demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { addOffer, existingTenant } from '../support/purchase.js';
import { callProcedure, codeOf, ownHeaders, send, signInCookie, type Answer } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let unproxied: Stack;
let sql: Sql;
let carla: Api;
beforeAll(async () => {
  [stack, unproxied] = await Promise.all([
    startStack({ worker: false }),
    startStack({ worker: false, overrides: { TRUSTED_PROXIES: '' } }),
  ]);
  sql = await openSql(stack.settings.DATABASE_URL);
  carla = await signedIn(stack.url, 'carla');
});
afterAll(async () => {
  await sql.end();
  await Promise.all([stack.stop(), unproxied.stop()]);
});

const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  send(`${url}/trpc/${path}`, { method: 'POST', headers: { ...ownHeaders(url), ...headers }, body: JSON.stringify(body) });

describe('what anybody may ask for', () => {
  it.each(['auth.resetPassword', 'auth.signIn', 'auth.requestReset', 'auth.activate'])('%s comes alone, in no batch', async (path) => {
    for (const comma of [',', '%2C']) {
      for (const other of [path, 'auth.setLanguage']) {
        const answer = await post(stack.url, `${other}${comma}${path}?batch=1`, { 0: {}, 1: {} });
        expect([answer.status, codeOf(answer)]).toEqual([413, 'payload_too_large']);
      }
    }
  });

  it('is refused for a wrong token before anything is hashed, and signing in has a reserve, while the hashing is full', async () => {
    const hashing = Array.from({ length: 160 }, () => hashPassword('sei cavalli corrono piano'));
    const refused = Promise.allSettled(hashing);
    const reset = callProcedure(stack.url, 'auth.resetPassword', 'mutation', { token: randomUUID(), password: 'sei cavalli corrono' });
    const signIn = callProcedure(stack.url, 'auth.signIn', 'mutation', {
      loginName: demo('ugo').loginName,
      password: demo('ugo').password,
    });
    expect(codeOf(await reset)).toBe('token_invalid');
    expect(codeOf(await signIn)).toBe('ok');
    const over = (await refused).filter(({ status }) => status === 'rejected');
    expect(over.length).toBeGreaterThan(40);
    for (const one of over) expect(String((one as PromiseRejectedResult).reason)).toContain('rate_limited');
  }, 60_000);
});

describe('the size of a body', () => {
  it('is the procedure’s own: no word in the address makes it larger', async () => {
    const body = { loginName: 'x'.repeat(400_000), password: 'x' };
    for (const path of ['auth.signIn?users.import', 'auth.signIn?x=customers.import', 'auth.signIn?batch=1&users.importDryRun'])
      expect((await post(stack.url, path, body)).status, path).toBe(413);
    expect((await post(stack.url, 'users.import', { csv: 'x'.repeat(400_000) })).status).toBe(401);
    expect((await post(stack.url, 'users.import,users.import?batch=1', { 0: { csv: 'x'.repeat(400_000) }, 1: {} })).status).toBe(413);
  });
});

describe('where a request comes from', () => {
  const wrong = () => ({ loginName: `${randomUUID()}@nowhere.example`, password: 'wrong' });
  const newest = async (at: Stack) => {
    const own = await openSql(at.settings.DATABASE_URL);
    const [row] = await own('SELECT address FROM sign_in_event ORDER BY id DESC LIMIT 1');
    await own.end();
    return row?.address;
  };

  it('is what a named proxy says, where that is an address; five thousand characters are none', async () => {
    expect(codeOf(await post(stack.url, 'auth.signIn', wrong(), { 'x-forwarded-for': '198.51.100.200' }))).toBe('sign_in_failed');
    expect(await newest(stack)).toBe('198.51.100.200');
    for (const header of ['x'.repeat(5_000), '1.2.3.4.5', '<script>', 'unknown']) {
      expect(codeOf(await post(stack.url, 'auth.signIn', wrong(), { 'x-forwarded-for': header }))).toBe('sign_in_failed');
      expect(await newest(stack)).toMatch(/^(::ffff:)?127\.0\.0\.1$/);
    }
  });

  it('is the connection’s other end where no proxy is named', async () => {
    await post(unproxied.url, 'auth.signIn', wrong(), { 'x-forwarded-for': '198.51.100.200' });
    expect(await newest(unproxied)).toMatch(/^(::ffff:)?127\.0\.0\.1$/);
  });
});

describe('a place that is known', () => {
  it('is, of IPv6, the network: its own person gets past a lock with another address of it, and nobody from beside', async () => {
    const email = `u-${randomUUID().slice(0, 8)}@fiordaliso.example`;
    const user = { firstName: 'Ivo', lastName: 'Testa', email, sendActivationEmail: false };
    const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] });
    const password = 'sei cavalli corrono piano';
    await carla.users.setPassword.mutate({ id: userIds[0]!, password });
    const from = async (address: string, typed = password) =>
      codeOf(await post(stack.url, 'auth.signIn', { loginName: email, password: typed }, { 'x-forwarded-for': address }));
    expect(await from('2001:db8:7:1::1')).toBe('ok');
    for (let index = 0; index < 12; index += 1) await from(`198.51.100.${String(index)}`, 'wrong');
    expect(await from('2001:db8:7:2::1')).toBe('sign_in_failed');
    expect(await from('198.51.100.99')).toBe('sign_in_failed');
    expect(await from('2001:db8:7:1:aaaa:bbbb:cccc:dddd')).toBe('ok');
  });
});

describe('questions to a vendor', () => {
  it('are counted, however they are asked: by buying and by correcting too', async () => {
    await addOffer(carla);
    const cart = await carla.cart.get.query();
    const buy = (tenant: ReturnType<typeof existingTenant>) =>
      carla.checkout.buy.mutate({
        idempotencyKey: randomUUID(),
        cartVersion: cart.version,
        shownTotalMinor: cart.totalMinor,
        currency: cart.currency,
        tenant,
        payment: { method: 'account' },
      });
    const [user] = await sql("SELECT id FROM app_user WHERE login_name LIKE 'carla@%'");
    const key = `vendor:by:${String(user!.id)}`;
    expect((await failureFrom(buy(existingTenant('unproven.example')))).code).toBe('input_invalid');
    expect(await sql('SELECT points FROM rate_limit WHERE key = $1', [key])).toEqual([{ points: 1 }]);
    await sql('UPDATE rate_limit SET points = 600 WHERE key = $1', [key]);
    expect((await failureFrom(buy(existingTenant('unproven.example')))).code).toBe('rate_limited');
    const change = { tenant: existingTenant('unproven.example') };
    const corrected = carla.orders.correct.mutate({ id: randomUUID(), reason: 'a test', change, commandId: randomUUID() });
    expect((await failureFrom(corrected)).code).toBe('rate_limited');
  });
});

describe('mails to a stranger', () => {
  it('are few, whoever wants them and however they are asked for', async () => {
    const stranger = `stranger-${randomUUID().slice(0, 8)}@elsewhere.example`;
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const email = `u-${randomUUID().slice(0, 8)}@fiordaliso.example`;
      const user = { firstName: 'Ivo', lastName: 'Testa', email, sendActivationEmail: false };
      ids.push((await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] })).userIds[0]!);
    }
    const codes: string[] = [];
    for (let index = 0; index < 40; index += 1)
      codes.push(
        await carla.users.changeEmail.mutate({ id: ids[index % ids.length]!, email: stranger }).then(
          () => 'ok',
          () => 'refused',
        ),
      );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(10);
    const invite = { firstName: 'Compra', lastName: 'Subito', email: stranger.toUpperCase(), loginName: `u-${randomUUID()}` };
    expect((await failureFrom(carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [invite] }))).code).toBe('rate_limited');
    expect(await sql('SELECT 1 FROM message WHERE lower(to_address) = $1', [stranger])).toHaveLength(10);
  });

  it('are few by new customers too, though each is another customer, and a repeated request sends and counts no other', async () => {
    const rita = await signedIn(stack.url, 'rita');
    const email = `stranger-${randomUUID().slice(0, 8)}@elsewhere.example`;
    const inputs = Array.from({ length: 12 }, () => aCustomer({ contact: { firstName: 'Ada', lastName: 'Neri', email } }));
    const codes: string[] = [];
    for (const input of inputs)
      codes.push(
        await rita.customers.create.mutate(input).then(
          () => 'ok',
          () => 'refused',
        ),
      );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(10);
    expect((await failureFrom(rita.customers.create.mutate(inputs[11]!))).code).toBe('rate_limited');
    const [first] = await sql('SELECT id FROM customer WHERE account_name = $1', [inputs[0]!.accountName]);
    expect((await rita.customers.create.mutate(inputs[0]!)).customerId).toBe(first!.id);
    expect(await sql('SELECT 1 FROM message WHERE to_address = $1', [email])).toHaveLength(10);
  });
});

describe('mails by a file of customers', () => {
  it('count by their address: one address gets ten, and the rows beyond say why, while the others are created', async () => {
    const rita = await signedIn(stack.url, 'rita');
    const stranger = `stranger-${randomUUID().slice(0, 8)}@elsewhere.example`;
    const name = `File ${randomUUID().slice(0, 8)}`;
    const row = (index: number, email: string) => `${name} ${String(index)},Torino,TO,${name} ${String(index)},Ada,Neri,${email}`;
    const head = 'company,city,state_or_province,account_name,contact_first_name,contact_last_name,contact_email';
    const emails = [...Array.from({ length: 12 }, () => stranger), `other-${randomUUID()}@elsewhere.example`];
    const input = {
      csv: [head, ...emails.map((email, index) => row(index, email))].join('\n'),
      lines: emails.map((_, index) => index + 2),
      idempotencyKey: randomUUID(),
      accountEmail: { when: 'now' as const },
    };
    const { results } = await rita.customers.import.mutate(input);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 10 }, () => 'created'),
      'skipped',
      'skipped',
      'created',
    ]);
    expect(results[10]).toMatchObject({ faults: [{ column: 'contact_email', code: 'too_many_mails' }] });
    expect(await sql('SELECT 1 FROM message WHERE to_address = $1', [stranger])).toHaveLength(10);
    // The same again finds its customers, and counts nothing against anybody.
    expect((await rita.customers.import.mutate(input)).results.filter(({ outcome }) => outcome === 'created')).toHaveLength(11);
  });
});

describe('exports', () => {
  it('are as many as an office needs, and the next one is told when', async () => {
    const { loginName, password } = demo('teo');
    const cookie = await signInCookie(stack.url, loginName, password);
    const fetchOne = (list: string) => send(`${stack.url}/export/${list}.csv`, { headers: { cookie } });
    expect((await fetchOne('customers')).status).toBe(200);
    const [teo] = await sql("SELECT id FROM app_user WHERE login_name LIKE 'teo@%'");
    await sql('UPDATE rate_limit SET points = 59 WHERE key = $1', [`export:by:${String(teo!.id)}`]);
    expect((await fetchOne('processes')).status).toBe(200);
    const refused = await fetchOne('customers');
    expect([refused.status, refused.text]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});
