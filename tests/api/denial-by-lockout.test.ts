import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockout } from '../../domain/user/user.js';
import { demo } from '../support/client.js';
import { codeOf, ownHeaders, send } from '../support/raw-http.js';
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

const { loginName, password } = demo('carla');
const signInFrom = async (address: string, secret: string): Promise<string> =>
  codeOf(
    await send(`${stack.url}/trpc/auth.signIn`, {
      method: 'POST',
      headers: { ...ownHeaders(stack.url), 'x-forwarded-for': address },
      body: JSON.stringify({ loginName, password: secret }),
    }),
  );
const lockOf = async () =>
  (await sql('SELECT state, locked_until FROM app_user WHERE login_name = $1', [loginName]))[0] as {
    state: string;
    locked_until: Date | null;
  };

const HOME = '203.0.113.5';
const ATTEMPTS = 10_000;
const ADDRESSES = 20;
const AT_ONCE = 20;

/** Strangers who fail on purpose, from many places and many at once. Gives how often each answer came. */
const flood = async (): Promise<Record<string, number>> => {
  const answers: Record<string, number> = {};
  let next = 0;
  const stranger = async () => {
    while (next < ATTEMPTS) {
      next += 1;
      const code = await signInFrom(`198.51.100.${String(next % ADDRESSES)}`, 'not the password');
      answers[code] = (answers[code] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, stranger));
  return answers;
};

it('B23 ten thousand failing attempts lock an administrator out neither at a known place, nor anywhere for longer than the lock', async () => {
  expect(await signInFrom(HOME, password)).toBe('ok');
  const answers = await flood();
  // What is over its limit costs no look at the password, so a flood doesn't take the machine either.
  expect(answers).toEqual({ sign_in_failed: ADDRESSES * 10, rate_limited: ATTEMPTS - ADDRESSES * 10 });

  const { state, locked_until: until } = await lockOf();
  expect(state).toBe('locked');
  expect(await signInFrom('192.0.2.1', password)).toBe('sign_in_failed');
  expect(await signInFrom(HOME, password)).toBe('ok');
  // Attempts during the lock don't make it longer.
  for (const address of ['192.0.2.2', '192.0.2.3']) expect(await signInFrom(address, 'not the password')).toBe('sign_in_failed');
  expect((await lockOf()).locked_until).toEqual(until);
  const [{ minutes } = { minutes: 0 }] = await sql(
    'SELECT extract(epoch FROM locked_until - now())::float / 60 AS minutes FROM app_user WHERE login_name = $1',
    [loginName],
  );
  expect(minutes).toBeLessThanOrEqual(lockout.lockedMinutes);

  await sql("UPDATE app_user SET locked_until = now() - interval '1 second' WHERE login_name = $1", [loginName]);
  expect(await signInFrom('192.0.2.4', password)).toBe('ok');
  expect((await lockOf()).state).toBe('ready');
}, 240_000);
