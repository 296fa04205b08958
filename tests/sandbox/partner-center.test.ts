import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPartnerCenter, type RunningPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import { readJson } from './support/read-json.js';

let folder: string;
let vendor: RunningPartnerCenter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-partner-'));
  vendor = await startPartnerCenter({ folder, port: 0, apiKey: 'key', webhookSecret: 'secret' });
});
afterEach(async () => {
  await vendor.stop();
  await rm(folder, { recursive: true });
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${vendor.url}${path}`, {
    method,
    headers: { authorization: 'Bearer key', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (method === 'HEAD' ? {} : await readJson(response)) as Record<string, unknown>,
  };
}
const tell = (settings: object) => call('PUT', '/sim/settings', settings);

/** As the vendor's own example writes it, in PascalCase. */
const customer = (domain = `acme-${randomUUID().slice(0, 8)}.onmicrosoft.com`) => ({
  CompanyProfile: { Domain: domain },
  BillingProfile: {
    Culture: 'EN-US',
    Email: 'ada@acme.example',
    Language: 'en',
    CompanyName: 'Acme',
    DefaultAddress: { FirstName: 'Ada', LastName: 'Neri', AddressLine1: 'Via Dante 1', City: 'Milano', PostalCode: '20121', Country: 'IT' },
  },
});
const agreement = {
  primaryContact: { firstName: 'Ada', lastName: 'Neri', email: 'ada@acme.example', phoneNumber: '1234567890' },
  templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
  dateAgreed: '2026-11-21T00:00:00.000Z',
  type: 'MicrosoftCustomerAgreement',
};
const item = (id: number, changes: object = {}) => ({
  id,
  catalogItemId: 'M365-BB-P1Y-annual',
  friendlyName: `line ${id}`,
  quantity: 5,
  billingCycle: 'annual',
  termDuration: 'P1Y',
  ...changes,
});

const madeCustomer = async (domain?: string): Promise<string> =>
  `/v1/customers/${String((await call('POST', '/v1/customers', customer(domain))).body.id)}`;
const agreedCustomer = async (): Promise<string> => {
  const path = await madeCustomer();
  await call('POST', `${path}/agreements`, agreement);
  return path;
};
const buy = async (path: string, ...lineItems: object[]) => {
  const cart = await call('POST', `${path}/carts`, { lineItems });
  const checkout = `${path}/carts/${String(cart.body.id)}/checkout`;
  return { cart, checkout, result: await call('POST', checkout) };
};
const boughtSubscription = async (path: string): Promise<string> => {
  await buy(path, item(0));
  const [subscription] = (await call('GET', `${path}/subscriptions`)).body.items as { id: string }[];
  return `${path}/subscriptions/${subscription!.id}`;
};

describe('the partner API', () => {
  test('wants its token, and answers with the ids it was given', async () => {
    expect(await call('GET', '/v1/agreements', undefined, { authorization: 'Bearer other' })).toMatchObject({
      status: 401,
      body: { code: 800001 },
    });
    const { headers } = await call('GET', '/v1/agreements', undefined, { 'ms-requestid': 'r-1', 'ms-correlationid': 'c-1' });
    expect([headers.get('ms-requestid'), headers.get('ms-correlationid')]).toEqual(['r-1', 'c-1']);
  });

  test('makes a customer under a domain, once; another partner doesn’t see it', async () => {
    const domain = 'contoso.onmicrosoft.com';
    expect((await call('HEAD', `/v1/domains/${domain}`)).status).toBe(404);
    const path = await madeCustomer(domain);
    expect((await call('HEAD', `/v1/domains/${domain}`)).status).toBe(200);
    expect((await call('POST', '/v1/customers', customer(domain))).status).toBe(409);
    const other = { authorization: 'Bearer key.other' };
    expect((await call('HEAD', `/v1/domains/${domain}`, undefined, other)).status).toBe(200);
    expect((await call('GET', path, undefined, other)).body).toMatchObject({ code: 20002 });
    const filter = encodeURIComponent(JSON.stringify({ Field: 'Domain', Value: 'conto', Operator: 'starts_with' }));
    expect((await call('GET', `/v1/customers?size=0&filter=${filter}`)).body).toMatchObject({
      totalCount: 1,
      items: [{ companyProfile: { domain } }],
    });
    expect((await call('GET', `/v1/customers?size=0&filter=${filter}`, undefined, other)).body).toMatchObject({ totalCount: 0 });
  });

  test('takes an agreement once for a person, and sells nothing without', async () => {
    const path = await madeCustomer();
    expect((await buy(path, item(0))).result).toMatchObject({ status: 403, body: { code: 13605 } });
    expect((await call('POST', `${path}/agreements`, agreement)).status).toBe(201);
    expect((await call('POST', `${path}/agreements`, agreement)).body).toMatchObject({ code: 600061 });
    const other = { ...agreement, primaryContact: { ...agreement.primaryContact, firstName: 'Ida' } };
    expect((await call('POST', `${path}/agreements`, other)).status).toBe(201);
    expect((await call('GET', `${path}/agreements`)).body).toMatchObject({ totalCount: 2 });
  });

  test('checks a cart out once, however often it’s asked', async () => {
    const path = await agreedCustomer();
    const { cart, checkout, result } = await buy(path, item(0), item(1));
    expect(cart.body).toMatchObject({ status: 'Active', lineItems: [{ orderGroup: '0' }, { orderGroup: '1' }] });
    expect(result).toMatchObject({ status: 201, body: { orders: [{ status: 'completed' }, { status: 'completed' }], orderErrors: [] } });
    expect((await call('POST', checkout)).body).toEqual(result.body);
    expect((await call('GET', `${path}/carts/${String(cart.body.id)}`)).body).toMatchObject({ status: 'Ordered' });
    expect((await call('GET', `${path}/subscriptions`)).body).toMatchObject({ totalCount: 2 });
  });

  test('forgets a cart that has expired', async () => {
    const path = await agreedCustomer();
    await tell({ cartLivesMs: 0 });
    expect((await buy(path, item(0))).result).toMatchObject({ status: 404, body: { code: 800008 } });
  });

  test('provisions after the time it was told, and says so in both places', async () => {
    const path = await agreedCustomer();
    await tell({ provisioningMs: 600_000 });
    const pending = await boughtSubscription(path);
    expect((await call('GET', pending)).body).toMatchObject({ status: 'pending', quantity: 5 });
    expect((await call('GET', `${pending}/provisioningstatus`)).body).toMatchObject({ status: 'pending' });
    await tell({ provisioningMs: 0 });
    await buy(path, item(1));
    const items = (await call('GET', `${path}/subscriptions`)).body.items as { status: string; commitmentEndDate: string }[];
    expect(items.map(({ status }) => status).sort()).toEqual(['active', 'pending']);
  });

  test('says the price of an order to who asks for it, by its own list or as it’s told', async () => {
    const path = await agreedCustomer();
    await tell({ prices: { 'X-435': 4.35, 'X-none': null }, currency: 'USD' });
    await buy(path, item(0), item(1, { catalogItemId: 'X-435', quantity: 3 }), item(2, { catalogItemId: 'X-none' }));
    const items = (await call('GET', `${path}/subscriptions`)).body.items as { id: string; offerId: string; orderId: string }[];
    const ordered = async (offer: string, query = '?include_price=true') => {
      const { id, orderId, offerId } = items.find((each) => each.offerId.startsWith(`${offer}:0001:`))!;
      const { body } = await call('GET', `${path}/orders/${orderId}${query}`);
      const [line] = body.lineItems as { pricing?: { extendedPrice: number } }[];
      expect(body).toMatchObject({ id: orderId, lineItems: [{ subscriptionId: id, offerId }] });
      return { currency: body.currencyCode, total: body.totalPrice, line: line?.pricing };
    };
    // Four fifths of 64.80, five times; the seed sells it for that.
    expect(await ordered('M365-BB-P1Y-annual')).toMatchObject({
      currency: 'USD',
      total: 5 * 51.84,
      line: { price: 51.84, extendedPrice: 5 * 51.84 },
    });
    expect(await ordered('X-435')).toMatchObject({ line: { listPrice: 4.35, extendedPrice: 3 * 4.35 } });
    expect(await ordered('X-none')).toEqual({ currency: 'USD', total: undefined, line: undefined });
    expect(await ordered('X-435', '')).toMatchObject({ total: undefined, line: undefined });
    const { body } = await call('GET', `${path}/orders/${randomUUID()}?include_price=true`);
    expect(body).toMatchObject({ code: 1000 });
    const other = await agreedCustomer();
    expect(await call('GET', `${other}/orders/${items[0]!.orderId}`)).toMatchObject({ status: 404 });
  });

  test('changes quantity, state and renewal; an etag that is old is refused', async () => {
    const subscription = await boughtSubscription(await agreedCustomer());
    const { etag } = (await call('GET', subscription)).body.attributes as { etag: string };
    const fresh = { 'if-match': etag };
    expect((await call('PATCH', subscription, { quantity: 8, autoRenewEnabled: false }, fresh)).body).toMatchObject({
      quantity: 8,
      autoRenewEnabled: false,
    });
    expect((await call('PATCH', subscription, { quantity: 9 }, fresh)).body).toMatchObject({ code: 2055 });
    expect((await call('PATCH', subscription, { quantity: 2 })).body).toMatchObject({ quantity: 2 });
    expect((await call('PATCH', subscription, { status: 'suspended' })).body).toMatchObject({ status: 'suspended' });
    expect((await call('PATCH', subscription, { quantity: 3 })).body).toMatchObject({ code: 800091 });
    expect((await call('PATCH', subscription, { status: 'active' })).body).toMatchObject({ status: 'active' });
    expect((await call('PATCH', subscription, { status: 'deleted' })).body).toMatchObject({ status: 'deleted' });
    expect((await call('PATCH', subscription, { quantity: 3 })).body).toMatchObject({ code: 2011 });
  });

  test('after the window nothing is cancelled and nothing gets less', async () => {
    const subscription = await boughtSubscription(await agreedCustomer());
    await tell({ cancellationWindowMs: 0 });
    expect((await call('PATCH', subscription, { status: 'deleted' })).body).toMatchObject({ code: 900117 });
    expect((await call('PATCH', subscription, { quantity: 1 })).body).toMatchObject({ code: 800090 });
    expect((await call('PATCH', subscription, { quantity: 6 })).body).toMatchObject({ quantity: 6 });
  });

  test('allows so many requests for subscriptions, a minute and customer', async () => {
    await tell({ requestsPerMinute: 2 });
    const [path, other] = [await agreedCustomer(), await agreedCustomer()];
    const statuses = [];
    for (let asked = 0; asked < 3; asked += 1) statuses.push((await call('GET', `${path}/subscriptions`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const limited = await call('GET', `${path}/subscriptions`);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', `${other}/subscriptions`)).status).toBe(200);
  });

  test('has the limits of the vendor’s own sandbox, when it’s told', async () => {
    await tell({ limits: true });
    const path = await agreedCustomer();
    const errors = async (...items: object[]) => (await buy(path, ...items)).result.body.orderErrors;
    const { cart, result } = await buy(path, item(0, { quantity: 26 }));
    expect(cart.body).toMatchObject({ lineItems: [{ error: { errorCode: 10009 } }] });
    expect(result.body).toMatchObject({ code: 800009 });
    for (let bought = 0; bought < 5; bought += 1) expect(await errors(item(0))).toEqual([]);
    expect(await errors(item(0))).toMatchObject([{ code: 800066 }]);
    expect((await call('POST', `${path}/qualifications`, { qualification: 'GovernmentCommunityCloud' })).body).toMatchObject({
      code: 900127,
    });
    for (let made = 1; made < 75; made += 1) await madeCustomer();
    expect((await call('POST', '/v1/customers', customer())).body).toMatchObject({ code: 800018 });
  });

  test.each([
    ['POST', '/v1/customers', { companyProfile: { domain: 'no domain' } }, 800002],
    ['POST', '/v1/customers', { ...customer('acme.example') }, 800002],
    ['GET', '/v1/customers?filter={"Field":"Name","Value":"a","Operator":"starts_with"}', undefined, 3000],
    ['GET', '/v1/customers?filter=nonsense', undefined, 3000],
    ['GET', '/v1/customers/nobody', undefined, 60003],
    ['GET', '/v1/elsewhere', undefined, 1000],
  ])('refuses %s %s', async (method, path, body, code) => {
    expect((await call(method, path, body)).body).toMatchObject({ code });
  });

  test('its state can be read for one customer, and emptied', async () => {
    const path = await agreedCustomer();
    await agreedCustomer();
    await buy(path, item(0));
    const customerId = path.split('/').at(-1)!;
    const { body } = await call('GET', `/sim/state?customerId=${customerId}`);
    expect(body).toMatchObject({
      customers: [{ id: customerId }],
      subscriptions: [{ status: 'active' }],
      calls: { [`checkout ${customerId}`]: 1 },
    });
    await call('PUT', '/sim/faults', [{ mode: 'drop-before' }]);
    await call('DELETE', '/sim/state');
    expect((await call('GET', '/sim/state')).body).toMatchObject({ customers: [], subscriptions: [], faults: [], calls: {} });
  });

  test.each([[[{ mode: 'nonsense' }]], [[{ mode: 'refuse', code: 1 }]], [{}]])('says what is wrong with the fault %j', async (faults) => {
    expect((await call('PUT', '/sim/faults', faults)).status).toBe(400);
  });
});
