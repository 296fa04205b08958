import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allows, type Permission } from '../../domain/permission/permissions.js';
import { seedId } from '../../prisma/seed.js';
import { appRouter } from '../../server/router.js';
import { callProcedure, codeOf, send, type Answer } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { addReseller, addVictim, everybody, idsOfNobody, type Actor, type Ids, type Victim } from './people.js';
import { procedureInputs, type ProcedureEntry } from './procedure-inputs.js';
import { idFieldsOf, rowsOf } from './tenant-footprint.js';

type ProcedureType = 'query' | 'mutation' | 'subscription';
interface Procedure {
  readonly path: string;
  readonly type: ProcedureType;
  readonly permission: Permission | undefined;
  readonly entry: ProcedureEntry;
  /** Names of the fields that take an id of something a tenant has. */
  readonly idFields: readonly string[];
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: ProcedureType; meta?: { permission?: Permission }; inputs: unknown[] } }
  >,
).map(([path, { _def }]): Procedure => ({
  path,
  type: _def.type,
  permission: _def.meta?.permission,
  entry: procedureInputs[path] ?? {},
  idFields: idFieldsOf(_def.inputs),
}));

let stack: Stack;
let sql: Sql;
let actors: Actor[];
/** Customers that an actor must not reach: of another tier-1 family, of a sibling tier-2 channel, of the tier-1 itself. */
let alpina: Victim;
let sibling: Victim;
let nordica: Victim;
let laguna: Victim;

beforeAll(async () => {
  stack = await startStack({ worker: false }); // nothing moves but what a call moves
  sql = await openSql(stack.settings.DATABASE_URL);
  actors = await everybody(stack);
  const far = await addReseller(stack, { channel: { id: seedId('alpina'), name: 'Alpina' }, loginName: 'bea@alpina.example' });
  const near = await addReseller(stack, { channel: { name: 'Cadore', parentId: seedId('nordica') }, loginName: 'ciro@cadore.example' });
  alpina = await addVictim(stack, far.cookie, 'alpina');
  sibling = await addVictim(stack, near.cookie, 'cadore');
  nordica = await addVictim(stack, actor('reseller tier-1').cookie, 'nordica');
  laguna = await addVictim(stack, actor('reseller tier-2').cookie, 'laguna');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const actor = (name: string): Actor => actors.find((one) => one.name === name)!;

const STREAM_MS = 30_000;
/** The end of a stream's first word: where it begins, or why it doesn't. */
const FIRST_WORD = /^(?:id: .*|event: serialized-error\ndata: .*)\n/m;

/** A stream is opened, and ended when it has said whether it may go on, however long that takes. */
const openStream = async ({ path }: Procedure, cookie: string): Promise<Answer> => {
  const end = new AbortController();
  const signal = AbortSignal.any([end.signal, AbortSignal.timeout(STREAM_MS)]);
  const response = await fetch(`${stack.url}/trpc/${path}`, { headers: cookie ? { cookie } : {}, signal });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (FIRST_WORD.test(text)) break;
  }
  end.abort();
  const said = /event: serialized-error\ndata: (.*)/.exec(text)?.[1];
  const error = said === undefined ? undefined : (JSON.parse(said) as { data: { httpStatus: number } });
  return { status: error?.data.httpStatus ?? response.status, headers: response.headers, text, json: error && { error } };
};

const call = (procedure: Procedure, input: unknown, cookie: string): Promise<Answer> =>
  procedure.type === 'subscription'
    ? openStream(procedure, cookie)
    : callProcedure(stack.url, procedure.path, procedure.type, input, cookie);

/** True for an answer with no text, no number but 0 and nothing that is so, however deep. */
const isEmpty = (data: unknown): boolean => (typeof data === 'object' && data !== null ? Object.values(data).every(isEmpty) : !data);

describe('the table of inputs', () => {
  it('has every procedure of the router, and none besides', () => {
    for (const { path } of procedures)
      expect(procedureInputs, `add inputs for ${path} to tests/api/procedure-inputs.ts`).toHaveProperty([path]);
    expect(Object.keys(procedureInputs).sort()).toEqual(procedures.map(({ path }) => path).sort());
  });

  it('says for every procedure that takes an id what a stranger gets, and really uses the ids', () => {
    for (const { path, idFields, entry } of procedures) {
      if (idFields.length === 0) continue;
      expect(entry.foreign, `${path} takes ${idFields.join(', ')}: say what a stranger gets`).toBeDefined();
      const text = JSON.stringify(entry.input?.(marked));
      for (const field of idFields) expect(text, `${path} leaves ${field} out`).toMatch(new RegExp(`"${field}":\\[?"of-somebody-`));
    }
  });

  const marked: Ids = {
    customerId: 'of-somebody-customer',
    channelId: 'of-somebody-channel',
    userId: 'of-somebody-user',
    licenceId: 'of-somebody-licence',
    processId: 'of-somebody-process',
    messageId: 'of-somebody-message',
    importId: 'of-somebody-import',
    orderId: 'of-somebody-order',
    cartLineId: 'of-somebody-line',
    tenantId: 'of-somebody-tenant',
    commandId: 'of-somebody-command',
  };
});

describe('every procedure', () => {
  it('names a permission', () => {
    for (const { path, permission } of procedures) expect(permission, path).toBeDefined();
  });

  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
    '%s is open to the roles of the permission table, and to nobody else',
    async (path, procedure) => {
      const calls = actors.map(async ({ name, role, cookie, fresh }) => {
        const answer = await call(procedure, procedure.entry.input?.(idsOfNobody()), procedure.entry.endsSession ? await fresh() : cookie);
        const code = codeOf(answer);
        const denied = code === 'forbidden' || code === 'not_signed_in';
        expect(denied, `${path} for ${name}: ${code}`).toBe(!allows(role, procedure.permission!));
        if (denied) expect(answer.status, `${path} for ${name}`).toBe(role ? 403 : 401);
        if (denied) expect(code).toBe(role ? 'forbidden' : 'not_signed_in');
        expect(['internal', 'http 500', 'http 404'], `${path} for ${name}`).not.toContain(code);
      });
      await Promise.all(calls);
    },
  );
});

