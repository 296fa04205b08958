import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../server/router.js';
import { demo } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { callProcedure, codeOf, issuesOf, ownHeaders, send, signInCookie, type Answer } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { deep, expectInnocent, hostileInputs, NUL } from './hostile-values.js';
import { addVictim, idsOfNobody, type Victim } from './people.js';
import { procedureInputs } from './procedure-inputs.js';

let stack: Stack;
let sql: Sql;
let cookie: string;
let own: Victim;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  cookie = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
  own = await addVictim(stack, cookie, 'own');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Answer> =>
  send(`${stack.url}/trpc/${path}`, {
    method: 'POST',
    headers: { ...ownHeaders(stack.url, cookie), ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
const get = (path: string): Promise<Answer> => send(`${stack.url}${path}`, { headers: { cookie } });
const customers = async (): Promise<number> => Number((await sql('SELECT count(*)::int AS n FROM customer'))[0]?.n);

describe('a body of ten megabytes', () => {
  const big = JSON.stringify({ ...aCustomer(), company: 'x'.repeat(10_000_000) });

  it.each([
    ['at once', (): [BodyInit, Record<string, string>] => [big, {}]],
    ['in pieces of unknown number', (): [BodyInit, Record<string, string>] => [new Blob([big]).stream() as ReadableStream, {}]],
    [
      'compressed to almost nothing',
      (): [BodyInit, Record<string, string>] => [new Uint8Array(gzipSync(big)), { 'content-encoding': 'gzip' }],
    ],
  ])('is refused with a typed error when it comes %s, and the server goes on', async (_how, make) => {
    const [body, headers] = make();
    for (const path of ['customers.create', 'customers.importDryRun', 'auth.signIn']) {
      const answer = await post(path, body instanceof ReadableStream ? (make()[0] as ReadableStream) : body, headers);
      expect([answer.status, codeOf(answer)], path).toEqual([413, 'payload_too_large']);
      expectInnocent(answer, path);
    }
    expect(codeOf(await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie))).toBe('ok');
  });
});

describe('a request that makes no sense', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['words', 'hello'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"x"'],
    ['a hundred thousand brackets', deep(100_000)],
    ['a hundred thousand brackets in a field', `{"company":${deep(100_000)}}`],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x22, 0xc3, 0x28])],
  ])('with %s for a body gets a typed error', async (_name, body) => {
    const before = await customers();
    const answer = await post('customers.create', typeof body === 'string' ? body : new Uint8Array(body));
    expect([answer.status, codeOf(answer)]).toEqual([400, 'input_invalid']);
    expectInnocent(answer, 'customers.create');
    expect(await customers()).toBe(before);
  });

  it.each(['application/json; charset=utf-32', 'application/json; charset=nonsense'])(
    'in a character set that nobody reads gets a typed error: %s',
    async (type) => {
      const answer = await post('customers.create', '{}', { 'content-type': type });
      expect(codeOf(answer)).toBe('input_invalid');
      expectInnocent(answer, type);
    },
  );

  it.each([
    '/trpc/%E0%A4%A',
    '/trpc/customers.list?input=%E0%A4%A',
    '/trpc/customers.list?input={',
    '/trpc/customers.list?batch=1&input={',
    '/trpc/customers.list?batch=1&input=[]',
    '/trpc/customers.list?batch=1&input={"0":{"__proto__":{"q":"x"}}}',
    '/trpc/',
    '/trpc/__proto__',
    '/trpc/constructor.prototype',
    '/trpc/customers',
    '/trpc/customers.list/../../etc/passwd',
    `/trpc/customers.list?input=${encodeURIComponent(deep(3_000))}`,
    '/messages/------------------------------------/preview',
    '/messages/%00/preview',
    '/messages/x/preview',
    '/export/customers.csv?q=%00',
    '/export/customers.csv?sort=nonsense',
    '/export/customers.csv?state=nonsense',
    '/export/customers.csv?channelId=1',
    '/export/customers.csv?q[]=1&q[]=2',
    '/%00',
    '/%E0%A4%A',
    '/..%2f..%2fpackage.json',
    '/assets/..%2f..%2fserver.js',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('at the address %s is answered without a word of how', async (path) => {
    const answer = await get(path);
    expectInnocent(answer, path);
    expect(answer.text).not.toContain('root:');
    expect(answer.text).not.toContain('"dependencies"');
  });

  it.each([
    ['customers.list', { cursor: ['yesterday', crypto.randomUUID()] }],
    ['customers.list', { cursor: ['2026-13-45T99:99:99Z', crypto.randomUUID()] }],
    ['customers.list', { cursor: [NUL, crypto.randomUUID()], sort: 'company' }],
    ['customers.list', { cursor: ["'; DROP TABLE customer; --", crypto.randomUUID()] }],
    ['processes.list', { cursor: ['yesterday', crypto.randomUUID()] }],
    ['users.list', { cursor: [NUL, crypto.randomUUID()], sort: 'created', customerId: crypto.randomUUID() }],
    ['users.list', { cursor: ['yesterday', crypto.randomUUID()], sort: 'created', customerId: crypto.randomUUID() }],
  ])('that goes on from a place that was never given gets a typed error: %s %j', async (path, input) => {
    const answer = await callProcedure(stack.url, path, 'query', input, cookie);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'input_invalid']);
    expectInnocent(answer, path);
  });

  it.each(['\u0000', 'a\u0000b', '\u0001\u0002', '\ud800', '%', '\\', "'", '%_\\', '"', ' '.repeat(200)])(
    'searches for %j and finds nothing bad',
    async (q) => {
      for (const path of ['search.all', 'customers.list', 'customers.count', 'processes.list']) {
        const answer = await callProcedure(stack.url, path, 'query', { q }, cookie);
        expectInnocent(answer, path);
        expect(codeOf(answer), path).toBe('ok');
      }
    },
  );

  it.each(['garbage', '99999999999999999999.1', '1.99999999999999999999', '-1.0', "1.1'; --"])(
    'asks for changes since %j and is told to read all again',
    async (lastEventId) => {
      const end = AbortSignal.timeout(10_000);
      const response = await fetch(`${stack.url}/trpc/live.changes?input=${encodeURIComponent(JSON.stringify({ lastEventId }))}`, {
        headers: { cookie },
        signal: end,
      });
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += new TextDecoder().decode(chunk);
        if (/"kind"|serialized-error/.test(text)) break;
      }
      expect(text).toContain('"kind":"reset"');
    },
  );
});

