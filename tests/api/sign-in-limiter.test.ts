import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../prisma/client.js';
import { networkOf } from '../../server/security/network-of.js';
import { createLinkLimiter, createSignInLimiter } from '../../server/security/sign-in-limiter.js';
import { ownDatabase } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let database: Database;
beforeAll(async () => {
  db = await ownDatabase();
  database = openDatabase(db.url);
});
beforeEach(() => db.owner('TRUNCATE rate_limit'));
afterAll(async () => {
  await database.close();
  await db.drop();
});

const refusals = async (attempts: Promise<void>[]): Promise<number> =>
  (await Promise.allSettled(attempts)).filter((result) => result.status === 'rejected' && String(result.reason).includes('rate_limited'))
    .length;

describe('the limit on signing in', () => {
  it('stops an address that tries one name after the other', async () => {
    const limiter = createSignInLimiter(database);
    const attempts = Array.from({ length: 230 }, (_unused, index) => limiter.attempt(`name-${String(index)}`, '198.51.100.1'));
    expect(await refusals(attempts)).toBe(30);
    expect(await refusals([limiter.attempt('name-1', '198.51.100.2')])).toBe(0);
  });

  it('stops whoever takes another address of their IPv6 network each time, and not the network beside', async () => {
    const limiter = createSignInLimiter(database);
    const own = (index: number) => `2001:db8:0:1:${index.toString(16)}::${index.toString(16)}`;
    expect(await refusals(Array.from({ length: 230 }, (_unused, index) => limiter.attempt(`name-${String(index)}`, own(index))))).toBe(30);
    expect(await refusals([limiter.attempt('name-1', '2001:db8:0:2::1')])).toBe(0);
    const links = createLinkLimiter(database);
    const asked = Array.from({ length: 30 }, (_unused, index) => links.consume(own(index), `name-${String(index)}`).then(() => undefined));
    expect(await refusals(asked)).toBe(10);
  });

  it.each([
    ['198.51.100.1', '198.51.100.1'],
    ['::ffff:198.51.100.1', '198.51.100.1'],
    ['2001:DB8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
    ['2001:0db8::1:0:0:0:1', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::198.51.100.1', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('takes %s for one of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('does not count what succeeded, however often a whole office signs in from one address', async () => {
    const limiter = createSignInLimiter(database);
    for (let round = 0; round < 300; round += 1) {
      await limiter.attempt(`person-${String(round % 40)}`, '198.51.100.1');
      await limiter.succeeded(`person-${String(round % 40)}`, '198.51.100.1');
    }
    expect(await refusals([limiter.attempt('person-1', '198.51.100.1')])).toBe(0);
  });

  it('does not let a name that is refused use up its address', async () => {
    const limiter = createSignInLimiter(database);
    const attempts = Array.from({ length: 500 }, () => limiter.attempt('one', '198.51.100.1'));
    expect(await refusals(attempts)).toBe(490);
    expect(await refusals([limiter.attempt('another', '198.51.100.1')])).toBe(0);
  });

  it('is one limit, whichever server counts, and outlives each', async () => {
    const [first, second] = [createSignInLimiter(database), createSignInLimiter(database)];
    const attempts = Array.from({ length: 30 }, (_unused, index) => (index % 2 === 0 ? first : second).attempt('one', '198.51.100.1'));
    expect(await refusals(attempts)).toBe(20);
    expect(await refusals([createSignInLimiter(database).attempt('one', '198.51.100.1')])).toBe(1);
  });

  it('refuses a flood from memory: what is over its limit writes nothing', async () => {
    const limiter = createSignInLimiter(database);
    await refusals(Array.from({ length: 20 }, () => limiter.attempt('one', '198.51.100.1')));
    const [before] = await db.owner("SELECT points FROM rate_limit WHERE key LIKE 'pair%'");
    expect(await refusals(Array.from({ length: 1_000 }, () => limiter.attempt('one', '198.51.100.1')))).toBe(1_000);
    expect(await db.owner("SELECT points FROM rate_limit WHERE key LIKE 'pair%'")).toEqual([before]);
  });
});
