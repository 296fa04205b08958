import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrationsFolder } from '../../prisma/migrate.js';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';
import { openSql, ownDatabase, sqlState, type Sql } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
let tenant: { tier1_id: string; channel_id: string; customer_id: string };
let users: string[];
let planId: string;

const insert = async (sql: Sql, table: string, row: Record<string, unknown>): Promise<void> => {
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${String(index + 1)}`);
  await sql(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row));
};
const dates = { start_date: '2026-12-01', starts_at: '2026-11-30T23:00:00Z' };
const aSubscription = (changes: object = {}) => ({
  id: randomUUID(),
  ...tenant,
  source: 'assigned',
  plan_id: planId,
  units: 3,
  target_units: 3,
  state: 'active',
  ...dates,
  ...changes,
});
const seat = (user: string, of: object) => ({ id: randomUUID(), ...tenant, user_id: user, ...of });

beforeAll(async () => {
  db = await ownDatabase();
  const [found] = await db.owner("SELECT id, tier1_id, channel_id FROM customer WHERE account_name = 'fiordaliso'");
  tenant = { tier1_id: String(found!.tier1_id), channel_id: String(found!.channel_id), customer_id: String(found!.id) };
  planId = String((await db.owner('SELECT id FROM plan LIMIT 1'))[0]!.id);
  users = Array.from({ length: 12 }, () => randomUUID());
  for (const id of users)
    await insert(db.owner, 'app_user', {
      id,
      ...tenant,
      role: 'customer_user',
      login_name: id,
      login_name_key: id,
      first_name: 'F',
      last_name: 'L',
      email: 'e',
      state: 'ready',
    });
});
afterAll(() => db.drop());

it('what was there before is carried over, and the pages are told nothing of it', async () => {
  const empty = await throwawayDatabase(inject('databaseServerUrl'));
  const sql = await openSql(empty.url);
  const names = (await readdir(migrationsFolder)).filter((name) => /^\d/.test(name)).sort();
  const own = '20261128060000_one_subscription';
  const apply = async (name: string) => sql(await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'));
  for (const name of names.slice(0, names.indexOf(own))) await apply(name);
  await insert(sql, 'channel', { id: tenant.tier1_id, tier: 1, tier1_id: tenant.tier1_id, name: 'T' });
  const { tier1_id, customer_id: customer } = tenant;
  const words = {
    account_name: 'a',
    account_name_key: 'a',
    company: 'C',
    city: 'C',
    state_or_province: 'S',
    contact_first_name: 'F',
    contact_last_name: 'L',
    contact_email: 'e',
  };
  await insert(sql, 'customer', { id: customer, tier1_id, channel_id: tier1_id, ...words });
  const user = randomUUID();
  const person = {
    role: 'customer_user',
    login_name: 'u',
    login_name_key: 'u',
    first_name: 'F',
    last_name: 'L',
    email: 'e',
    state: 'ready',
  };
  const of = { tier1_id, channel_id: tier1_id, customer_id: customer };
  await insert(sql, 'app_user', { id: user, ...of, ...person });
  const [product, plan, offer, policy] = Array.from({ length: 4 }, () => randomUUID());
  await insert(sql, 'product', {
    id: product,
    code: 'p',
    vendor: 'guardia',
    category: 'c',
    name_en: 'P',
    name_it: 'P',
    description_en: '',
    description_it: '',
    unit_type: 'seat',
  });
  await insert(sql, 'plan', { id: plan, product_id: product, code: 'p', name_en: 'P', name_it: 'P', max_units: 9 });
  await insert(sql, 'cancellation_policy', {
    id: policy,
    code: 'c',
    window_hours: 24,
    window_clock: 'elapsed-hours',
    refund_rule: 'full',
    after_window: 'end-of-term',
  });
  await insert(sql, 'term_policy', { id: policy, code: 't', upgrade_allowed: true, renewal_notice_days: [7] });
  const priced = {
    term_duration: 'P1M',
    billing_cycle: 'monthly',
    currency: 'EUR',
    unit_price_minor: 100,
    max_seats: 9,
    cancellation_policy_id: policy,
    term_policy_id: policy,
  };
  await insert(sql, 'offer', { id: offer, plan_id: plan, code: 'o', ...priced });
  const [licence, bought] = [randomUUID(), randomUUID()];
  await insert(sql, 'licence', {
    id: licence,
    ...of,
    plan_id: plan,
    units: 4,
    target_units: 4,
    state: 'failed',
    failure_code: 'vendor_refused',
    version: 7,
    ...dates,
  });
  await insert(sql, 'subscription', {
    id: bought,
    ...of,
    offer_id: offer,
    state: 'active',
    units: 2,
    term_starts_at: '2026-11-01',
    term_ends_at: '2026-12-01',
  });
  for (const seatOf of [{ licence_id: licence }, { subscription_id: bought }])
    await insert(sql, 'entitlement', { id: randomUUID(), ...of, user_id: user, ...seatOf });
  const told = await sql('SELECT count(*) FROM change_feed');

  await apply(own);
  expect(
    await sql(
      'SELECT id, source, plan_id, units, target_units, state, failure_code, version, policy IS NULL AS "isOpen" FROM subscription ORDER BY source',
    ),
  ).toEqual([
    {
      id: licence,
      source: 'assigned',
      plan_id: plan,
      units: 4,
      target_units: 4,
      state: 'failed',
      failure_code: 'vendor_refused',
      version: 7,
      isOpen: true,
    },
    {
      id: bought,
      source: 'bought',
      plan_id: plan,
      units: 2,
      target_units: 2,
      state: 'active',
      failure_code: null,
      version: 1,
      isOpen: false,
    },
  ]);
  const seats = await sql('SELECT licence_id, subscription_id FROM entitlement');
  expect(seats).toEqual(
    expect.arrayContaining([
      { licence_id: licence, subscription_id: licence },
      { licence_id: null, subscription_id: bought },
    ]),
  );
  expect(await sql('SELECT count(*) FROM change_feed')).toEqual(told);

  for (const name of names.slice(names.indexOf(own) + 1)) await apply(name);
  expect(await sql('SELECT subscription_id FROM entitlement')).toEqual(
    expect.arrayContaining([{ subscription_id: licence }, { subscription_id: bought }]),
  );
  await sql.end();
  await empty.drop();
});

describe('a subscription', () => {
  it('has a term and a policy where it was bought, and a day where it was assigned', async () => {
    expect(await sqlState(insert(db.owner, 'subscription', { ...aSubscription(), source: 'bought' }))).toBe('23514');
    expect(await sqlState(insert(db.owner, 'subscription', { ...aSubscription(), start_date: null }))).toBe('23514');
    expect(await sqlState(insert(db.owner, 'subscription', { ...aSubscription(), source: 'found' }))).toBe('23514');
  });
});

describe('B14 seats in use never exceed the lesser of the units now and then', () => {
  it('whoever gives one', async () => {
    const { id } = aSubscription();
    await insert(db.owner, 'subscription', aSubscription({ id, units: 10, target_units: 2, state: 'provisioning', change: 'resize' }));
    await insert(db.owner, 'entitlement', seat(users[0]!, { subscription_id: id }));
    await insert(db.owner, 'entitlement', seat(users[1]!, { subscription_id: id }));
    expect(await sqlState(insert(db.owner, 'entitlement', seat(users[2]!, { subscription_id: id })))).toBe('23514');
  });

  it('nor what takes units away', async () => {
    const { id } = aSubscription();
    await insert(db.owner, 'subscription', aSubscription({ id, units: 4, target_units: 4 }));
    for (const user of users.slice(0, 3)) await insert(db.owner, 'entitlement', seat(user, { subscription_id: id }));
    expect(await sqlState(db.owner('UPDATE subscription SET target_units = 2 WHERE id = $1', [id]))).toBe('23514');
    expect(await sqlState(db.owner('UPDATE subscription SET target_units = 3 WHERE id = $1', [id]))).toBe('done');
    expect(await sqlState(db.owner('UPDATE subscription SET units = 3 WHERE id = $1', [id]))).toBe('done');
  });

  it('of many who give the last ones at once, and one who takes units away meanwhile', async () => {
    const { id } = aSubscription();
    await insert(db.owner, 'subscription', aSubscription({ id, units: 10, target_units: 10 }));
    const others = await Promise.all(users.map(() => openSql(db.url)));
    const fewer = await openSql(db.url);
    const outcomes = await Promise.all([
      ...others.map((sql, index) => sqlState(insert(sql, 'entitlement', seat(users[index]!, { subscription_id: id })))),
      sqlState(fewer("UPDATE subscription SET target_units = 5, state = 'provisioning' WHERE id = $1", [id])),
    ]);
    await Promise.all([...others, fewer].map((sql) => sql.end()));
    const [{ used, most }] = (await db.owner(
      'SELECT (SELECT count(*)::int FROM entitlement WHERE subscription_id = s.id) AS used, least(units, target_units) AS most FROM subscription s WHERE id = $1',
      [id],
    )) as [{ used: number; most: number }];
    expect(new Set(outcomes)).toEqual(new Set(['done', '23514']));
    expect(used).toBeLessThanOrEqual(most);
    expect(used).toBe(outcomes.slice(0, -1).filter((outcome) => outcome === 'done').length);
  });
});
