import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn } from '../support/client.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  // What every database of the tests begins with has run in other files' names on the engine that they share: it is as if just begun.
  await sql('UPDATE process SET updated_at = now()');
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs it as somebody at a terminal would. */
const reconcile = (...args: string[]): Promise<{ code: number | null; out: string; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/reconcile.js', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, ...stack.variables },
    });
    let [out, said] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out, said });
    });
  });

interface Told {
  readonly areas: { readonly area: string; readonly compared: number; readonly differed: number }[];
  readonly findings: { readonly cause: string; readonly state: string; readonly subjectId: string }[];
}

it('C7 a terminal says the same as the page, as a table or JSON, and ends with 1 when something differs', async () => {
  expect(await reconcile('--area', 'engine', '--once')).toMatchObject({ code: 0 });
  const processId = randomUUID();
  await sql(
    `INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, title, state, updated_at)
     SELECT $1::uuid, tier1_id, channel_id, id, 'message', gen_random_uuid(), 'message/' || $1::text, 'Somebody', 'waiting', now() - interval '1 hour' FROM customer LIMIT 1`,
    [processId],
  );
  const first = await reconcile('--area', 'engine', '--once', '--json');
  expect(first.code).toBe(0);
  expect((JSON.parse(first.out) as Told).findings).toMatchObject([{ cause: 'workflow_missing', state: 'seen', subjectId: processId }]);
  await sql("UPDATE reconcile_finding SET first_seen_at = now() - interval '5 minutes'");
  const second = await reconcile('--area', 'engine', '--json');
  expect(second.code).toBe(1);
  const told = JSON.parse(second.out) as Told;
  expect(told.areas).toMatchObject([{ area: 'engine', differed: 1 }]);
  expect(told.findings).toMatchObject([{ cause: 'workflow_missing', state: 'confirmed', subjectId: processId }]);

  const shown = await reconcile('--show');
  expect(shown.code).toBe(1);
  expect(shown.out).toMatch(/^compared with +ended/);
  expect(shown.out).toContain(`engine: workflow_missing: process Somebody (${processId})`);
  const olivia = await signedIn(stack.url, 'olivia');
  const page = await olivia.reconcile.get.query();
  expect(page.findings).toMatchObject(told.findings);
  expect((await olivia.reconcile.differences.query({ subjectIds: [processId] })).map(({ cause }) => cause)).toEqual(['workflow_missing']);
  const overview = await olivia.overview.get.query();
  expect('differences' in overview && overview.differences).toMatchObject([{ cause: 'workflow_missing', subjectType: 'process' }]);
  // Who sells sees its own customers' alone, and who buys none.
  const carla = await signedIn(stack.url, 'carla');
  await expect(carla.reconcile.differences.query({})).rejects.toThrow();

  const wrong = await reconcile('--area', 'moon');
  expect(wrong.code).toBe(2);
  expect(wrong.said).toContain('there is nothing called moon to compare with');
}, 120_000);
