import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { addReseller } from '../api/people.js';
import { createApi, failureFrom, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { startNameServer } from '../support/dns.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { deriveLinkToken } from '../../runtime/link-token.js';
import { addOffer, aPrefix, buyCart, emptyCart, existingTenant, newTenant, orderIn, proveDomain } from '../support/purchase.js';
import { callProcedure } from '../support/raw-http.js';
import { openSql, sqlState, type Sql } from '../support/sql.js';
import { openTrade, type Trade } from '../support/trade.js';

let names: Awaited<ReturnType<typeof startNameServer>>;
let trade: Trade;
let sql: Sql;
let carla: Api;
let stranger: Api;
let strangerId: string;

/** The administrator of a customer of another tier-1 family, signed in. */
const openStranger = async (): Promise<void> => {
  const { stack } = trade;
  const { cookie } = await addReseller(stack, { channel: { id: seedId('alpina'), name: 'Alpina' }, loginName: 'bea@alpina.example' });
  const input = aCustomer();
  const created = await callProcedure(stack.url, 'customers.create', 'mutation', input, cookie);
  strangerId = (created.json as { result: { data: { customerId: string } } }).result.data.customerId;
  await callProcedure(
    stack.url,
    'orders.setCreditLimit',
    'mutation',
    { customerId: strangerId, limitMinor: 1_000_000, reason: 'a test' },
    cookie,
  );
  const [message] = await sql('SELECT m.id, u.login_name FROM message m JOIN app_user u ON u.id = m.user_id WHERE m.customer_id = $1', [
    strangerId,
  ]);
  const tokenHash = deriveLinkToken(stack.settings.TOKEN_SECRET, 'activation', String(message?.id));
  const { api } = createApi(stack.url);
  await eventually(async () => expect((await api.auth.activation.query({ token: tokenHash })).state).toBe('valid'));
  await api.auth.activate.mutate({ token: tokenHash, password: 'sei cavalli corrono piano' });
  stranger = api;
};

beforeAll(async () => {
  names = await startNameServer();
  trade = await openTrade({ overrides: { DNS_SERVERS: names.address } });
  ({ carla } = trade);
  sql = await openSql(trade.stack.settings.DATABASE_URL);
  await openStranger();
});
afterAll(async () => {
  await sql.end();
  await trade.stop();
  names.stop();
});
beforeEach(() => Promise.all([emptyCart(carla), emptyCart(stranger)]));

const refusal = ['tenant.domain: tenant_not_found'];

describe('an account at the vendor', () => {
  it('that is another customer’s is answered and refused as one that is not there, whatever is proven', async () => {
    const prefix = aPrefix();
    const domain = `${prefix}.onmicrosoft.com`;
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
    await orderIn(carla, orderId, ['completed']);
    const { record, ...answer } = await stranger.checkout.findDomain.query({ domain });
    const unknown = `${aPrefix()}.onmicrosoft.com`;
    const { record: _other, ...unknownAnswer } = await stranger.checkout.findDomain.query({ domain: unknown });
    expect({ ...answer, domain: '' }).toEqual({ ...unknownAnswer, domain: '' });
    await addOffer(stranger);
    for (const one of [domain, unknown]) expect(await faultsOf(buyCart(stranger, { tenant: existingTenant(one) }))).toEqual(refusal);
    names.records.set(domain, [record]);
    await proveDomain(trade.stack.url, trade.outside, stranger, domain);
    expect(await faultsOf(buyCart(stranger, { tenant: existingTenant(domain) }))).toEqual(refusal);
    expect(await sql('SELECT 1 FROM customer_order WHERE customer_id = $1', [strangerId])).toEqual([]);
    expect((await carla.checkout.findDomain.query({ domain })).found).toBe(true); // the owner's own
  });

  it('is one’s own to name with its TXT record, which is another for each customer', async () => {
    const domain = `${aPrefix('existing-')}.example`;
    const [own, others] = [await stranger.checkout.findDomain.query({ domain }), await carla.checkout.findDomain.query({ domain })];
    expect([own.found, others.found, own.record === others.record]).toEqual([false, false, false]);
    names.records.set(domain, ['v=spf1 -all', others.record]);
    await addOffer(stranger);
    expect(await faultsOf(buyCart(stranger, { tenant: existingTenant(domain) }))).toEqual(refusal);
    names.records.set(domain, ['v=spf1 -all', own.record]);
    expect((await stranger.checkout.findDomain.query({ domain })).found).toBe(true);
    const { orderId } = await buyCart(stranger, { tenant: existingTenant(domain) });
    await orderIn(stranger, orderId, ['completed']);
  });
});

describe('a basket', () => {
  it('has one currency, by the form and by the database', async () => {
    const cart = await addOffer(stranger);
    const { plans } = await stranger.marketplace.product.query({ code: 'microsoft-365' });
    const offer = plans.flatMap(({ offers }) => offers).find(({ id }) => id !== cart.lines[0]?.offerId);
    await sql("UPDATE offer SET currency = 'USD' WHERE id = $1", [offer?.id]);
    const added = failureFrom(stranger.cart.add.mutate({ offerId: offer!.id, quantity: 2 }));
    expect(await added).toMatchObject({ issues: [{ path: ['offerId'], code: 'currency_mixed' }] });
    const copied = sql(
      `INSERT INTO cart_line (id, tier1_id, channel_id, customer_id, cart_id, offer_id, quantity, unit_price_minor, currency, price_holds_until)
       SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, cart_id, $2, 1, 100, 'USD', now() FROM cart_line WHERE id = $1`,
      [cart.lines[0]?.id, offer?.id],
    );
    expect(await sqlState(copied)).toBe('23514');
    await sql("UPDATE offer SET currency = 'EUR' WHERE id = $1", [offer?.id]);
  });
});

// Last: its customer's sessions end with it.
describe('an account at the vendor, too,', () => {
  it('has one owner by the database’s rule, in every tenant, until its customer is deleted', async () => {
    const [carlas] = await sql("SELECT * FROM vendor_tenant WHERE state = 'ready' LIMIT 1");
    const [other] = await sql('SELECT id, tier1_id, channel_id FROM customer WHERE id <> $1 LIMIT 1', [carlas?.customer_id]);
    const insert = (domain: string) =>
      sqlState(
        sql(
          `INSERT INTO vendor_tenant (id, tier1_id, channel_id, customer_id, vendor, domain, state) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'ready')`,
          [other?.tier1_id, other?.channel_id, other?.id, carlas?.vendor, domain],
        ),
      );
    expect(await insert(String(carlas?.domain))).toBe('23505');
    expect(await insert(String(carlas?.domain).toUpperCase())).toBe('23505');
    await sql("UPDATE customer SET state = 'deleted' WHERE id = $1", [carlas?.customer_id]);
    expect(await insert(String(carlas?.domain))).toBe('done');
    await sql("UPDATE customer SET state = 'active' WHERE id = $1", [carlas?.customer_id]);
  });
});
