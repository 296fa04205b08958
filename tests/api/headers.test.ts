import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, ownHeaders, type Answer } from '../support/raw-http.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: false });
});
afterAll(() => stack.stop());

const get = (path: string, headers: Record<string, string> = {}) => send(`${stack.url}${path}`, { headers });
const post = (path: string, body: string, headers = ownHeaders(stack.url)) =>
  send(`${stack.url}${path}`, { method: 'POST', headers, body });

/** One answer of each kind that the server gives. */
const answers: Record<string, () => Promise<Answer>> = {
  'the page': () => get('/'),
  'a page’s address': () => get('/customers/7?q=x'),
  'a file of the page': async () => get(/src="(\/assets\/[^"]+)"/.exec((await get('/')).text)?.[1] ?? '/none.js'),
  'a file that is not there': () => get('/nothing.js'),
  'a method that is not there': () => send(`${stack.url}/customers`, { method: 'DELETE' }),
  health: () => get('/healthz'),
  readiness: () => get('/readyz'),
  'an answer of the API': () => get('/trpc/config.public'),
  'a refusal of the API': () => get('/trpc/customers.list'),
  'no such procedure': () => get('/trpc/nothing.here'),
  'a faulty input': () => post('/trpc/auth.signIn', '{}'),
  'a body that is no JSON': () => post('/trpc/auth.signIn', '{'),
  'a body too large': () => post('/trpc/auth.signIn', JSON.stringify({ loginName: 'x'.repeat(300_000) })),
  'a refused origin': () => get('/trpc/config.public', { origin: 'https://evil.example' }),
  'an export without a session': () => get('/export/customers.csv'),
  'a preview without a session': () => get('/messages/1/preview'),
};

const POLICY: Record<string, string> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'form-action': "'self'",
};

describe.each(Object.entries(answers))('%s', (_name, ask) => {
  it('lets nothing inline run, nothing foreign load, and nobody frame or sniff it, and names no software', async () => {
    const { headers } = await ask();
    const policy = Object.fromEntries(
      (headers.get('content-security-policy') ?? '')
        .split(';')
        .map((part) => [part.trim().split(' ')[0]!, part.trim().split(' ').slice(1).join(' ')]),
    );
    expect(policy).toMatchObject(POLICY);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });
});

it('the page holds no inline script, style or handler', async () => {
  const { text, headers } = await get('/');
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  for (const [script] of text.matchAll(/<script\b[^>]*>/g)) expect(script).toContain('src="/');
  expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

it('nothing of the API is kept by a cache, and files with a hash in their name are kept for good', async () => {
  for (const name of [
    'an answer of the API',
    'a refusal of the API',
    'no such procedure',
    'a faulty input',
    'a body too large',
    'a refused origin',
    'an export without a session',
  ] as const) {
    expect((await answers[name]!()).headers.get('cache-control'), name).toBe('no-store');
  }
  expect((await answers['a file of the page']!()).headers.get('cache-control')).toContain('immutable');
  expect((await answers['the page']!()).headers.get('cache-control')).toBe('no-cache');
});

it('says what happened by the status, also where there is nothing', async () => {
  const status = async (name: string) => (await answers[name]!()).status;
  expect(await status('a file that is not there')).toBe(404);
  expect(await status('a method that is not there')).toBe(404);
  expect(await status('no such procedure')).toBe(404);
  expect(await status('a refusal of the API')).toBe(401);
  expect(await status('a faulty input')).toBe(400);
  expect(await status('a body that is no JSON')).toBe(400);
  expect(await status('a body too large')).toBe(413);
});

it('asks browsers to stay with https where it is reached by https, and only there', async () => {
  const secure = await startStack({ worker: false, overrides: { PUBLIC_URL: 'https://licenza.example' } });
  try {
    const { headers } = await send(`http://127.0.0.1:${String(secure.server.port)}/`);
    expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
    expect((await get('/')).headers.get('strict-transport-security')).toBeNull();
  } finally {
    await secure.stop();
  }
});
