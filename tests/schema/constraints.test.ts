import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandStates } from '../../domain/command/command.js';
import { customerStates } from '../../domain/customer/customer.js';
import { licenceChanges, unitTypes } from '../../domain/licence/licence.js';
import { messageStates } from '../../domain/message/message.js';
import { roles } from '../../domain/permission/permissions.js';
import { activeProcessStates, processKinds, processStates } from '../../domain/process/process.js';
import { subscriptionStates } from '../../domain/subscription/subscription.js';
import { userStates } from '../../domain/user/user.js';
import { enterScope, ownDatabase, sqlState, type Sql } from '../support/sql.js';
import { tablesOfHistory, tenantTables, wordsOf } from './catalogue-queries.js';
import { rowOf, type Tenant } from './tenant-rows.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
const tier1 = randomUUID();
const tier2 = randomUUID();
const other = randomUUID();

const insert = async (sql: Sql, table: string, row: Record<string, unknown>): Promise<void> => {
  const names = Object.keys(row);
  await sql(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${String(index + 1)}`).join(', ')})`,
    Object.values(row),
  );
};
const aCustomer = (channel: string, family: string, name: string, state = 'active') => ({
  id: randomUUID(),
  tier1_id: family,
  channel_id: channel,
  account_name: name,
  account_name_key: name.toLowerCase(),
  company: 'C',
  city: 'C',
  state_or_province: 'S',
  contact_first_name: 'F',
  contact_last_name: 'L',
  contact_email: 'e@x.example',
  state,
});
const tenantOf = (customer: ReturnType<typeof aCustomer>): Tenant => ({
  tier1_id: customer.tier1_id,
  channel_id: customer.channel_id,
  customer_id: customer.id,
});
const one = aCustomer(tier1, tier1, 'one');
const two = aCustomer(other, other, 'two');

beforeAll(async () => {
  db = await ownDatabase();
  await insert(db.owner, 'channel', { id: tier1, tier: 1, tier1_id: tier1, name: 'T1' });
  await insert(db.owner, 'channel', { id: tier2, tier: 2, tier1_id: tier1, parent_id: tier1, name: 'T2' });
  await insert(db.owner, 'channel', { id: other, tier: 1, tier1_id: other, name: 'O' });
  await insert(db.owner, 'customer', one);
  await insert(db.owner, 'customer', two);
});
afterAll(() => db.drop());

describe('the words that a column may hold are those of the rules', () => {
  it.each([
    ['app_user_role_check', roles],
    ['app_user_state_check', userStates],
    ['customer_state_check', customerStates],
    ['subscription_state_check', subscriptionStates],
    ['subscription_change_check', licenceChanges],
    ['product_unit_type_check', unitTypes],
    ['process_kind_check', processKinds],
    ['process_state_check', processStates],
    ['message_state_check', messageStates],
    ['command_state_check', commandStates],
  ])('%s', async (constraint, words) => {
    expect(await wordsOf(db.owner, constraint)).toEqual([...words].sort());
  });

  it('process_one_active', async () => {
    const [row] = await db.owner("SELECT indexdef FROM pg_indexes WHERE indexname = 'process_one_active'");
    expect([...String(row?.indexdef).matchAll(/'([a-z_]+)'::text/g)].map((match) => match[1]).sort()).toEqual(
      [...activeProcessStates].sort(),
    );
  });
});

describe('tenant columns', () => {
  it('of every table are bound to those of the customer, but for history', async () => {
    const rows = await db.owner(`
      SELECT conrelid::regclass::text AS name FROM pg_constraint
       WHERE contype = 'f' AND confrelid = 'customer'::regclass
         AND pg_get_constraintdef(oid) LIKE 'FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer(id, channel_id, tier1_id)%'`);
    const bound = new Set(rows.map((row) => row.name));
    expect((await tenantTables(db.owner)).filter((table) => !bound.has(table))).toEqual([...tablesOfHistory].sort());
  });

  it('go along with every reference from one tenant table to another', async () => {
    const tables = await tenantTables(db.owner);
    const keys = await db.owner(
      `SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1) AND confrelid::regclass::text = ANY ($1)`,
      [tables],
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { conname, rule } of keys)
      expect(rule, String(conname)).toMatch(/^FOREIGN KEY \([^)]*customer_id[^)]*\) REFERENCES \w+\([^)]*customer_id[^)]*\)/);
  });

  it('can not disagree with the customer', async () => {
    for (const table of [
      'subscription',
      'process',
      'message',
      'timeline_event',
      'attention_item',
      'cart',
      'payment',
      'vendor_tenant',
      'user_token',
    ]) {
      for (const wrong of [
        { ...tenantOf(one), tier1_id: other },
        { ...tenantOf(one), channel_id: tier2 },
        { ...tenantOf(one), customer_id: two.id },
      ]) {
        const { statement, parameters } = await rowOf(db.owner, table, wrong);
        expect(await sqlState(db.owner(statement, parameters)), table).toBe('23503');
      }
    }
  });

  it('of a user fit the role', async () => {
    const user = {
      role: 'customer_admin',
      login_name: 'x',
      login_name_key: 'x',
      first_name: 'F',
      last_name: 'L',
      email: 'e',
      state: 'ready',
    };
    const write = (changes: object) =>
      sqlState(insert(db.owner, 'app_user', { ...user, id: randomUUID(), login_name_key: randomUUID(), ...changes }));
    expect(await write(tenantOf(one))).toBe('done');
    expect(await write({ role: 'operator' })).toBe('done');
    expect(await write({ role: 'reseller_admin', tier1_id: tier1, channel_id: tier2 })).toBe('done');
    expect(await write({})).toBe('23514');
    expect(await write({ role: 'operator', ...tenantOf(one) })).toBe('23514');
    expect(await write({ role: 'customer_user', tier1_id: tier1, channel_id: tier1 })).toBe('23514');
    expect(await write({ role: 'reseller_admin', tier1_id: other, channel_id: tier2 })).toBe('23503');
    expect(await write({ ...tenantOf(one), role: 'root' })).toBe('23514');
  });
});

