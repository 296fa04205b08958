import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { addReseller } from '../api/people.js';
import { createApi, demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { faultsOf } from '../support/field-faults.js';
import { callProcedure, codeOf, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
/** A tier-1 reseller, a tier-2 reseller below it, another one below it, and a tier-1 reseller elsewhere. */
let rita: Api;
let teo: Api;
let ciro: Api;
let bea: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  rita = await signedIn(stack.url, 'rita');
  teo = await signedIn(stack.url, 'teo');
  const sibling = await addReseller(stack, { channel: { name: 'Cadore', parentId: seedId('nordica') }, loginName: 'ciro@cadore.example' });
  ciro = createApi(stack.url, { cookie: sibling.cookie }).api;
  const far = await addReseller(stack, { channel: { id: seedId('alpina'), name: 'Alpina' }, loginName: 'bea@alpina.example' });
  bea = createApi(stack.url, { cookie: far.cookie }).api;
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const create = (api: Api, accountName: string) => api.customers.create.mutate(aCustomer({ accountName }));
const taken = async (work: Promise<unknown>): Promise<void> => {
  expect(await failureFrom(work)).toMatchObject({ code: 'account_name_taken', http: 409 });
};

describe('an account name', () => {
  it.each(['Acme', 'ACME', '  acme ', 'Ａｃｍｅ', 'acme\u00a0'])('A3 is taken by the same one written %j', async (other) => {
    if (other === 'Acme') await create(rita, 'Acme');
    await taken(create(rita, other));
  });

  it('A3 with one blank is the same with three, and another one without', async () => {
    await create(rita, 'Due Parole');
    await taken(create(rita, 'due   parole'));
    await create(rita, 'DueParole');
  });

  it('A3 may be had by two tier-1 channels, each its own', async () => {
    await create(rita, 'Comune');
    await create(bea, 'Comune');
    await taken(create(bea, 'COMUNE'));
  });

  it('A3 is shared by a tier-2 reseller with its parent and its siblings, which it does not see', async () => {
    await create(rita, 'Del Padre');
    await create(teo, 'Del Figlio');
    for (const api of [teo, ciro]) await taken(create(api, 'del padre'));
    for (const api of [rita, ciro]) await taken(create(api, 'del figlio'));
    expect((await ciro.customers.list.query({ q: 'figlio' })).rows).toEqual([]);
  });

  it('A3 is won by exactly one of twenty who ask for it at the same moment, however they write it', async () => {
    const spellings = ['Gara', 'GARA', ' gara', 'gARA ', 'Ｇａｒａ'];
    const cookies = [
      await signInCookie(stack.url, demo('rita').loginName, demo('rita').password),
      await signInCookie(stack.url, demo('teo').loginName, demo('teo').password),
    ];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) =>
        callProcedure(
          stack.url,
          'customers.create',
          'mutation',
          aCustomer({ accountName: spellings[index % spellings.length] }),
          cookies[index % 2],
        ),
      ),
    );
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'account_name_taken')).toHaveLength(19);
    const [row] = await sql(
      "SELECT count(*)::int AS customers, (SELECT count(*)::int FROM app_user u JOIN customer c ON c.id = u.customer_id WHERE c.account_name_key = 'gara') AS users FROM customer WHERE account_name_key = 'gara'",
    );
    expect(row).toEqual({ customers: 1, users: 1 });
  });

  it('A3 is kept by a disabled customer, and free again when one is deleted or renamed', async () => {
    const { customerId } = await create(rita, 'Passaggio');
    await rita.customers.disable.mutate({ id: customerId, reason: 'a test' });
    await taken(create(rita, 'passaggio'));
    await rita.customers.delete.mutate({ id: customerId, reason: 'a test' });
    const second = await create(rita, 'passaggio');
    const input = aCustomer({ accountName: 'Altro Nome' });
    const { idempotencyKey: _key, accountEmail: _when, plans: _plans, ...facts } = input;
    await rita.customers.update.mutate({ id: second.customerId, version: 1, facts });
    await create(rita, 'Passaggio');
    await taken(rita.customers.update.mutate({ id: second.customerId, version: 2, facts: { ...facts, accountName: 'PASSAGGIO' } }));
  });

  it('A3 is checked while it is typed: free, taken with one that is free, or invalid with the reason', async () => {
    await create(rita, 'Digitato');
    const check = (api: Api, accountName: string) => api.customers.checkAccountName.query({ accountName });
    expect(await check(rita, 'Mai Visto')).toEqual({ state: 'free' });
    for (const api of [rita, teo, ciro]) expect(await check(api, ' DIGITATO ')).toEqual({ state: 'taken', suggestion: 'DIGITATO 2' });
    expect(await check(bea, 'digitato')).toEqual({ state: 'free' });
    await create(teo, 'Digitato 2');
    expect(await check(rita, 'Digitato')).toEqual({ state: 'taken', suggestion: 'Digitato 3' });
    expect(await check(rita, '-')).toEqual({ state: 'invalid', code: 'too_short' });
    expect(await check(rita, '<b>')).toEqual({ state: 'invalid', code: 'account_name' });
  });

  it('A3 is checked in the channel that staff name, and staff have to name one', async () => {
    const olivia = await signedIn(stack.url, 'olivia');
    const accountName = 'Dallo Staff';
    expect(await faultsOf(create(olivia, accountName))).toEqual(['channelId: required']);
    await olivia.customers.create.mutate(aCustomer({ accountName, channelId: seedId('laguna') }));
    await taken(olivia.customers.create.mutate(aCustomer({ accountName, channelId: seedId('nordica') })));
    await olivia.customers.create.mutate(aCustomer({ accountName, channelId: seedId('alpina') }));
  });
});