it('a stranger’s words never become the name of a figure', async () => {
  for (const path of ['/trpc/stranger-1', '/trpc/stranger-2,auth.me?batch=1&input={}', '/stranger-3']) await get(path);
  await send(`${stack.url}/trpc/stranger-4`, { method: 'POST', headers: { origin: 'https://evil.example' } });
  expect(await stack.server.metrics.registry.metrics()).toContain('auth.signIn');
  expect(await stack.server.metrics.registry.metrics()).not.toContain('stranger');
});

describe('a batch', () => {
  const inputs = (count: number) =>
    encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_unused, index) => [index, {}]))));

  it('of up to twenty is answered, one larger refused whole, however its commas are written', async () => {
    const small = await get(`/trpc/${Array.from({ length: 20 }, () => 'auth.me').join(',')}?batch=1&input=${inputs(20)}`);
    expect(small.status).toBe(200);
    for (const comma of [',', '%2C', '%2c']) {
      for (const count of [21, 500]) {
        const large = await get(`/trpc/${Array.from({ length: count }, () => 'auth.me').join(comma)}?batch=1&input=${inputs(count)}`);
        expect([large.status, codeOf(large)], `${String(count)} ${comma}`).toEqual([413, 'payload_too_large']);
      }
    }
  });

  it('does each of its parts by itself', async () => {
    const body = JSON.stringify({ 0: { language: 'en' }, 1: { language: 'de' } });
    const answer = await post('auth.setLanguage,auth.setLanguage?batch=1', body);
    expect(answer.status).toBe(207);
    expect((answer.json as { result?: unknown; error?: unknown }[]).map((part) => ('result' in part ? 'ok' : 'error'))).toEqual([
      'ok',
      'error',
    ]);
    expectInnocent(answer, 'batch');
  });
});