describe('uniqueness', () => {
  it('A3 of an account name is in the tier-1 family, tier-2 channels included, and of living customers', async () => {
    const write = (customer: ReturnType<typeof aCustomer>) => sqlState(insert(db.owner, 'customer', customer));
    expect(await write(aCustomer(tier1, tier1, 'ONE'))).toBe('23505');
    expect(await write(aCustomer(tier2, tier1, 'One'))).toBe('23505');
    expect(await write(aCustomer(other, other, 'one'))).toBe('done');
    expect(await write(aCustomer(tier2, tier1, 'one', 'disabled'))).toBe('23505');
    expect(await write(aCustomer(tier2, tier1, 'one', 'deleted'))).toBe('done');
    await db.owner("UPDATE customer SET state = 'deleted' WHERE id = $1", [one.id]);
    expect(await write(aCustomer(tier2, tier1, 'one'))).toBe('done');
    expect(await sqlState(db.owner("UPDATE customer SET state = 'active' WHERE id = $1", [one.id]))).toBe('23505');
    await db.owner("UPDATE customer SET account_name_key = 'one again', state = 'active' WHERE id = $1", [one.id]);
  });

  it('lets one process of a subject be active, another when it has ended, and one attention item of it be open', async () => {
    const subject = randomUUID();
    const process = (state: string) => ({
      id: randomUUID(),
      ...tenantOf(one),
      kind: 'licence',
      subject_id: subject,
      workflow_id: randomUUID(),
      title: 't',
      state,
    });
    const first = process('waiting');
    await insert(db.owner, 'process', first);
    for (const state of activeProcessStates) expect(await sqlState(insert(db.owner, 'process', process(state)))).toBe('23505');
    expect(await sqlState(insert(db.owner, 'process', { ...process('queued'), kind: 'message' }))).toBe('done');
    expect(await sqlState(insert(db.owner, 'process', { ...process('done'), workflow_id: first.workflow_id }))).toBe('23505');
    await db.owner("UPDATE process SET state = 'done' WHERE id = $1", [first.id]);
    expect(await sqlState(insert(db.owner, 'process', process('queued')))).toBe('done');

    const item = (state: string) => ({ id: randomUUID(), ...tenantOf(one), process_id: first.id, cause: 'internal', state });
    await insert(db.owner, 'attention_item', item('open'));
    expect(await sqlState(insert(db.owner, 'attention_item', item('open')))).toBe('23505');
    expect(await sqlState(insert(db.owner, 'attention_item', item('closed')))).toBe('done');
  });
});

describe('the audit log', () => {
  it('takes entries, and lets neither the application nor the owner change or remove one', async () => {
    await enterScope(db.app, 'customer', one.id);
    await insert(db.app, 'audit_entry', { ...tenantOf(one), actor_name: 'A', action: 'x', subject_type: 'customer', subject_id: one.id });
    await enterScope(db.app, 'platform');
    for (const [sql, name] of [
      [db.app, 'app'],
      [db.owner, 'owner'],
    ] as const) {
      for (const statement of [
        "UPDATE audit_entry SET action = 'y'",
        'DELETE FROM audit_entry',
        'TRUNCATE audit_entry',
        'TRUNCATE audit_entry CASCADE',
      ]) {
        expect(await sqlState(sql(statement)), `${statement} as ${name}`).toBe('42501');
      }
    }
    expect(await db.owner('SELECT action FROM audit_entry WHERE subject_id = $1', [one.id])).toEqual([{ action: 'x' }]);
  });
});
