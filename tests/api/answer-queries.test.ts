import { afterAll, beforeAll, expect, it } from 'vitest';
import { demo } from '../support/client.js';
import { send, signInCookie, type Answer } from '../support/raw-http.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cookie: string;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  cookie = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
});
afterAll(() => stack.stop());

const input = (value: unknown) => `input=${encodeURIComponent(JSON.stringify(value))}`;
const nobody = '00000000-0000-4000-8000-000000000000';

/** What browsers ask, and what nobody should. */
const asked: Record<string, string> = {
  'a query without input': 'auth.me',
  'a query with an input': `customers.list?${input({ limit: 2 })}`,
  'an empty input': 'config.public?input=',
  'an input that is null': 'config.public?input=null',
  'a fault of the input': `customers.list?${input({ limit: 'many', sort: 7 })}`,
  'an input that is missing': 'customers.get',
  'something that is not there': `customers.get?${input({ id: nobody })}`,
  'something forbidden': 'processes.list?input={}',
  'a batch': `auth.me,config.public,customers.list?batch=1&${input({ 2: { limit: 1 } })}`,
  'a batch of one': `customers.list?batch=1&${input({ 0: { limit: 1 } })}`,
  'a batch with different fates': `auth.me,customers.get?batch=1&${input({ 1: { id: nobody } })}`,
  'a batch of one fate': `customers.get,customers.get?batch=1&${input({ 0: { id: nobody }, 1: { id: nobody } })}`,
  'a batch without inputs': 'auth.me,config.public?batch=1',
  'a batch whose inputs are a list': `auth.me,customers.list?batch=1&${input([null, { limit: 1 }])}`,
  'a batch with a procedure that is not there': `auth.me,nothing.here?batch=1&${input({})}`,
  'a batch with a mutation': `auth.me,auth.signOut?batch=1&${input({})}`,
  'paths apart by an escaped comma': `auth.me%2Cconfig.public?batch=1&${input({})}`,
  'paths without a batch': 'auth.me,config.public',
  'a mutation': 'auth.signOut',
  'no such procedure': 'nothing.here',
  'a name that every object has': 'constructor',
  'no procedure': '',
  'an input that is no JSON': 'customers.list?input={',
  'an input given twice': `customers.list?${input({})}&${input({})}`,
  'an input in brackets': 'customers.list?input[limit]=2',
};

/** Without what is each request's own. */
const withoutIds = ({ status, headers, text }: Answer) => ({
  status,
  type: headers.get('content-type'),
  vary: headers.get('vary'),
  caching: headers.get('cache-control'),
  policy: headers.get('content-security-policy'),
  cookies: headers.getSetCookie().map((each) => each.split(';')[0]),
  text: text.replaceAll(/"errorId":"[^"]+"/g, '"errorId":"…"'),
});

it.each(Object.entries(asked))('%s is answered as by the adapter of tRPC, with and without a session', async (_name, path) => {
  const url = `${stack.url}/trpc/${path}`;
  for (const headers of [{ cookie }, {}] as Record<string, string>[]) {
    // A type of content, which a request without a body doesn't have, leaves it to the adapter.
    const byAdapter = await send(url, { headers: { ...headers, 'content-type': 'application/json' } });
    expect(withoutIds(await send(url, { headers }))).toEqual(withoutIds(byAdapter));
  }
});

it('an error has the id of its request', async () => {
  const idIn = async () =>
    ((await send(`${stack.url}/trpc/customers.list`)).json as { error: { data: { errorId: string } } }).error.data.errorId;
  const [one, other] = [await idIn(), await idIn()];
  expect(one).toMatch(/^[0-9a-f-]{36}$/);
  expect(other).not.toBe(one);
});
