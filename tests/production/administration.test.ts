import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, failureFrom } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs one of the commands as an administrator of the machine would, with only what it needs in its environment. */
const run = (
  command: 'add-staff' | 'add-channel',
  flags: Record<string, string>,
  { env = {}, stdin = '' }: { env?: NodeJS.ProcessEnv; stdin?: string } = {},
): Promise<Run> =>
  new Promise((resolve, reject) => {
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    const child = spawn(process.execPath, ['--enable-source-maps', `dist/${command}.js`, ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, DATABASE_URL: stack.settings.DATABASE_URL, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
    child.stdin.on('error', () => undefined); // one that refuses its flags doesn't read
    child.stdin.end(stdin);
  });

const password = 'a first password of theirs';
const aPerson = (changes: Record<string, string> = {}): Record<string, string> => ({
  'first-name': 'Ada',
  'last-name': 'Neri',
  email: `ada-${randomUUID().slice(0, 8)}@reseller.example`,
  ...changes,
});
const signIn = async (loginName: string | undefined) => {
  const { api } = createApi(stack.url);
  await api.auth.signIn.mutate({ loginName: loginName ?? '', password });
  return api;
};
const people = async (): Promise<number> => {
  const [row] = await sql('SELECT (SELECT count(*) FROM app_user)::int + (SELECT count(*) FROM channel)::int AS count');
  return row!.count as number;
};

describe('the first people of an installation', () => {
  it('an operator is added with the password of a variable, signs in, and is in the audit log', async () => {
    const person = aPerson();
    const { code, output } = await run('add-staff', { ...person, role: 'operator' }, { env: { NEW_PASSWORD: password } });
    expect(output).toContain(`${person.email!} can sign in as operator`);
    expect(code).toBe(0);
    const api = await signIn(person.email);
    expect(await api.auth.me.query()).toMatchObject({ user: { role: 'operator', displayName: 'Ada Neri' }, channel: null });
    expect(
      await sql("SELECT actor_name, after FROM audit_entry WHERE action = 'staff.add' AND after ->> 'email' = $1", [person.email]),
    ).toEqual([
      {
        actor_name: expect.stringMatching(/^command line/) as string,
        after: { loginName: person.email, email: person.email, role: 'operator' },
      },
    ]);
    const [row] = await sql('SELECT password_hash FROM app_user WHERE login_name = $1', [person.email]);
    expect(row!.password_hash).toMatch(/^\$argon2id\$/);
  });

  it('a tier-1 channel, one below it, and a second administrator: the password comes by standard input, and each sees their part', async () => {
    const [first, second, third] = [aPerson(), aPerson({ 'login-name': `boss-${randomUUID().slice(0, 8)}` }), aPerson()];
    const [above, below] = [`Cielo ${randomUUID()}`, `Nuvola ${randomUUID()}`];
    expect(await run('add-channel', { ...first, name: above }, { stdin: `${password}\n` })).toMatchObject({ code: 0 });
    expect(await run('add-channel', { ...second, name: below, parent: above }, { stdin: password })).toMatchObject({ code: 0 });
    const added = await run('add-staff', { ...third, role: 'reseller_admin', channel: above.toUpperCase() }, { stdin: `${password}\r\n` });
    expect(added).toMatchObject({ code: 0 });

    const lower = await signIn(second['login-name']);
    expect(await lower.auth.me.query()).toMatchObject({ user: { role: 'reseller_admin' }, channel: { name: below } });
    const { customerId } = await lower.customers.create.mutate(aCustomer());
    const upper = await signIn(first.email);
    expect(await upper.customers.get.query({ id: customerId })).toMatchObject({ id: customerId });
    const own = await upper.customers.create.mutate(aCustomer());
    expect((await failureFrom(lower.customers.get.query({ id: own.customerId }))).code).toBe('not_found');
    expect(await (await signIn(third.email)).auth.me.query()).toMatchObject({ channel: { name: above } });
    const audited = await sql("SELECT after ->> 'name' AS name FROM audit_entry WHERE action = 'channel.add' ORDER BY id");
    expect(audited.map(({ name }) => name)).toEqual([above, below]);
  });
});

describe('what is refused, in a line each, with nothing written', () => {
  const refusals: [string, 'add-staff' | 'add-channel', Record<string, string>, string][] = [
    ['a short password', 'add-staff', { role: 'operator', stdin: 'short' }, 'The password needs at least 12 characters.'],
    ['no password', 'add-staff', { role: 'operator', stdin: '' }, 'The password is needed.'],
    ['a role that there is not', 'add-staff', { role: 'customer_admin' }, '--role must be operator, support or reseller_admin.'],
    ['no role', 'add-staff', {}, '--role must be operator, support or reseller_admin.'],
    ['an address that is none', 'add-staff', { role: 'support', email: 'ada' }, '--email is not an e-mail address.'],
    ['a line break in a name', 'add-staff', { role: 'support', 'first-name': 'A\r\nBcc: x' }, '--first-name contains invisible'],
    [
      'a login name that is taken',
      'add-staff',
      { role: 'support', 'login-name': 'Olivia@licenza.example' },
      '--login-name signs in already',
    ],
    ['a channel for an operator', 'add-staff', { role: 'operator', channel: 'Nordica Cloud' }, '--channel does not go with that role.'],
    ['a reseller without a channel', 'add-staff', { role: 'reseller_admin' }, '--channel is needed.'],
    ['a channel that there is not', 'add-staff', { role: 'reseller_admin', channel: 'Nowhere' }, '--channel names no channel.'],
    ['a password as an argument', 'add-staff', { role: 'operator', password: 'seen by everybody' }, "Unknown option '--password'"],
    ['a channel twice', 'add-channel', { name: 'nordica cloud' }, '--name is there already.'],
    ['a channel below a tier-2 one', 'add-channel', { name: 'Deep', parent: 'Laguna Rivendite' }, '--parent is a tier-2 channel'],
    [
      'a channel whose administrator cannot be added',
      'add-channel',
      { name: 'New', email: 'rita@nordica.example' },
      '--email signs in already',
    ],
  ];

  it.each(refusals)('%s', async (_what, command, { stdin = password, ...flags }, sentence) => {
    const before = await people();
    const { code, output } = await run(command, { ...aPerson(), ...flags }, { stdin });
    expect(output).toContain(sentence);
    expect(output).not.toContain('seen by everybody');
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    expect(await people()).toBe(before);
  });

  it('a database that is not there', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody:secret-of-theirs@127.0.0.1:9/none' };
    const { code, output } = await run('add-staff', { ...aPerson(), role: 'operator' }, { stdin: password, env });
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).not.toContain('secret-of-theirs');
    expect((await run('add-staff', {}, { env: { DATABASE_URL: '' } })).output).toBe('add-staff: DATABASE_URL is not set\n');
  });
});
