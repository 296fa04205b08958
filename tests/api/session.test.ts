import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { callProcedure, codeOf, send, signInCookie } from '../support/raw-http.js';
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

type Person = Parameters<typeof demo>[0];
const signIn = (person: Person, before = '') => signInCookie(stack.url, demo(person).loginName, demo(person).password, before);
const whoIs = async (cookie: string): Promise<string | null> => {
  const { json } = await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie);
  return (json as { result: { data: { user: { loginName: string } } | null } }).result.data?.user.loginName ?? null;
};
/** The session's id, which only the browser and the running request know. */
const idIn = (cookie: string): string => decodeURIComponent(cookie.split('=')[1]!).slice(2).split('.')[0]!;
const hashOf = (cookie: string): Buffer => createHash('sha256').update(idIn(cookie)).digest();

describe('the session cookie', () => {
  it('is for this host alone, out of reach of scripts and of plain connections, and not sent from elsewhere', async () => {
    const { loginName, password } = demo('rita');
    const answer = await callProcedure(stack.url, 'auth.signIn', 'mutation', { loginName, password });
    const [cookie, ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    const [pair, ...flags] = cookie!.split('; ');
    expect(pair).toMatch(/^__Host-licenza=s%3A/);
    expect(flags).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']));
    expect(cookie).not.toMatch(/domain=/i);
    expect(idIn(pair!).length).toBeGreaterThanOrEqual(32);
  });

  it('is given to nobody who has not signed in, and nothing is stored for them', async () => {
    const before = await sql('SELECT count(*) FROM session');
    for (const path of ['/', '/trpc/auth.me', '/trpc/customers.list', '/export/customers.csv']) {
      expect((await send(`${stack.url}${path}`)).headers.getSetCookie()).toEqual([]);
    }
    const failed = await callProcedure(stack.url, 'auth.signIn', 'mutation', { loginName: 'nobody@nowhere.example', password: 'wrong' });
    expect(failed.headers.getSetCookie()).toEqual([]);
    expect(await sql('SELECT count(*) FROM session')).toEqual(before);
  });

  it('is worth nothing when it is made up or changed', async () => {
    const cookie = await signIn('rita');
    const [name, value] = cookie.split('=') as [string, string];
    const [id, signature] = decodeURIComponent(value).slice(2).split('.') as [string, string];
    for (const forged of [
      id,
      `s:${id}`,
      `s:${id}.`,
      `s:${id}.${'A'.repeat(signature.length)}`,
      `s:${id}x.${signature}`,
      `s:.${signature}`,
      '',
      's:null',
      `s:${id}.${signature}, s:x`,
    ]) {
      expect(await whoIs(`${name}=${encodeURIComponent(forged)}`), forged).toBeNull();
    }
    expect(await whoIs(`licenza=${value}`)).toBeNull();
    expect(await whoIs(cookie)).toBe(demo('rita').loginName);
  });
});

describe('a session', () => {
  it('gets another id at each sign-in, so that a planted one is worth nothing', async () => {
    const planted = await signIn('ugo');
    const after = await signIn('rita', planted);
    expect(idIn(after)).not.toBe(idIn(planted));
    expect(await whoIs(planted)).toBeNull();
    expect(await whoIs(after)).toBe(demo('rita').loginName);
    const madeUp = `__Host-licenza=s%3A${'a'.repeat(32)}.${'b'.repeat(43)}`;
    expect(idIn(await signIn('rita', madeUp))).not.toBe('a'.repeat(32));
  });

  it('ends on the server when one signs out, and only that one', async () => {
    const [one, other] = [await signIn('rita'), await signIn('rita')];
    const answer = await callProcedure(stack.url, 'auth.signOut', 'mutation', undefined, one);
    expect(codeOf(answer)).toBe('ok');
    expect(await whoIs(one)).toBeNull();
    expect(await sql('SELECT 1 FROM session WHERE id_hash = $1', [hashOf(one)])).toEqual([]);
    expect(await whoIs(other)).toBe(demo('rita').loginName);
    expect(codeOf(await callProcedure(stack.url, 'auth.signOut', 'mutation', undefined, one))).toBe('ok');
  });

  it('is stored under the hash of its id, and the id itself nowhere', async () => {
    const cookie = await signIn('rita');
    expect(await sql('SELECT 1 AS one FROM session WHERE id_hash = $1', [hashOf(cookie)])).toEqual([{ one: 1 }]);
    const tables = await sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
    for (const { relname } of tables) {
      expect(
        await sql(`SELECT 1 FROM ${String(relname)} t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'`, [
          idIn(cookie),
          Buffer.from(idIn(cookie)).toString('hex'),
        ]),
      ).toEqual([]);
    }
  });

  it('ends at once for a user who is disabled, and for the users of a customer that is', async () => {
    const [carla, ugo, rita] = [await signIn('carla'), await signIn('ugo'), await signIn('rita')];
    await sql("UPDATE app_user SET state = 'disabled' WHERE login_name = $1", [demo('ugo').loginName]);
    expect(await whoIs(ugo)).toBeNull();
    expect(codeOf(await callProcedure(stack.url, 'overview.get', 'query', undefined, ugo))).toBe('not_signed_in');
    expect(await whoIs(carla)).toBe(demo('carla').loginName);
    await sql("UPDATE app_user SET state = 'ready' WHERE login_name = $1", [demo('ugo').loginName]);

    const [fiordaliso] = await sql("SELECT id FROM customer WHERE account_name_key = 'fiordaliso'");
    const disabled = await callProcedure(stack.url, 'customers.disable', 'mutation', { id: fiordaliso?.id, reason: 'a test' }, rita);
    expect(codeOf(disabled)).toBe('ok');
    expect(await whoIs(carla)).toBeNull();
    expect(codeOf(await callProcedure(stack.url, 'customers.get', 'query', { id: fiordaliso?.id }, carla))).toBe('not_signed_in');
    expect((await send(`${stack.url}/export/customers.csv`, { headers: { cookie: carla } })).status).toBe(401);
    expect(codeOf(await callProcedure(stack.url, 'auth.signIn', 'mutation', demo('carla')))).not.toBe('ok');
    expect(codeOf(await callProcedure(stack.url, 'customers.enable', 'mutation', { id: fiordaliso?.id }, rita))).toBe('ok');
  });

  it('takes its stream of changes with it when it ends', async () => {
    const cookie = await signIn('ugo');
    const stream = await fetch(`${stack.url}/trpc/live.changes`, { headers: { cookie }, signal: AbortSignal.timeout(20_000) });
    await sql("UPDATE app_user SET state = 'disabled' WHERE login_name = $1", [demo('ugo').loginName]);
    try {
      const text = await stream.text(); // ends by itself, before its time is up
      expect(text).toContain('not_signed_in');
    } finally {
      await sql("UPDATE app_user SET state = 'ready' WHERE login_name = $1", [demo('ugo').loginName]);
    }
  });

  it('ends after its time without a request, and after a week in any case', async () => {
    const cookie = await signIn('rita');
    const change = (column: string, value: string) => sql(`UPDATE session SET ${column} = ${value} WHERE id_hash = $1`, [hashOf(cookie)]);
    await change('expires_at', "now() - interval '1 second'");
    expect(await whoIs(cookie)).toBeNull();
    await change('expires_at', "now() + interval '8 hours'");
    expect(await whoIs(cookie)).toBe(demo('rita').loginName);
    await change('created_at', "now() - interval '7 days 1 second'");
    expect(await whoIs(cookie)).toBeNull();
  });

  it('lives on while it is used: in the database, and in the browser', async () => {
    const cookie = await signIn('rita');
    await sql("UPDATE session SET expires_at = now() + interval '1 hour', last_seen_at = now() - interval '7 hours' WHERE id_hash = $1", [
      hashOf(cookie),
    ]);
    const answer = await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie);
    await eventually(async () => {
      const [row] = await sql(
        "SELECT expires_at > now() + interval '7 hours' AS longer, last_seen_at > now() - interval '1 minute' AS seen FROM session WHERE id_hash = $1",
        [hashOf(cookie)],
      );
      expect(row).toEqual({ longer: true, seen: true });
    }, 5_000);
    const [renewed = ''] = answer.headers.getSetCookie();
    expect(renewed.split(';')[0]).toBe(cookie);
    const until = Date.parse(/expires=([^;]+)/i.exec(renewed)?.[1] ?? '');
    expect(until).toBeGreaterThan(Date.now() + 7 * 3_600_000);
  });
});