const expectNothingTold = async (
  { path, type, permission, entry }: Procedure,
  who: Actor,
  victim: Victim,
  input: unknown,
  about: string,
): Promise<void> => {
  const answer = await callProcedure(stack.url, path, type, input, who.cookie);
  if (!allows(who.role, permission!)) expect(codeOf(answer), about).toBe(who.role ? 'forbidden' : 'not_signed_in');
  else if (entry.foreign === 'empty')
    expect(isEmpty((answer.json as { result: { data: unknown } }).result.data), `${about}: ${answer.text}`).toBe(true);
  else expect(codeOf(answer), `${about}: ${answer.text}`).toBe(entry.foreign);
  const asked = JSON.stringify(input);
  for (const secret of [...victim.secrets, victim.userId, victim.messageId])
    expect(answer.text.includes(secret) && !asked.includes(secret), about).toBe(false);
};

describe('another tenant’s ids', () => {
  const strangers = (): [string, Victim[]][] => [
    ['reseller tier-1', [alpina]],
    ['reseller tier-2', [alpina, sibling, nordica]],
    ['customer admin', [alpina, sibling, laguna, { ...nordica, channelId: laguna.channelId }]],
    ['customer user', [nordica]],
    ['nobody', [nordica]],
  ];

  const everyVictim = () => [alpina, sibling, nordica, laguna].map(({ customerId }) => customerId);

  it.each(procedures.filter(({ entry }) => entry.foreign).map((procedure) => [procedure.path, procedure] as const))(
    '%s tells and changes nothing',
    async (path, procedure) => {
      const before = await rowsOf(sql, everyVictim());
      const calls = strangers().flatMap(([name, victims]) =>
        victims.flatMap((victim) => {
          const inputs = [procedure.entry.input?.(victim), ...(procedure.entry.alsoWith?.(victim) ?? [])];
          return inputs.map((input) =>
            expectNothingTold(procedure, actor(name), victim, input, `${path} ${JSON.stringify(input)} for ${name}`),
          );
        }),
      );
      await Promise.all(calls);
      expect(await rowsOf(sql, everyVictim()), path).toBe(before);
    },
  );

  it('is not found by searching either', async () => {
    for (const [name, victims] of strangers().slice(0, 3)) {
      for (const { secrets, ...ids } of victims) {
        const queries = [...secrets, 'segreto', ids.customerId, ids.processId, ids.userId];
        const paths = ['search.all', 'customers.list', 'customers.count', 'processes.list'];
        const calls = queries
          .flatMap((q) => paths.map((path) => ({ q, path })))
          .map(async ({ q, path }) => {
            const answer = await callProcedure(stack.url, path, 'query', { q }, actor(name).cookie);
            for (const secret of secrets) expect(answer.text, `${path} of ${q} for ${name}`).not.toContain(secret);
            if (path === 'customers.count' && secrets.includes(q))
              expect(codeOf(answer) === 'forbidden' || answer.text.includes('"value":0')).toBe(true);
          });
        await Promise.all(calls);
      }
    }
  });

  it('are found by those whose they are', async () => {
    const mine: [string, Victim][] = [
      ['reseller tier-1', sibling],
      ['reseller tier-1', laguna],
      ['reseller tier-2', laguna],
      ['operator', alpina],
      ['support', alpina],
    ];
    for (const [name, { customerId, secrets }] of mine) {
      const answer = await callProcedure(stack.url, 'customers.get', 'query', { id: customerId }, actor(name).cookie);
      expect(answer.text, name).toContain(secrets[0]);
      const hits = await callProcedure(stack.url, 'search.all', 'query', { q: secrets[0] }, actor(name).cookie);
      expect(hits.text, name).toContain(customerId);
    }
  });
});

