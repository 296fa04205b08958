import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, signedIn } from '../support/client.js';
import { aCustomer, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { signInCookie } from '../support/raw-http.js';
import { startStack, type Stack } from '../support/stack.js';

const engineUi = 'http://127.0.0.1:4999';
let stack: Stack;
beforeAll(async () => {
  // As in production: the sandbox asks nobody to be signed in.
  stack = await startStack({ overrides: { LICENZA_SANDBOX: '', CODEC_UI_URL: `${engineUi}/` } });
});
afterAll(() => stack.stop());

interface JsonPayload {
  readonly metadata: Record<string, string>;
  readonly data: string;
}
const plain = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

/** Payloads of a history as the engine's UI has them: the input of a process of a new customer. */
const encryptedInput = async (): Promise<{ payloads: JsonPayload[]; customerId: string }> => {
  const rita = await signedIn(stack.url, 'rita');
  const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(5) } }));
  const handle = stack.server.services.engine.client.workflow.getHandle(`customer/${customerId}`);
  const history = await eventually(() => handle.fetchHistory());
  const raw = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const payloads = raw.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)])),
    data: base64(data),
  }));
  return { payloads, customerId };
};

const decode = (body: unknown, { cookie = '', origin = engineUi, url = stack.url } = {}): Promise<Response> =>
  fetch(`${url}/codec/decode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...(origin ? { origin } : {}), ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
const cookieOf = (name: Parameters<typeof demo>[0]) => signInCookie(stack.url, demo(name).loginName, demo(name).password);

describe("the decoder for the engine's own UI", () => {
  it('gives an operator what the engine keeps encrypted, and leaves what it has no key for', async () => {
    const { payloads, customerId } = await encryptedInput();
    expect(payloads.length).toBeGreaterThan(0);
    expect(plain(payloads[0]!.data)).not.toContain(customerId);
    const foreign = {
      metadata: { ...payloads[0]!.metadata, 'encryption-key-id': Buffer.from('lost').toString('base64') },
      data: payloads[0]!.data,
    };
    const broken = { metadata: payloads[0]!.metadata, data: Buffer.from('no cipher text').toString('base64') };
    const bare = { metadata: { encoding: Buffer.from('binary/null').toString('base64') } };
    const answer = await decode({ payloads: [...payloads, foreign, broken, bare] }, { cookie: await cookieOf('olivia') });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(engineUi);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const decoded = ((await answer.json()) as { payloads: JsonPayload[] }).payloads;
    expect(plain(decoded[0]!.metadata.encoding)).toBe('json/plain');
    expect(JSON.parse(plain(decoded[0]!.data))).toMatchObject({ customerId });
    expect(decoded.slice(payloads.length)).toEqual([foreign, broken, bare]);
  });

  it.each([
    ['support', 'sam', 403],
    ['a reseller', 'rita', 403],
    ["a customer's administrator", 'carla', 403],
    ["a customer's user", 'ugo', 403],
    ['nobody', undefined, 401],
  ] as const)('refuses %s', async (_who, name, status) => {
    const answer = await decode({ payloads: [] }, name ? { cookie: await cookieOf(name) } : {});
    expect(answer.status).toBe(status);
  });

  it('refuses an operator who acts as somebody else', async () => {
    const { api, cookie } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: demo('olivia').loginName, password: demo('olivia').password });
    expect((await decode({ payloads: [] }, { cookie: cookie() })).status).toBe(200);
    const { rows } = await api.users.list.query({ customerId: (await api.customers.list.query({ q: 'Fiordaliso' })).rows[0]!.id });
    await api.users.impersonate.mutate({ userId: rows.find(({ role }) => role === 'customer_user')!.id, reason: 'shows me a fault' });
    expect((await decode({ payloads: [] }, { cookie: cookie() })).status).toBe(403);
  });

  it.each(['http://127.0.0.1:4998', 'https://engine.example', 'null', ''])('refuses the origin "%s", whoever asks', async (origin) => {
    const answer = await decode({ payloads: [] }, { cookie: await cookieOf('olivia'), origin });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers the question that a browser asks before, to the one origin', async () => {
    const ask = (origin: string) =>
      fetch(`${stack.url}/codec/decode`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await ask(engineUi);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-namespace');
    expect((await ask('https://engine.example')).status).toBe(403);
  });

  it.each([[{}], [{ payloads: 'all' }], [{ payloads: [{ metadata: {}, data: '%%%' }] }], [[]]])(
    'says of %j that it is no question',
    async (body) => {
      const answer = await decode(body, { cookie: await cookieOf('olivia') });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ message: 'input_invalid' });
    },
  );

  it('is not there unless it is set, and encrypts nothing', async () => {
    const cookie = await cookieOf('olivia');
    const encode = await fetch(`${stack.url}/codec/encode`, {
      method: 'POST',
      headers: { origin: engineUi, cookie },
      body: '{"payloads":[]}',
    });
    expect(encode.status).toBe(404);
    const without = await startStack({ worker: false });
    try {
      expect((await decode({ payloads: [] }, { url: without.url })).status).toBe(404);
    } finally {
      await without.stop();
    }
  });
});
