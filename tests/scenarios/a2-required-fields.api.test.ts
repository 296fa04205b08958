import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { faultsOf } from '../support/field-faults.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

type Input = ReturnType<typeof aCustomer>;

const written = async () =>
  (
    await sql(
      'SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM outbox) AS started, (SELECT count(*) FROM app_user) AS users',
    )
  )[0];

/** Creates with one value replaced; undefined takes the field away. */
const createWith = (path: string, value: unknown): Promise<unknown> => {
  const input = structuredClone(aCustomer()) as unknown as Record<string, unknown>;
  const [head, tail] = path.split('.') as [string, string?];
  if (tail) (input[head] as Record<string, unknown>)[tail] = value;
  else input[head] = value;
  return rita.customers.create.mutate(input as unknown as Input);
};

describe('the facts of a new customer', () => {
  it('A2 with the required ones alone are enough; language and time zone have a value then', async () => {
    const { language: _language, timeZone: _timeZone, ...required } = aCustomer();
    const { customerId } = await rita.customers.create.mutate(required);
    expect(await rita.customers.get.query({ id: customerId })).toMatchObject({
      company: required.company,
      city: 'Torino',
      stateOrProvince: 'TO',
      accountName: required.accountName,
      contactFirstName: 'Ada',
      contactLastName: 'Neri',
      contactEmail: required.contact.email,
      street1: null,
      street2: null,
      postalCode: null,
      country: null,
      phone: null,
      emergencyEmail: null,
      taxId: null,
      language: 'en',
      timeZone: 'Europe/Rome',
      state: 'active',
    });
  });

  it('A2 are all kept, tidy', async () => {
    const { customerId } = await rita.customers.create.mutate(
      aCustomer({
        city: '  Reggio   nell’Emilia ',
        address: { street1: 'Via Po 1', street2: '', postalCode: '42121', country: 'IT' },
        phone: '+39 0522 123456',
        emergencyEmail: 'casa@altrove.example',
        language: 'it',
        timeZone: 'Europe/Rome',
        taxId: 'IT01234567890',
      }),
    );
    expect(await rita.customers.get.query({ id: customerId })).toMatchObject({
      city: 'Reggio nell’Emilia',
      street1: 'Via Po 1',
      street2: null,
      postalCode: '42121',
      country: 'IT',
      phone: '+39 0522 123456',
      emergencyEmail: 'casa@altrove.example',
      language: 'it',
      taxId: 'IT01234567890',
    });
  });

  it.each(['company', 'city', 'stateOrProvince', 'accountName', 'contact.firstName', 'contact.lastName', 'contact.email'])(
    'A2 lack %s: the fault stands at the field, nothing is written and nothing started',
    async (field) => {
      const before = await written();
      for (const nothing of [undefined, '', '   ']) expect(await faultsOf(createWith(field, nothing))).toEqual([`${field}: required`]);
      expect(await written()).toEqual(before);
    },
  );

  it('A2 are told all their faults at once', async () => {
    const input = {
      ...aCustomer(),
      company: '',
      emergencyEmail: 'nobody',
      phone: 'call me',
      timeZone: 'Mars/Olympus',
      address: { country: 'Italia' },
    };
    expect((await faultsOf(rita.customers.create.mutate(input))).sort()).toEqual(
      ['address.country: too_long', 'company: required', 'emergencyEmail: email', 'phone: phone', 'timeZone: time_zone'].sort(),
    );
  });
});

describe('the first user’s role', () => {
  it('A4 is administrator', async () => {
    const { customerId, firstUser } = await rita.customers.create.mutate(aCustomer());
    expect(firstUser.role).toBe('customer_admin');
    expect((await rita.customers.get.query({ id: customerId })).users).toMatchObject([
      { id: firstUser.id, role: 'customer_admin', state: 'not_activated' },
    ]);
  });

  it('A4 can not be set from outside: the answer says so, and nothing is created', async () => {
    const before = await written();
    for (const role of ['operator', 'customer_admin', 'customer_user', null]) {
      expect(await faultsOf(rita.customers.create.mutate({ ...aCustomer(), role } as Input))).toEqual(['role: role_is_fixed']);
      const inContact = aCustomer();
      expect(
        await faultsOf(rita.customers.create.mutate({ ...inContact, contact: { ...inContact.contact, role } as Input['contact'] })),
      ).toEqual(['contact.role: role_is_fixed']);
    }
    expect(await written()).toEqual(before);
  });
});
