import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { openChanges, type ChangeStream } from '../support/change-stream.js';
import { createApi, demo, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { addReseller } from './people.js';

let stack: Stack;
let sql: Sql;
const cookies: Record<string, string> = {};
const apis: Record<string, Api> = {};
const open: ChangeStream[] = [];
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  for (const person of ['olivia', 'rita', 'teo', 'carla'] as const) {
    cookies[person] = await signInCookie(stack.url, demo(person).loginName, demo(person).password);
  }
  const far = await addReseller(stack, { channel: { id: seedId('alpina'), name: 'Alpina' }, loginName: 'bea@alpina.example' });
  cookies.bea = far.cookie;
  for (const [person, cookie] of Object.entries(cookies)) apis[person] = createApi(stack.url, { cookie }).api;
});
afterAll(async () => {
  await Promise.all(open.map((stream) => stream.cut()));
  await sql.end();
  await stack.stop();
});

const follow = async (person: string, lastEventId?: string): Promise<ChangeStream> => {
  const stream = await openChanges(stack.url, cookies[person]!, lastEventId);
  open.push(stream);
  return stream;
};
const create = async (person: string): Promise<string> => (await apis[person]!.customers.create.mutate(aCustomer())).customerId;
const sees = (stream: ChangeStream, customerId: string) =>
  eventually(() => {
    expect(stream.seen.map((change) => change.customerId)).toContain(customerId);
  });
const kindsOf = (stream: ChangeStream, customerId: string) =>
  new Set(stream.seen.filter((change) => change.customerId === customerId).map(({ kind }) => kind));

describe('the stream of changes', () => {
  it('tells of what has changed, by kind and subject, soon after it was committed', async () => {
    const stream = await follow('rita');
    const customerId = await create('rita');
    await sees(stream, customerId);
    await eventually(() => {
      expect([...kindsOf(stream, customerId)].sort()).toEqual(['customer', 'message', 'process', 'timeline', 'user']);
    });
    expect(stream.seen.find(({ kind }) => kind === 'customer')?.subjectId).toBe(customerId);
  });

  it('B14 tells of a unit that was given, and of one that was taken back', async () => {
    const [stream, carla] = [await follow('carla'), apis.carla!];
    const [licence] = await carla.services.list.query({});
    const { rows } = await carla.users.list.query({ q: 'carla' });
    const change = (part: 'assign' | 'withdraw') => carla.services.change.mutate({ subscriptionId: licence!.id, [part]: [rows[0]!.id] });
    const told = () => stream.seen.filter(({ kind, subjectId }) => kind === 'licence' && subjectId === rows[0]!.id).length;
    await change('assign');
    await eventually(() => {
      expect(told()).toBe(1);
    });
    await change('withdraw');
    await eventually(() => {
      expect(told()).toBe(2);
    });
  });

  it('tells each of its own customers only', async () => {
    const streams = Object.fromEntries(
      await Promise.all(Object.keys(cookies).map(async (person) => [person, await follow(person)] as const)),
    );
    const made = { rita: await create('rita'), teo: await create('teo'), bea: await create('bea') };
    await apis.carla!.auth.setLanguage.mutate({ language: 'en' });
    const expected: Record<string, string[]> = {
      olivia: [made.rita, made.teo, made.bea],
      rita: [made.rita, made.teo],
      teo: [made.teo],
      bea: [made.bea],
      carla: [],
    };
    for (const [person, ids] of Object.entries(expected)) for (const id of ids) await sees(streams[person]!, id);
    // What must not come has had its time: the platform's stream, which gets all, is past it.
    for (const [person, ids] of Object.entries(expected)) {
      const foreign = Object.values(made).filter((id) => !ids.includes(id));
      for (const id of foreign) expect(JSON.stringify(streams[person]!.seen), `${person} of ${id}`).not.toContain(id);
    }
    const channels = await sql('SELECT DISTINCT customer_id FROM change_feed WHERE channel_id = $1', [seedId('laguna')]);
    const allowed = channels.map((row) => row.customer_id);
    for (const change of streams.teo!.seen) if (change.customerId) expect(allowed).toContain(change.customerId);
  });

  it('goes on after a lost connection without losing or repeating anything', async () => {
    const first = await follow('rita');
    await sees(first, await create('rita'));
    await first.cut();
    const while_gone = [await create('rita'), await create('teo')];
    const second = await follow('rita', first.lastEventId());
    for (const id of while_gone) await sees(second, id);
    const ids = [...first.seen, ...second.seen].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.seen.map(({ kind }) => kind)).not.toContain('reset');
  });

  it('loses nothing either when it was cut before anything had happened', async () => {
    const first = await follow('rita');
    await eventually(() => {
      expect(first.seen).toMatchObject([{ kind: 'start' }]);
    });
    await first.cut();
    const customerId = await create('rita');
    await sees(await follow('rita', first.lastEventId()), customerId);
  });

  it('skips nothing that was begun before and committed after what it has told of already', async () => {
    const stream = await follow('olivia');
    const slow = await openSql(stack.settings.DATABASE_URL);
    await slow('BEGIN');
    const [late] = await slow("UPDATE customer SET city = 'Lodi' WHERE account_name_key = 'fiordaliso' RETURNING id");
    const customerId = await create('rita');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await slow('COMMIT');
    await slow.end();
    await sees(stream, customerId);
    await sees(stream, String(late?.id));
    const order = stream.seen.map(({ id }) => BigInt(id.split('.')[0]!));
    expect(order).toEqual([...order].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('says that all should be read again when it was away for longer than changes are kept', async () => {
    // What is still in the server's memory isn't missed, so this one's place is of before its beginning.
    const [{ place } = { place: '' }] = await sql("SELECT min(transaction::text::bigint) || '.1' AS place FROM change_feed");
    await create('rita');
    await sql('DELETE FROM change_feed');
    const second = await follow('rita', String(place));
    await eventually(() => {
      expect(second.seen).toMatchObject([{ kind: 'reset' }]);
    });
    const customerId = await create('rita');
    await sees(second, customerId);
    await second.cut();
    const third = await follow('rita', second.lastEventId());
    const next = await create('rita');
    await sees(third, next);
    expect(third.seen.map(({ kind }) => kind)).not.toContain('reset');
  });

  it('is one among many on one server', async () => {
    const { loginName, password } = demo('rita');
    const browsers = await Promise.all(Array.from({ length: 3 }, () => signInCookie(stack.url, loginName, password)));
    const streams = await Promise.all(browsers.flatMap((cookie) => Array.from({ length: 13 }, () => openChanges(stack.url, cookie))));
    open.push(...streams);
    const customerId = await create('rita');
    for (const stream of streams) await sees(stream, customerId);
  });

  it('is refused to a session that has twenty, and not to its person in another browser', async () => {
    const { loginName, password } = demo('ugo');
    const [wild, calm] = await Promise.all([0, 1].map(() => signInCookie(stack.url, loginName, password)));
    const streams = await Promise.all(Array.from({ length: 20 }, () => openChanges(stack.url, wild!)));
    open.push(...streams);
    await expect(openChanges(stack.url, wild!).then(({ failure, ended }) => ended.then(failure))).resolves.toContain('rate_limited');
    const other = await openChanges(stack.url, calm!);
    open.push(other);
    expect(other.failure()).toBeUndefined();
    await streams[0]!.cut();
    await eventually(async () => {
      const again = await openChanges(stack.url, wild!);
      open.push(again);
      expect(again.failure()).toBeUndefined();
    });
  });
});
