import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
let carla: Api;
let rita: Api;
let ugo: Api;
let orderId: string;
beforeAll(async () => {
  trade = await openTrade();
  ({ carla, rita } = trade);
  ugo = await signedIn(trade.stack.url, 'ugo');
  await emptyCart(carla);
  await addOffer(carla, { term: 'P1Y', cycle: 'monthly', quantity: 3 });
  await addOffer(carla, { product: 'endpoint-guard', plan: 'EG-ADV', quantity: 5 });
  await addOffer(carla, { product: 'mail-shield', plan: 'MS-', quantity: 5 });
  ({ orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) }));
  await orderIn(carla, orderId, ['completed']);
});
afterAll(() => trade.stop());

const tilesOf = async (api: Api): Promise<string[]> => {
  const overview = await api.overview.get.query();
  return overview.view === 'customer' ? overview.tiles.map(({ id }) => id) : [];
};
const boughtIds = async (): Promise<string[]> =>
  (await carla.orders.get.query({ id: orderId })).lines.map(({ subscriptionId }) => subscriptionId!);
const idOf = async (loginName: string) => (await carla.users.list.query({ q: loginName })).rows[0]!.id;

describe('what was bought is there', () => {
  it('B2 as tiles and services of every vendor, beside what was assigned, at once', async () => {
    const ids = await boughtIds();
    expect(ids).toHaveLength(3);
    expect(await tilesOf(carla)).toEqual(expect.arrayContaining(ids));
    const services = await carla.services.list.query({});
    expect(
      services
        .filter(({ id }) => ids.includes(id))
        .map(({ source, units, used, state }) => [source, units, used, state])
        .sort(),
    ).toEqual([
      ['bought', 3, 0, 'active'],
      ['bought', 5, 0, 'active'],
      ['bought', 5, 0, 'active'],
    ]);
    expect(services.map(({ source }) => source)).toContain('assigned');
    const customer = await rita.customers.get.query({ id: trade.customerId });
    expect(customer.subscriptions.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const listed = (await rita.customers.list.query({ q: 'fiordaliso' })).rows.find(({ id }) => id === trade.customerId)!;
    expect(listed.licenceCount).toBe(services.length);
  });

  it('B14 its seats are given, taken back and given to another, who alone sees the tile', async () => {
    const [m365 = ''] = await boughtIds();
    const [carlaId, ugoId] = [await idOf('carla'), await idOf('ugo')];
    expect(await tilesOf(ugo)).not.toContain(m365);
    await carla.services.change.mutate({ subscriptionId: m365, assign: [carlaId] });
    await carla.services.change.mutate({ subscriptionId: m365, assign: [ugoId], withdraw: [carlaId] });
    expect(await tilesOf(ugo)).toContain(m365);
    expect((await carla.users.get.query({ id: ugoId })).services.map(({ subscriptionId }) => subscriptionId)).toContain(m365);
    expect((await carla.users.list.query({ withService: m365 })).rows.map(({ id }) => id)).toEqual([ugoId]);
  });

  it('B40 is found by its service, its account and the vendor’s id, by whoever may see it', async () => {
    const [m365 = ''] = await boughtIds();
    const found = async (api: Api, q: string) =>
      (await api.search.all.query({ q })).filter(({ type }) => type === 'subscription').map(({ id, href }) => [id, href]);
    const { vendorRef, domain } = await carla.subscriptions.get.query({ id: m365 });
    for (const q of ['basic microsoft', domain!, vendorRef!, m365, `${domain!} fiordaliso`]) {
      expect(await found(carla, q), q).toContainEqual([m365, `/subscriptions/${m365}`]);
      expect(await found(rita, q), q).toContainEqual([m365, `/customers/${trade.customerId}/subscriptions/${m365}`]);
      expect(await found(ugo, q), q).toEqual([]);
      expect(
        (await found(await signedIn(trade.stack.url, 'teo'), q)).map(([id]) => id),
        q,
      ).not.toContain(m365);
    }
    const sql = await openSql(trade.stack.settings.DATABASE_URL);
    await sql("UPDATE customer SET company = 'Girasole' WHERE id = $1", [trade.customerId]);
    expect(await found(rita, `girasole ${domain!}`)).toHaveLength(1);
    await sql("UPDATE customer SET company = 'Fiordaliso S.r.l.' WHERE id = $1", [trade.customerId]);
    await sql.end();
  });

  it('B14 no seat for a user who is deleted in the same moment; a deletion names the services whose seats it frees', async () => {
    const [m365 = ''] = await boughtIds();
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: ['A', 'B'].map((firstName) => ({ firstName, lastName: 'U', email: `${randomUUID()}@prova.example`, services: [] })),
    });
    const [gone = '', holder = ''] = userIds;
    const other = await openSql(trade.stack.settings.DATABASE_URL);
    await other('BEGIN');
    await other("UPDATE app_user SET deleted_at = now(), state = 'disabled', login_name_key = 'deleted:' || id WHERE id = $1", [gone]);
    const given = failureFrom(carla.services.change.mutate({ subscriptionId: m365, assign: [gone] }));
    await eventually(async () => {
      expect(await other("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")).not.toEqual([]);
    });
    await other('COMMIT');
    expect(await given).toMatchObject({ code: 'not_found' });
    await carla.services.change.mutate({ subscriptionId: m365, assign: [holder] });
    const held = (await carla.users.get.query({ id: holder })).services;
    expect(held).toMatchObject([{ subscriptionId: m365, units: 3, targetUnits: 3 }]);
    await carla.users.delete.mutate({ id: holder, reason: 'left us' });
    const [seat] = (await carla.services.list.query({})).filter(({ id }) => id === m365);
    expect(seat?.used).toBe(held[0]!.used - 1);
    const [entry] = await other("SELECT after FROM audit_entry WHERE action = 'user.delete' AND subject_id = $1", [holder]);
    expect(entry).toMatchObject({ after: { freedSeats: 1, subscriptions: [m365] } });
    await other.end();
  });

  it('B14 and already while users are added, all or none of them', async () => {
    const [m365 = '', guard = ''] = await boughtIds();
    const aUser = (services: string[]) => ({ firstName: 'N', lastName: 'U', email: `${randomUUID()}@prova.example`, services });
    const add = (...users: ReturnType<typeof aUser>[]) => carla.users.add.mutate({ idempotencyKey: randomUUID(), users });
    const before = (await carla.users.count.query({})).value;
    expect(await faultsOf(add(aUser([m365]), aUser([m365]), aUser([m365])))).toEqual(['users.2.services: units_exhausted']);
    expect(await faultsOf(add(aUser([randomUUID()])))).toEqual(['users.0.services: service_gone']);
    expect((await carla.users.count.query({})).value).toBe(before);
    const { userIds } = await add(aUser([m365, guard]), aUser([m365]));
    expect((await carla.users.get.query({ id: userIds[0]! })).services).toHaveLength(2);
    expect((await failureFrom(carla.services.change.mutate({ subscriptionId: m365, assign: [await idOf('carla')] }))).code).toBe(
      'units_exhausted',
    );
    const sam = await signedIn(trade.stack.url, 'sam');
    const refused = sam.users.add.mutate({ customerId: trade.customerId, idempotencyKey: randomUUID(), users: [aUser([guard])] });
    expect(await faultsOf(refused)).toEqual(['users.0.services: not_allowed']);
  });

  it('B14 never more seats than will be there while a decrease is under way', async () => {
    const guard = (await boughtIds())[1]!;
    const sql = await openSql(trade.stack.settings.DATABASE_URL);
    await sql('UPDATE subscription SET target_units = 1 WHERE id = $1', [guard]);
    const refused = carla.services.change.mutate({ subscriptionId: guard, assign: [await idOf('carla')] });
    expect(await failureFrom(refused)).toMatchObject({ code: 'units_exhausted' });
    expect((await carla.services.list.query({})).find(({ id }) => id === guard)).toMatchObject({ units: 5, targetUnits: 1, used: 1 });
    await sql('UPDATE subscription SET target_units = 5 WHERE id = $1', [guard]);
    await sql.end();
  });

  it('B14 a seat ends with what it is of, also where that never started', async () => {
    const held = (await rita.customers.get.query({ id: trade.customerId })).subscriptions.map(({ planId }) => planId);
    const plan = (await rita.catalog.plans.query()).find(({ id }) => !held.includes(id))!;
    const plans = [{ planId: plan.id, units: plan.minUnits, startDate: dateAhead(3) }];
    const { licences } = await rita.licences.assign.mutate({ customerId: trade.customerId, idempotencyKey: randomUUID(), plans });
    const [{ id: subscriptionId }, ugoId] = [licences[0]!, await idOf('ugo')];
    await carla.services.change.mutate({ subscriptionId, assign: [ugoId] });
    const seatsOf = async () => (await carla.users.get.query({ id: ugoId })).services.map((service) => service.subscriptionId);
    expect(await seatsOf()).toContain(subscriptionId);
    await rita.licences.end.mutate({ licenceId: subscriptionId, reason: 'not wanted' });
    await eventually(async () => expect(await seatsOf()).not.toContain(subscriptionId));
  });

  it('B36 B40 and the order says what comes next: the windows’ ends, the next bill, the renewals', async () => {
    const { next } = await carla.timeline.ofOrder.query({ orderId });
    expect(next.map(({ kind }) => kind).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'cancellation_window_ends'),
      'subscription_billed',
      ...Array.from({ length: 3 }, () => 'subscription_renews'),
    ]);
    const [m365 = ''] = await boughtIds();
    const facts = await carla.subscriptions.get.query({ id: m365 });
    const at = (kind: string) => next.find((date) => date.kind === kind && date.subjectId === m365)?.at;
    expect(at('cancellation_window_ends')).toBe(facts.cancellableUntil);
    expect(at('subscription_billed')).toBe(facts.nextBillAt);
    expect(at('subscription_renews')).toBe(facts.termEndsAt);
    expect(facts).toMatchObject({ source: 'bought', units: 3, termDuration: 'P1Y', billingCycle: 'monthly', orderId });
    expect((await rita.timeline.ofCustomer.query({ customerId: trade.customerId })).next.map(({ kind }) => kind)).toContain(
      'subscription_renews',
    );
    expect((await carla.subscriptions.list.query({})).map(({ id }) => id)).toEqual(expect.arrayContaining(await boughtIds()));
  });

  it('B46 and keeps the policy that it was bought under', async () => {
    const sql = await openSql(trade.stack.settings.DATABASE_URL);
    await sql("UPDATE cancellation_policy SET window_hours = 1 WHERE code = 'nce-licence'");
    const [row] = await sql('SELECT policy FROM subscription WHERE id = $1', [(await boughtIds())[0]]);
    await sql("UPDATE cancellation_policy SET window_hours = 168 WHERE code = 'nce-licence'");
    await sql.end();
    expect(row).toMatchObject({ policy: { cancellation: { windowHours: 168 }, term: { code: 'nce-licence' } } });
  });
});

