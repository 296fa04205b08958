import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../support/client.js';
import { callProcedure, codeOf, ownHeaders, send, type Answer } from '../support/raw-http.js';
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

/** An attempt from some address; the proxy in front of the server would say which. */
const attempt = (loginName: string, password: string, address: string): Promise<Answer> =>
  send(`${stack.url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { ...ownHeaders(stack.url), 'x-forwarded-for': address },
    body: JSON.stringify({ loginName, password }),
  });

const withoutId = ({ status, text }: Answer): string => `${String(status)} ${text.replace(/"errorId":"[^"]*"/, '')}`;

describe('signing in', () => {
  it('fails with one and the same answer, whatever the cause', async () => {
    const { loginName, password } = demo('ugo');
    const [fiordaliso] = await sql("SELECT id FROM customer WHERE account_name_key = 'fiordaliso'");
    const answers = [
      await attempt('nobody@nowhere.example', password, '198.51.100.1'),
      await attempt(loginName, 'wrong password', '198.51.100.1'),
    ];
    for (const state of ['disabled', 'not_activated']) {
      await sql('UPDATE app_user SET state = $2 WHERE login_name = $1', [loginName, state]);
      answers.push(await attempt(loginName, password, '198.51.100.1'));
    }
    await sql("UPDATE app_user SET state = 'ready', password_hash = NULL WHERE login_name = $1 RETURNING password_hash", [
      demo('carla').loginName,
    ]);
    answers.push(await attempt(demo('carla').loginName, demo('carla').password, '198.51.100.1'));
    await sql("UPDATE app_user SET state = 'ready' WHERE login_name = $1", [loginName]);
    for (const state of ['disabled', 'deleted']) {
      await sql('UPDATE customer SET state = $2 WHERE id = $1', [fiordaliso?.id, state]);
      answers.push(await attempt(loginName, password, '198.51.100.1'));
    }
    await sql("UPDATE customer SET state = 'active' WHERE id = $1", [fiordaliso?.id]);
    expect(codeOf(answers[0]!)).toBe('sign_in_failed');
    expect(new Set(answers.map(withoutId)).size).toBe(1);
    expect(codeOf(await attempt(loginName, password, '198.51.100.1'))).toBe('ok');
  });

  it('takes the login name in any case, with blanks around it, and the password as it is', async () => {
    const { loginName, password } = demo('rita');
    expect(codeOf(await attempt(`  ${loginName.toUpperCase()} `, password, '198.51.100.2'))).toBe('ok');
    for (const other of [password.toUpperCase(), ` ${password}`, `${password} `, password.slice(0, -1)]) {
      expect(codeOf(await attempt(loginName, other, '198.51.100.2'))).toBe('sign_in_failed');
    }
  });

  it('does not work with what is no text', async () => {
    for (const input of [
      { loginName: { $ne: '' }, password: 'x' },
      { loginName: ['rita@nordica.example'], password: 'x' },
      { loginName: 'x' },
      {},
      { loginName: 'x', password: 'x', role: 'operator' },
    ]) {
      const answer = await send(`${stack.url}/trpc/auth.signIn`, {
        method: 'POST',
        headers: ownHeaders(stack.url),
        body: JSON.stringify(input),
      });
      expect(codeOf(answer)).toBe('input_invalid');
    }
  });

  it('is slowed for a name from one address after ten failures, the right password included; not from elsewhere, nor for others', async () => {
    const { loginName, password } = demo('sam');
    for (let failure = 0; failure < 10; failure += 1)
      expect(codeOf(await attempt('guessed@nordica.example', 'wrong', '198.51.100.3'))).toBe('sign_in_failed');
    const refused = await attempt('guessed@nordica.example', 'wrong', '198.51.100.3');
    expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limited']);
    expect(
      (refused.json as { error: { data: { failure: { params: { seconds: number } } } } }).error.data.failure.params.seconds,
    ).toBeGreaterThan(60);
    expect(codeOf(await attempt('guessed@nordica.example', 'wrong', '198.51.100.4'))).toBe('sign_in_failed');
    expect(codeOf(await attempt(loginName, password, '198.51.100.3'))).toBe('ok');
  });

  it('counts guesses that come at the same moment, each one', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => attempt('burst@nordica.example', 'wrong', '198.51.100.5')));
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(10);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(50);
  });

  it('leaves a line in the login history for each attempt, without the password', async () => {
    await attempt('history@nordica.example', 'my secret guess', '198.51.100.7');
    const rows = await sql("SELECT outcome, address, e::text AS text FROM sign_in_event e WHERE address = '198.51.100.7'");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain('my secret guess');
  });

  it('is none when the login history can’t be written', async () => {
    const { loginName, password } = demo('rita');
    const counts = () => sql('SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM sign_in_event) AS events');
    const before = await counts();
    await sql('REVOKE INSERT ON sign_in_event FROM licenza_app');
    const answer = await attempt(loginName, password, '198.51.100.8');
    await sql('GRANT INSERT ON sign_in_event TO licenza_app');
    expect([codeOf(answer), await counts()]).toEqual(['internal', before]);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect((await callProcedure(stack.url, 'auth.me', 'query', undefined, cookie.split(';')[0])).text).toBe('{"result":{"data":null}}');
    expect(codeOf(await attempt(loginName, password, '198.51.100.8'))).toBe('ok');
  });
});