describe('what is no procedure', () => {
  it('GET /export/customers.csv is for those who read customers, and holds their own only', async () => {
    for (const { name, role, cookie } of actors) {
      const answer = await send(`${stack.url}/export/customers.csv`, { headers: { cookie } });
      expect(answer.status, name).toBe(role === undefined ? 401 : allows(role, 'customer.read') ? 200 : 403);
    }
    const exported = async (name: string) =>
      (await send(`${stack.url}/export/customers.csv`, { headers: { cookie: actor(name).cookie } })).text;
    const holds = (text: string) => [nordica, laguna, sibling, alpina].map(({ secrets }) => text.includes(secrets[0]!));
    expect(holds(await exported('operator'))).toEqual([true, true, true, true]);
    expect(holds(await exported('reseller tier-1'))).toEqual([true, true, true, false]);
    expect(holds(await exported('reseller tier-2'))).toEqual([false, true, false, false]);
    expect(holds(await exported('customer admin'))).toEqual([false, false, false, false]);
    const filtered = await send(`${stack.url}/export/customers.csv?channelId=${alpina.channelId}`, {
      headers: { cookie: actor('reseller tier-1').cookie },
    });
    expect(filtered.text.trim().split('\r\n')).toHaveLength(1);
  });

  it('GET /export/processes.csv is for those who read processes, and holds their own only', async () => {
    for (const { name, role, cookie } of actors) {
      const answer = await send(`${stack.url}/export/processes.csv`, { headers: { cookie } });
      expect(answer.status, name).toBe(role === undefined ? 401 : allows(role, 'process.read') ? 200 : 403);
      if (answer.status !== 200) continue;
      const sees = [nordica, laguna, sibling, alpina].map(({ secrets }) => answer.text.includes(secrets[0]!));
      const own = { 'reseller tier-1': [true, true, true, false], 'reseller tier-2': [false, true, false, false] }[name];
      expect(sees, name).toEqual(own ?? [true, true, true, true]);
    }
  });

  it('GET /messages/:id/preview is for those who read messages, and shows their own only', async () => {
    for (const { name, role, cookie } of actors) {
      for (const victim of [nordica, laguna, sibling, alpina]) {
        const answer = await send(`${stack.url}/messages/${victim.messageId}/preview`, { headers: { cookie } });
        const own =
          role === 'operator' ||
          role === 'support' ||
          (name === 'reseller tier-1' && victim !== alpina) ||
          (name === 'reseller tier-2' && victim === laguna);
        expect(answer.status, name).toBe(role === undefined ? 401 : !allows(role, 'message.read') ? 403 : own ? 200 : 404);
        expect(answer.text.includes(victim.secrets[0]!), name).toBe(own);
      }
    }
  });
});