describe('what an object should not have', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('a key called %s reaches nothing', async (key) => {
    const body = JSON.stringify(aCustomer()).replace(/^\{/, `{"${key}":{"role":"operator","polluted":true},`);
    const nested = JSON.stringify(aCustomer()).replace('"contact":{', `"contact":{"${key}":{"polluted":true},`);
    for (const text of [body, nested]) {
      const answer = await post('customers.create', text);
      expectInnocent(answer, key);
      expect(['ok', 'input_invalid']).toContain(codeOf(answer));
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
  });

  it.each(['id', 'customerId', 'tier1Id', 'state', 'version', 'createdBy', 'creditLimitMinor', 'passwordHash'])(
    'a field called %s is an unknown one',
    async (field) => {
      const before = await customers();
      const answer = await post('customers.create', JSON.stringify({ ...aCustomer(), [field]: 'x' }));
      expect([codeOf(answer), issuesOf(answer)]).toEqual(['input_invalid', [`${field}: unknown_field`]]);
      expect(await customers()).toBe(before);
    },
  );
});

describe('any value of any procedure', () => {
  /** Called with ids of the caller's own, so that what passes the schema is really written. */
  const reachesTheDatabase = [
    ...['customers.create', 'customers.update', 'customers.import', 'customers.importDryRun', 'customers.checkAccountName'],
    ...['licences.assign', 'licences.changeUnits', 'services.change', 'audit.ofCustomer', 'timeline.ofCustomer'],
    ...[
      'users.add',
      'users.import',
      'users.importDryRun',
      'users.update',
      'users.changeLoginName',
      'users.changeEmail',
      'users.changeRole',
    ],
  ];
  const slow = ['auth.requestActivation', 'auth.requestReset']; // answer after a fixed time
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<
      string,
      { _def: { type: 'query' | 'mutation' | 'subscription'; meta?: { permission?: string } } }
    >,
  ).filter(([path, { _def }]) => _def.type !== 'subscription' && !slow.includes(path) && procedureInputs[path]?.input);

  /** Mutations go twenty at a time, so that a session is read once for them; those that are open to anybody can't. */
  const tryAll = async (path: string, type: 'query' | 'mutation' | 'subscription', inputs: unknown[]): Promise<void> => {
    const about = `${path} ${JSON.stringify(inputs).slice(0, 2_000)}`;
    const answer =
      type === 'mutation'
        ? await post(`${inputs.map(() => path).join(',')}?batch=1`, JSON.stringify(Object.fromEntries(inputs.entries())))
        : await callProcedure(stack.url, path, type, inputs[0], cookie);
    expectInnocent(answer, about);
    expect(answer.text, about).not.toContain('"message":"internal"');
  };

  it.each(procedures)('%s takes a hostile one for a faulty input, or for text', async (path, { _def }) => {
    const { input, alsoWith } = procedureInputs[path]!;
    const ids = reachesTheDatabase.includes(path) ? own : idsOfNobody();
    const inputs = [input!(ids), ...(alsoWith?.(ids) ?? [])].flatMap(hostileInputs);
    const size = _def.type === 'mutation' && _def.meta?.permission !== 'public' ? 20 : 1;
    const parts = Array.from({ length: Math.ceil(inputs.length / size) }, (_unused, index) =>
      inputs.slice(index * size, (index + 1) * size),
    );
    for (let at = 0; at < parts.length; at += 6) await Promise.all(parts.slice(at, at + 6).map((part) => tryAll(path, _def.type, part)));
  });
});
