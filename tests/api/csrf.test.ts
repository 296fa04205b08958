import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../server/router.js';
import { demo } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { callProcedure, codeOf, send, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { addVictim, type Victim } from './people.js';
import { procedureInputs } from './procedure-inputs.js';

let stack: Stack;
let sql: Sql;
let cookie: string;
let customer: Victim;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  const { loginName, password } = demo('olivia');
  cookie = await signInCookie(stack.url, loginName, password);
  const rita = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
  customer = await addVictim(stack, rita, 'csrf');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>);
const mutations = procedures.filter(([, { _def }]) => _def.type === 'mutation').map(([path]) => path);

/** How a page elsewhere could make a browser send a body. */
const bodies: Record<string, (json: string) => { body: BodyInit; type?: string }> = {
  json: (json) => ({ body: json, type: 'application/json' }),
  'text/plain': (json) => ({ body: json, type: 'text/plain;charset=UTF-8' }),
  form: (json) => ({ body: new URLSearchParams({ input: json }) }),
  multipart: (json) => {
    const form = new FormData();
    form.set('input', json);
    return { body: form };
  },
  'octet-stream': (json) => ({ body: new TextEncoder().encode(json), type: 'application/octet-stream' }),
  'nothing said': (json) => ({ body: new TextEncoder().encode(json) }),
};

/** Where a request says that it comes from; `true` for ours. */
const senders = (): [string, Record<string, string>, boolean][] => {
  const own = stack.url;
  const sibling = own.replace(/:\d+$/, (port) => `:${String(Number(port.slice(1)) + 1)}`);
  const header = { 'x-licenza-csrf': '1' };
  return [
    ['own page', { origin: own, ...header }, true],
    ['no browser', header, true],
    ['own page without the header', { origin: own }, false],
    ['own page with an empty header', { origin: own, 'x-licenza-csrf': '' }, false],
    ['foreign page', { origin: 'https://evil.example', ...header }, false],
    ['foreign page without the header', { origin: 'https://evil.example' }, false],
    ['sibling port', { origin: sibling, ...header }, false],
    ['sibling host', { origin: own.replace('127.0.0.1', 'localhost'), ...header }, false],
    ['other scheme', { origin: own.replace('http:', 'https:'), ...header }, false],
    ['sandboxed frame', { origin: 'null', ...header }, false],
    ['no origin, no header', {}, false],
    ['no origin, cross-site', { 'sec-fetch-site': 'cross-site', ...header }, false],
    ['no origin, same site', { 'sec-fetch-site': 'same-site', ...header }, false],
  ];
};

/** Everything that a mutation could have left behind. */
const footprint = async (): Promise<string> => {
  const rows = await sql(`
    SELECT (SELECT count(*) FROM audit_entry) AS audit, (SELECT count(*) FROM timeline_event) AS timeline, (SELECT count(*) FROM outbox) AS outbox,
           (SELECT count(*) FROM message) AS messages, (SELECT count(*) FROM sign_in_event) AS attempts, (SELECT count(*) FROM session) AS sessions,
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM customer t) AS customers, (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM app_user t) AS users,
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM subscription t) AS licences`);
  return JSON.stringify(rows[0]);
};

describe('a changing request that is not ours', () => {
  it('covers every mutation of the router', () => {
    expect(mutations.length).toBeGreaterThan(20);
  });

  it.each(Object.keys(bodies))('is refused with a body of %s, whatever it says it comes from', async (kind) => {
    const before = await footprint();
    for (const path of mutations) {
      const json = JSON.stringify(procedureInputs[path]?.input?.(customer) ?? {});
      const calls = senders().map(async ([from, headers, ours]) => {
        if (ours && kind === 'json') return;
        const { body, type } = bodies[kind]!(json);
        const answer = await send(`${stack.url}/trpc/${path}`, {
          method: 'POST',
          headers: { cookie, ...headers, ...(type ? { 'content-type': type } : {}) },
          body,
        });
        expect([403, 415], `${path} as ${kind} from ${from}: ${answer.text}`).toContain(answer.status);
        expect(['origin_refused', 'input_invalid']).toContain(codeOf(answer));
      });
      await Promise.all(calls);
    }
    expect(await footprint()).toBe(before);
  });

  it('is refused when it comes by GET, by another method or with its method overridden', async () => {
    const before = await footprint();
    for (const path of mutations) {
      const input = encodeURIComponent(JSON.stringify(procedureInputs[path]?.input?.(customer) ?? {}));
      const byGet = await send(`${stack.url}/trpc/${path}?input=${input}`, {
        headers: { cookie, 'x-licenza-csrf': '1', 'x-http-method-override': 'POST' },
      });
      expect(byGet.status, path).toBe(405);
      const byPut = await send(`${stack.url}/trpc/${path}`, {
        method: 'PUT',
        headers: { cookie, 'x-licenza-csrf': '1', 'content-type': 'application/json' },
        body: '{}',
      });
      expect(byPut.status, path).toBeGreaterThanOrEqual(400);
    }
    expect(await footprint()).toBe(before);
  });

  it('has an effect when it is ours, from a page and from no browser alike', async () => {
    for (const [from, headers, ours] of senders().filter(([, , isOurs]) => isOurs)) {
      const before = await footprint();
      const input = { ...aCustomer(), channelId: customer.channelId };
      const answer = await send(`${stack.url}/trpc/customers.create`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(input),
      });
      expect([ours, answer.status], `${from}: ${answer.text}`).toEqual([true, 200]);
      expect(await footprint(), from).not.toBe(before);
    }
  });
});

describe('a reading request from elsewhere', () => {
  it.each(['/trpc/auth.me', '/trpc/customers.list', '/trpc/live.changes', '/export/customers.csv'])('is refused: %s', async (path) => {
    for (const [from, headers] of senders().filter(
      ([, sent]) => ('origin' in sent && sent.origin !== stack.url) || 'sec-fetch-site' in sent,
    )) {
      const answer = await send(`${stack.url}${path}`, { headers: { cookie, ...headers } });
      expect([answer.status, codeOf(answer)], from).toEqual([403, 'origin_refused']);
    }
  });

  it('is never allowed by a CORS header', async () => {
    const preflight = await send(`${stack.url}/trpc/customers.create`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-licenza-csrf,content-type',
      },
    });
    const read = await send(`${stack.url}/trpc/auth.me`, { headers: { cookie } });
    for (const answer of [preflight, read])
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(preflight.status).toBeGreaterThanOrEqual(400);
  });

  it('is answered when it is ours', async () => {
    const answer = await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie);
    expect(answer.text).toContain(demo('olivia').loginName);
  });
});
