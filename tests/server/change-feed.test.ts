import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../prisma/client.js';
import { openDatabase, type Database } from '../../prisma/client.js';
import { seedId } from '../../prisma/seed.js';
import { createLog } from '../../runtime/log.js';
import { startChangeFeed, type ChangeFeed, type FeedRow } from '../../server/live/change-feed.js';
import { startChangeHub } from '../../server/live/change-hub.js';
import { includesRow, toldOf } from '../../server/live/hears-change.js';
import { createApi, demo, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { openChanges } from '../support/change-stream.js';
import { signInCookie } from '../support/raw-http.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let database: Database;
const api: Record<string, Api> = {};
const cookies: Record<string, string> = {};
const feeds: ChangeFeed[] = [];

const openFeed = (): ChangeFeed => {
  const log = createLog('test', 'silent');
  const feed = startChangeFeed(database, startChangeHub(database, log), log);
  feeds.push(feed);
  return feed;
};

/** All that comes after a place, as a stream would take it. */
const allAfter = async (feed: ChangeFeed, from: string, scope: Scope): Promise<FeedRow[]> => {
  const rows: FeedRow[] = [];
  let cursor = from;
  for (let more = true; more;) {
    const page = await feed.after(cursor, scope);
    rows.push(...page.rows);
    ({ cursor, more } = page);
  }
  return rows;
};

beforeAll(async () => {
  stack = await startStack({ worker: false });
  database = openDatabase(stack.settings.DATABASE_URL);
  for (const person of ['rita', 'teo', 'carla', 'ugo'] as const) {
    cookies[person] = await signInCookie(stack.url, demo(person).loginName, demo(person).password);
    api[person] = createApi(stack.url, { cookie: cookies[person] }).api;
  }
});
afterAll(async () => {
  await Promise.all(feeds.map((feed) => feed.stop()));
  await database.close();
  await stack.stop();
});

describe('the one reader of the change feed', () => {
  it('sees for every scope just what row-level security lets it see', async () => {
    const before = openFeed();
    const from = await before.newest();
    for (const person of ['rita', 'teo'] as const) await api[person]!.customers.create.mutate(aCustomer());
    await api.carla!.auth.setLanguage.mutate({ language: 'en' });
    const platform: Scope = { kind: 'platform' };
    await eventually(async () => {
      expect((await allAfter(before, from, platform)).filter(({ kind }) => kind === 'user').length).toBeGreaterThanOrEqual(3);
    });
    // One that begins now has nothing of it in memory: it asks the database, under the scope.
    const after = openFeed();
    await eventually(async () => {
      expect(await allAfter(after, from, platform)).toEqual(await allAfter(before, from, platform));
    });
    const customers = await database.read<{ id: string }>(platform, 'SELECT id FROM customer');
    const scopes: Scope[] = [
      platform,
      { kind: 'tier1', tenant: seedId('nordica') },
      { kind: 'channel', tenant: seedId('laguna') },
      ...customers.map(({ id }) => ({ kind: 'customer', tenant: id }) as const),
    ];
    const seen = new Set<number>();
    for (const scope of scopes) {
      const byPolicy = await allAfter(after, from, scope);
      const inMemory = (await allAfter(before, from, scope)).filter((row) => includesRow(scope, row));
      expect(inMemory, scope.kind).toEqual(byPolicy);
      seen.add(byPolicy.length);
    }
    expect(seen.size).toBeGreaterThan(2);
  });

  it('is at the same place as another one that began earlier', async () => {
    const [first, second] = [openFeed(), openFeed()];
    await api.rita!.customers.create.mutate(aCustomer());
    await eventually(async () => {
      expect(await first.newest()).toBe(await second.newest());
    });
    expect(await first.keeps(await second.newest())).toBe(true);
  });

  it('tells a user without rights of itself, and of its services without naming anybody', async () => {
    const stream = await openChanges(stack.url, cookies.ugo!);
    const [colleagues] = await Promise.all([api.carla!.users.list.query({})]);
    const [service] = await api.carla!.services.list.query({});
    const carla = colleagues.rows.find(({ loginName }) => loginName === demo('carla').loginName)!;
    await api.carla!.services.change.mutate({ subscriptionId: service!.id, assign: [carla.id] });
    await api.ugo!.auth.setLanguage.mutate({ language: 'en' });
    const me = (await api.ugo!.auth.me.query())!.user.id;
    await eventually(() => {
      expect(stream.seen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['user', 'licence']));
    });
    expect(new Set(stream.seen.flatMap(({ subjectId }) => (subjectId ? [subjectId] : [])))).toEqual(new Set([me]));
    await stream.cut();
  });

  it('tells an administrator of orders, and a user that may read no orders nothing of them', () => {
    const row: FeedRow = { cursor: '1.1', kind: 'order', tier1Id: 't', channelId: 'c', customerId: 'k', subjectId: 'o' };
    const user = {
      id: 'u',
      loginName: '',
      displayName: '',
      language: 'en',
      timeZone: 'UTC',
      tier1Id: 't',
      channelId: 'c',
      customerId: 'k',
    };
    expect(toldOf({ ...user, role: 'customer_admin' }, row)).toEqual({ customerId: 'k', subjectId: 'o' });
    expect(toldOf({ ...user, role: 'customer_user' }, row)).toBeUndefined();
    expect(toldOf({ ...user, role: 'customer_user', staffPermission: 'staff_member' }, row)).toBeUndefined();
  });

  it('refuses one user more streams than anybody has tabs', async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, () => openChanges(stack.url, cookies.teo!)));
    const oneMore = await openChanges(stack.url, cookies.teo!);
    expect(oneMore.failure()).toContain('rate_limited');
    await streams[0]!.cut();
    await eventually(async () => {
      const another = await openChanges(stack.url, cookies.teo!);
      streams.push(another);
      expect(another.failure()).toBeUndefined();
    });
    await Promise.all(streams.map((stream) => stream.cut()));
  });
});
