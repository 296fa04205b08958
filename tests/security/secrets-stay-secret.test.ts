import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, failureFrom, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram, type Program } from '../support/program.js';
import { openSql, type Sql } from '../support/sql.js';
import { prepareEnvironment, type Environment } from '../support/stack.js';
import { historiesOf, leaks, tablesOf, type Place } from './support.js';

let outside: Outside;
let environment: Environment;
let programs: Program[];
let sql: Sql;
let url: string;
/** Processes that were there before: the seed's, which the files of a run share by their ids. */
let seededProcesses: string[];
const secrets = new Map<string, string>();
/** Tokens of links, each with the address that it may be sent to. */
const tokens: { readonly name: string; readonly token: string; readonly owner: string }[] = [];

beforeAll(async () => {
  outside = await startOutside();
  environment = await prepareEnvironment({ ...outside.variables, LOG_LEVEL: 'trace' });
  const { variables } = environment;
  programs = await Promise.all([startProgram('server', variables), startProgram('worker', variables)]);
  url = programs[0]!.url;
  sql = await openSql(variables.DATABASE_URL!);
  seededProcesses = (await sql('SELECT id FROM process')).map(({ id }) => String(id));
  for (const name of ['SESSION_SECRET', 'TOKEN_SECRET', 'LICENCE_VENDOR_API_KEY']) secrets.set(name, variables[name]!);
  secrets.set('PAYLOAD_KEYS', variables.PAYLOAD_KEYS!.split(':')[1]!);
});
afterAll(async () => {
  await sql.end();
  await Promise.all(programs.map((program) => program.kill()));
  await environment.drop();
  await outside.stop();
});

const seeded = (name: string): string => {
  const password = `seeded ${name} ${randomUUID()}`;
  secrets.set(`password: ${name}`, password);
  return password;
};
/** Signs in, and remembers the cookie: the value as the browser has it, and the id in it. */
const signIn = async (name: string, loginName: string, password: string): Promise<Api> => {
  const { api, cookie } = createApi(url);
  await api.auth.signIn.mutate({ loginName, password });
  const value = decodeURIComponent(cookie().split('=').slice(1).join('='));
  secrets.set(`cookie: ${name}`, value);
  secrets.set(`session id: ${name}`, value.slice(2).split('.')[0]!);
  return api;
};
const as = (person: Parameters<typeof demo>[0]) => signIn(person, demo(person).loginName, demo(person).password);
/** The token of the newest link to an address, once there are so many mails with one. */
const tokenTo = async (name: string, owner: string, count = 1): Promise<string> => {
  const found = await eventually(async () => {
    const mails = await outside.mailsTo(owner);
    const texts = await Promise.all(mails.map(async ({ id }) => (await outside.openMail(id)).text));
    const all = texts.flatMap((text) => /\?token=([\w-]+)/.exec(text)?.[1] ?? []);
    expect(all).toHaveLength(count);
    return all;
  });
  const known = new Set(tokens.map(({ token }) => token));
  const token = found.find((one) => !known.has(one))!;
  tokens.push({ name: `token: ${name}`, token, owner });
  return token;
};

const aReseller = async () => {
  const rita = await as('rita');
  const plan = (await rita.catalog.plans.query()).find(({ minUnits }) => minUnits <= 2)!;
  const input = aCustomer({ plans: [{ planId: plan.id, units: 2, startDate: dateAhead(0) }] });
  await rita.customers.create.mutate(input);
  const owner = input.contact.email;
  const token = await tokenTo('account e-mail', owner);
  const { api } = createApi(url);
  await api.auth.activation.query({ token });
  const password = seeded('of the activation');
  await api.auth.activate.mutate({ token, password });
  const { loginName } = (await api.auth.me.query())!.user;
  await failureFrom(api.auth.signIn.mutate({ loginName, password: seeded('that is wrong') }));
  await api.auth.requestReset.mutate({ loginName });
  const reset = await tokenTo('reset', owner, 2);
  const fresh = seeded('of the reset');
  await api.auth.resetPassword.mutate({ token: reset, password: fresh });
  const admin = await signIn('first administrator', loginName, fresh);
  await admin.self.changePassword.mutate({ oldPassword: fresh, newPassword: seeded('changed by oneself') });
  return { admin, owner };
};

