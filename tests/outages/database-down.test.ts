import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, failureFrom, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { ownDatabase, type OwnPart } from './support/own-parts.js';

let database: OwnPart;
let outside: Outside;
let stack: Stack;
let rita: Api;
let cookie: () => string;
beforeAll(async () => {
  [database, outside] = await Promise.all([ownDatabase(), startOutside()]);
  await database.start();
  stack = await startStack({ overrides: { ...outside.variables, ...database.variables } });
  ({ api: rita, cookie } = createApi(stack.url));
  const { loginName, password } = demo('rita');
  await rita.auth.signIn.mutate({ loginName, password });
});
afterAll(async () => {
  await database.start();
  await stack.stop();
  await outside.stop();
  await database.remove();
});

const emailOf = async (id: string) => (await rita.customers.get.query({ id })).accountEmail;
const untilBack = () =>
  eventually(async () => {
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(200);
  }, 30_000);

const listFromBrowser = () =>
  fetch(`${stack.url}/trpc/customers.list?input=${encodeURIComponent('{"sort":"created"}')}`, {
    headers: { cookie: cookie(), origin: stack.url },
  });

describe('while the database is stopped', () => {
  it('what is asked for gets one clear answer, without a word of how it is built; nothing is written', async () => {
    await database.stop();
    const input = aCustomer();
    expect(await failureFrom(rita.customers.create.mutate(input))).toMatchObject({ code: 'database_unreachable', http: 503, issues: [] });
    expect(await failureFrom(rita.customers.list.query({ sort: 'created' }))).toMatchObject({ code: 'database_unreachable' });
    expect(await failureFrom(rita.auth.signIn.mutate({ loginName: 'a', password: 'b' }))).toMatchObject({ code: 'database_unreachable' });
    const answer = await listFromBrowser();
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toMatch(/\bat \/|\.ts:|\.js:|stack|prisma|ECONNREFUSED|127\.0\.0\.1/i);
    const readiness = await fetch(`${stack.url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([503, { database: false, engine: true }]);
    expect((await fetch(`${stack.url}/healthz`)).status).toBe(200);

    await database.start();
    await untilBack();
    expect((await rita.customers.list.query({ sort: 'created', q: input.company })).rows).toEqual([]);
    // The person presses the same button again: the session and what was typed are still there.
    await rita.customers.create.mutate(input);
    expect((await rita.customers.list.query({ sort: 'created', q: input.company })).rows).toHaveLength(1);
  }, 90_000);
});

describe('a database that stops while customers are being created', () => {
  it('leaves each of them whole or not at all; the same request again makes one of each, with one e-mail', async () => {
    const inputs = Array.from({ length: 12 }, () => aCustomer());
    const attempt = (input: (typeof inputs)[number]) =>
      rita.customers.create.mutate(input).then(
        () => 'created',
        (error: unknown) => failureFrom(Promise.reject(error as Error)).then(({ code }) => code),
      );
    const first = Promise.all(
      inputs.map(async (input, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 25));
        return attempt(input);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await database.stop();
    const outcomes = await first;
    expect(outcomes).toContain('database_unreachable');
    expect(outcomes.filter((outcome) => outcome !== 'created' && outcome !== 'database_unreachable')).toEqual([]);

    await database.start();
    await untilBack();
    expect(await Promise.all(inputs.map(attempt))).toEqual(inputs.map(() => 'created'));
    for (const { company, contact } of inputs) {
      const { rows } = await rita.customers.list.query({ sort: 'created', q: company });
      expect(rows).toHaveLength(1);
      await eventually(async () => {
        expect(await emailOf(rows[0]!.id)).toMatchObject({ state: 'delivered' });
      }, 30_000);
      expect(await outside.mailsTo(contact.email)).toHaveLength(1);
    }
  }, 120_000);
});

describe('a database that stops while a process is at work', () => {
  it('the worker keeps what it has done, and writes it when the database is back', async () => {
    await outside.setMailFaults({ mode: 'slow', delayMs: 1_500, times: 1 });
    const input = aCustomer();
    const { customerId } = await rita.customers.create.mutate(input);
    await eventually(async () => {
      expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    });
    await database.stop();
    await new Promise((resolve) => setTimeout(resolve, 4_000)); // the mail is taken meanwhile, and can't be noted
    await database.start();
    await untilBack();
    await eventually(async () => {
      expect(await emailOf(customerId)).toMatchObject({ state: 'delivered' });
      expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
    }, 45_000);
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
  }, 90_000);
});