describe('closing a customer', () => {
  it('says beforehand what would go on and what is owed, and refuses while something would', async () => {
    const { items, blocked } = await rita.customers.closing.query({ id: trade.customerId, closing: 'deleted' });
    const fates = (subject: string) => [...new Set(items.filter((item) => item.subject === subject).map(({ fate }) => fate))];
    expect(blocked).toBe(true);
    expect(fates('bought')).toEqual(['blocks']);
    expect(fates('assigned')).toEqual(['ends']);
    const m365 = items.find(({ id, subject }) => subject === 'bought' && id)!;
    expect(m365).toMatchObject({ owedMinor: 0, cancellableUntil: expect.any(String) as string, termEndsAt: expect.any(String) as string });
    const refused = rita.customers.delete.mutate({ id: trade.customerId, reason: 'left us' });
    expect(await failureFrom(refused)).toMatchObject({ code: 'closing_blocked' });
    expect((await rita.customers.get.query({ id: trade.customerId })).state).toBe('active');
  });

  it('refuses to disable or delete while an order is under way, and takes no order that comes after', async () => {
    const created = await rita.customers.create.mutate({ ...aCustomer(), plans: [] });
    const sql = await openSql(trade.stack.settings.DATABASE_URL);
    const place = (state: string) =>
      sql(
        `INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, currency, total_minor, input)
         SELECT gen_random_uuid(), tier1_id, channel_id, id, gen_random_uuid()::text, $2, gen_random_uuid(), 'EUR', 0, '{}' FROM customer WHERE id = $1`,
        [created.customerId, state],
      );
    await place('awaiting_payment');
    for (const closing of ['disable', 'delete'] as const)
      expect((await failureFrom(rita.customers[closing].mutate({ id: created.customerId, reason: 'left us' }))).code).toBe(
        'closing_blocked',
      );
    for (const state of ['undoing', 'cancelled'])
      await sql('UPDATE customer_order SET state = $2 WHERE customer_id = $1', [created.customerId, state]);
    // Placed in the same moment: it waits for the row that closing locks, and finds its customer closed.
    const other = await openSql(trade.stack.settings.DATABASE_URL);
    await other('BEGIN');
    await other('SELECT FROM customer WHERE id = $1 FOR UPDATE', [created.customerId]);
    const placed = place('placed').then(
      () => 'taken',
      (error: Error) => error.message,
    );
    await eventually(async () => {
      expect(await other("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")).not.toEqual([]);
    });
    await other("UPDATE customer SET state = 'disabled' WHERE id = $1", [created.customerId]);
    await other('COMMIT');
    expect(await placed).toMatch(/customer_order_of_active/);
    await Promise.all([other.end(), sql.end()]);
    expect(await rita.customers.delete.mutate({ id: created.customerId, reason: 'left us' })).toEqual({ state: 'deleted' });
  });
});