const anAdministrator = async () => {
  const carla = await as('carla');
  const email = (name: string) => `${name}-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const add = async (address: string, sendActivationEmail: boolean) => {
    const users = [{ firstName: 'Ivo', lastName: 'Testa', email: address, sendActivationEmail }];
    return (await carla.users.add.mutate({ idempotencyKey: randomUUID(), users })).userIds[0]!;
  };
  const [ready, invited] = [email('ready'), email('invited')];
  const readyId = await add(ready, false);
  const given = seeded('given by an administrator');
  await carla.users.setPassword.mutate({ id: readyId, password: given });
  await signIn('ready', ready, given);
  const invitedId = await add(invited, true);
  await tokenTo('invitation', invited);
  await carla.users.resendActivation.mutate({ id: invitedId });
  await tokenTo('second invitation', invited, 2);
  await carla.users.activateByHand.mutate({ id: invitedId, password: seeded('by hand') });
  const moved = email('moved');
  await carla.users.changeEmail.mutate({ id: readyId, email: moved });
  const confirm = await tokenTo('confirmation', moved);
  await createApi(url).api.auth.confirmEmail.mutate({ token: confirm });
  const csv = `first_name,last_name,email,send_activation_email\nIvo,Testa,${email('imported')},no`;
  await carla.users.import.mutate({ csv, idempotencyKey: randomUUID() });
};

const atRest = () =>
  eventually(async () => {
    const running = await sql("SELECT workflow_id, state FROM process WHERE state IN ('queued', 'running') AND id <> ALL ($1)", [
      seededProcesses,
    ]);
    expect(running).toEqual([]);
  }, 40_000);

describe('secrets', () => {
  it('stay out of histories, logs, tables and the mails of others, whatever is done with them', async () => {
    await aReseller();
    await anAdministrator();
    // A request that fails inside, with a token in its address: faults are logged with more than what goes well.
    await fetch(`${url}/activate?token=${tokens[0]!.token}`);
    await fetch(
      `${url}/trpc/auth.activation?input=${encodeURIComponent(JSON.stringify({ token: tokens[0]!.token, x: 'y'.repeat(9_000) }))}`,
    );
    await atRest();

    const ids = (await sql('SELECT workflow_id FROM process WHERE id <> ALL ($1) ORDER BY 1', [seededProcesses])).map(
      ({ workflow_id: id }) => String(id),
    );
    expect(ids.length).toBeGreaterThan(8);
    const histories = await historiesOf(environment.variables, ids);
    const logs = programs.map((program, index): Place => ({ name: `log of ${['server', 'worker'][index]!}`, text: program.output() }));
    expect(logs[0]!.text).toContain('auth.activate');
    expect(logs[1]!.text.length).toBeGreaterThan(0);
    const tables = await tablesOf(sql);
    const all = new Map([...secrets, ...tokens.map(({ name, token }) => [name, token] as const)]);
    expect(all.size).toBeGreaterThan(20);
    expect(leaks(all, [...histories, ...logs, ...tables])).toEqual([]);

    const mails = await Promise.all(
      (await outside.allMails()).map(async ({ id, to }) => {
        const { text, html } = await outside.openMail(id);
        return { to: to.join(', '), place: { name: `a mail to ${to.join(', ')}`, text: `${text}\n${html}` } };
      }),
    );
    expect(
      leaks(
        secrets,
        mails.map(({ place }) => place),
      ),
    ).toEqual([]);
    for (const { name, token, owner } of tokens) {
      const others = mails.filter(({ to }) => to !== owner).map(({ place }) => place);
      expect(leaks(new Map([[name, token]]), others)).toEqual([]);
      expect(
        leaks(
          new Map([[name, token]]),
          mails.map(({ place }) => place),
        ),
        `${name} is found where it belongs`,
      ).not.toEqual([]);
    }
  });

  it('would be found, in whatever spelling', () => {
    const secret = new Map([['a password', 'correct horse battery']]);
    const written = ['correct horse battery', 'correct%20horse%20battery', Buffer.from('correct horse battery').toString('base64')];
    for (const text of written) expect(leaks(secret, [{ name: 'a log', text: `before ${text} after` }])).toEqual(['a password in a log']);
    expect(leaks(secret, [{ name: 'a log', text: 'correct' }])).toEqual([]);
  });
});
