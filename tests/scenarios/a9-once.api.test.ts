import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { callProcedure, codeOf, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
let cookie: string;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  cookie = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
  sql = await openSql(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const count = async (statement: string, parameter: unknown) => Number((await sql(statement, [parameter]))[0]?.count);
const customersNamed = (accountName: string) => count('SELECT count(*) FROM customer WHERE account_name = $1', accountName);

describe('pressing Save', () => {
  it('A9 twice creates once, and answers the same', async () => {
    const input = aCustomer();
    const first = await rita.customers.create.mutate(input);
    const second = await rita.customers.create.mutate(input);
    expect({ ...second, engine: first.engine }).toEqual(first);
    expect(await customersNamed(input.accountName)).toBe(1);
    expect(await count("SELECT count(*) FROM outbox WHERE payload::text LIKE '%' || $1 || '%'", first.customerId)).toBe(1);
    expect(await count('SELECT count(*) FROM audit_entry WHERE subject_id = $1', first.customerId)).toBe(1);
  });

  it('A9 many times at the same moment creates once', async () => {
    const input = aCustomer({ plans: [{ planId: (await rita.catalog.plans.query())[0]!.id, units: 100, startDate: dateAhead(3) }] });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => callProcedure(stack.url, 'customers.create', 'mutation', input, cookie)),
    );
    expect(answers.map(codeOf)).toEqual(answers.map(() => 'ok'));
    const ids = answers.map(({ json }) => (json as { result: { data: { customerId: string } } }).result.data.customerId);
    expect(new Set(ids).size).toBe(1);
    expect(await customersNamed(input.accountName)).toBe(1);
    expect(await count('SELECT count(*) FROM subscription WHERE customer_id = $1', ids[0])).toBe(1);
  });

  it('A9 with the same key for something else is refused, and changes nothing', async () => {
    const input = aCustomer();
    await rita.customers.create.mutate(input);
    for (const other of [{ ...input, city: 'Ivrea' }, aCustomer({ idempotencyKey: input.idempotencyKey })]) {
      expect(await failureFrom(rita.customers.create.mutate(other))).toMatchObject({ code: 'idempotency_mismatch', http: 409 });
    }
    expect(await count('SELECT count(*) FROM customer WHERE city = $1', 'Ivrea')).toBe(0);
  });

  it('A9 again after a correction works with the same key, because nothing was done before', async () => {
    const taken = await rita.customers.create.mutate(aCustomer());
    const input = aCustomer({ accountName: taken.accountName });
    expect(await failureFrom(rita.customers.create.mutate(input))).toMatchObject({ code: 'account_name_taken' });
    const corrected = { ...input, accountName: `${input.accountName} bis` };
    expect((await rita.customers.create.mutate(corrected)).accountName).toBe(corrected.accountName);
  });

  it('A9 is told apart by who presses: two people may use one key', async () => {
    const teo = await signedIn(stack.url, 'teo');
    const input = aCustomer();
    await rita.customers.create.mutate(input);
    const other = aCustomer({ idempotencyKey: input.idempotencyKey });
    expect((await teo.customers.create.mutate(other)).accountName).toBe(other.accountName);
  });

  it('A10 for more plans twice at the same moment assigns them once', async () => {
    const [plan] = await rita.catalog.plans.query();
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    const input = { customerId, idempotencyKey: randomUUID(), plans: [{ planId: plan!.id, units: 100, startDate: dateAhead(3) }] };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => callProcedure(stack.url, 'licences.assign', 'mutation', input, cookie)),
    );
    expect(answers.map(codeOf)).toEqual(answers.map(() => 'ok'));
    for (const { json } of answers) expect(json).toEqual(answers[0]?.json);
    expect(await count('SELECT count(*) FROM subscription WHERE customer_id = $1', customerId)).toBe(1);
    const otherKey = await failureFrom(rita.licences.assign.mutate({ ...input, idempotencyKey: randomUUID() }));
    expect(otherKey.issues).toMatchObject([{ path: ['plans', 0, 'planId'], code: 'plan_held' }]);
  });
});

it('two customers with one contact, created at the same moment, both get a first user who can sign in', async () => {
  const contact = { firstName: 'Ada', lastName: 'Neri', email: `ada-${randomUUID()}@prova.example` };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => callProcedure(stack.url, 'customers.create', 'mutation', aCustomer({ contact }), cookie)),
  );
  expect(answers.map(codeOf)).toEqual(answers.map(() => 'ok'));
  const rows = await sql('SELECT login_name_key FROM app_user WHERE email = $1', [contact.email]);
  expect(new Set(rows.map((row) => row.login_name_key)).size).toBe(6);
});
