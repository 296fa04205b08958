import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPartnerCenter, type RunningPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import { readJson } from './support/read-json.js';

/** The simulator as the vendor's own clients drive it, in their spellings. */
let folder: string;
let vendor: RunningPartnerCenter;
/** A partner of each test's own. */
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-clients-'));
  vendor = await startPartnerCenter({ folder, port: 0, apiKey: 'key', webhookSecret: 'secret' });
});
beforeEach(async () => {
  token = `key.${randomUUID()}`;
  await tell({ provisioningMs: 0, orderGroups: 'as-asked', repeatedCheckout: 'result', qualificationFields: false });
});
afterAll(async () => {
  await vendor.stop();
  await rm(folder, { recursive: true });
});

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> => {
  const response = await fetch(`${vendor.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await readJson(response)) as Record<string, unknown> };
};
const tell = (settings: object) => fetch(`${vendor.url}/sim/settings`, { method: 'PUT', body: JSON.stringify(settings) });

const customer = async (name = `acme-${randomUUID().slice(0, 8)}`): Promise<string> => {
  const address = {
    FirstName: 'Ada',
    LastName: 'Neri',
    AddressLine1: 'Via Dante 1',
    City: 'Milano',
    State: null,
    PostalCode: '20121',
    Country: 'IT',
  };
  const made = await call('POST', '/v1/customers', {
    CompanyProfile: { Domain: `${name}.onmicrosoft.com` },
    BillingProfile: {
      Culture: 'it-IT',
      Email: 'ada@acme.example',
      Language: 'it',
      CompanyName: 'Acme',
      DefaultAddress: { ...address, PhoneNumber: null },
    },
  });
  expect(made.status).toBe(201);
  const path = `/v1/customers/${String(made.body.id)}`;
  await call('POST', `${path}/agreements`, {
    primaryContact: { firstName: 'Ada', lastName: 'Neri', email: 'ada@acme.example', phoneNumber: '1' },
    templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
    dateAgreed: '2026-11-21T00:00:00.000Z',
    type: 'MicrosoftCustomerAgreement',
  });
  return path;
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
const buy = async (path: string, ...lineItems: object[]) => {
  const cart = await call('POST', `${path}/carts`, { lineItems });
  return {
    cart: cart.body,
    path: `${path}/carts/${String(cart.body.id)}`,
    result: await call('POST', `${path}/carts/${String(cart.body.id)}/checkout`),
  };
};
const itemsOf = ({ body }: Answered) => body.items as Record<string, unknown>[];
const subscriptionsOf = async (path: string, query = '') => itemsOf(await call('GET', `${path}/subscriptions${query}`));
const bought = async (path: string) => {
  await buy(path, item(0));
  const [subscription] = await subscriptionsOf(path);
  return `${path}/subscriptions/${String(subscription!.id)}`;
};

describe('customers', () => {
  test('are listed in pages, filtered or not, in any spelling', async () => {
    for (const name of ['fab-1', 'fab-2', 'fab-3']) await customer(`${name}${randomUUID().slice(0, 6)}`);
    const first = await call('GET', '/v1/customers?size=2');
    expect(first.body).toMatchObject({ totalCount: 3, items: [{}, {}] });
    const { next } = first.body.links as { next: { uri: string; headers: { key: string; value: string }[] } };
    const [{ key, value }] = next.headers as [{ key: string; value: string }];
    const second = await call('GET', `/v1${next.uri}`, undefined, { [key]: value });
    expect(second.body).toMatchObject({ items: [{}] });
    expect(second.body.links).not.toHaveProperty('next');
    for (const filter of [
      { Field: 'Domain', Value: 'fab-', Operator: 'starts_with' },
      { field: 'domain', value: 'FAB-', operator: 'StartsWith' },
      { FieldType: 'CompanyName', Value: 'acm', Operator: 'startswith' },
    ])
      expect((await call('GET', `/v1/Customers?Size=0&filter=${encodeURIComponent(JSON.stringify(filter))}`)).body.totalCount).toBe(3);
  });

  test('get a qualification by the sign-in of an application with a user, and with its own fields where they are wanted', async () => {
    const path = `${await customer()}/qualifications`;
    const alone = { authorization: `Bearer ${token}+app` };
    expect(await call('POST', path, { Qualification: 'Education' }, alone)).toMatchObject({ status: 403, body: { code: 900420 } });
    await tell({ qualificationFields: true });
    expect(await call('POST', path, { qualification: 'education' })).toMatchObject({ status: 400 });
    expect((await call('POST', path, { qualification: 'Education' })).body.description).toContain('educationSegment');
    expect((await call('POST', path, { qualification: 'GovernmentCommunityCloud' })).body.description).toContain('validationCode');
    const asked = { qualification: 'Education', educationSegment: 'K12', website: 'https://school.example' };
    expect(await call('POST', path, asked)).toMatchObject({ status: 201, body: asked });
  });
});

describe('carts and orders', () => {
  const extras = {
    promotionId: '39NFJQT1PFPL:0001:39NFJQT1Q5KL',
    attestationAccepted: true,
    customTermEndDate: '2027-01-31T00:00:00Z',
    participants: [{ key: 'transaction_reseller', value: '5357564' }],
    provisioningContext: { place: 'eu' },
  };

  test('keep what a line says, and are replaced until they are bought', async () => {
    const path = await customer();
    const made = await call('POST', `${path}/carts`, { lineItems: [item(0, extras)] });
    expect(made.body).toMatchObject({ lineItems: [extras] });
    const cart = `${path}/carts/${String(made.body.id)}`;
    expect(await call('PUT', cart, { ...made.body, lineItems: [item(0, { quantity: 7, promotionId: null })] })).toMatchObject({
      status: 200,
    });
    expect((await call('GET', cart)).body).toMatchObject({ lineItems: [{ quantity: 7 }] });
    await call('POST', `${cart}/checkout`);
    expect(await call('PUT', cart, { lineItems: [item(0)] })).toMatchObject({ status: 400, body: { code: 800065 } });
  });

  test.each([
    [{ quantity: 301 }, 10015],
    [{ catalogItemId: 'MADE-UP' }, 10001],
    [{ catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971' }, 10001],
    [{ termDuration: 'P1M', billingCycle: 'annual' }, 10014],
    [{ billingCycle: 'weekly' }, 10014],
  ])('mark a line that can’t be bought: %j', async (changes, errorCode) => {
    const { cart, result, path } = await buy(await customer(), item(0), item(1, changes));
    expect(cart).toMatchObject({ lineItems: [{}, { error: { errorCode, errorDescription: expect.any(String) as string } }] });
    expect((cart.lineItems as object[])[0]).not.toHaveProperty('error');
    expect(result).toMatchObject({ status: 400, body: { code: 800009 } });
    expect((await call('GET', path)).body).toMatchObject({ status: 'Active' });
  });

  test('have one order for a group of lines; the refusal of one refuses its group, and no other', async () => {
    const path = await customer();
    const { result } = await buy(path, item(0, { orderGroup: 'a' }), item(1, { orderGroup: 'a' }), item(2, { orderGroup: 'b' }));
    expect((result.body.orders as { lineItems: object[] }[]).map(({ lineItems }) => lineItems.length)).toEqual([2, 1]);
    const unsold = item(1, { orderGroup: 'a', catalogItemId: 'EDU-A3-P1Y-annual' });
    const refused = await buy(path, item(0, { orderGroup: 'a' }), unsold, item(2, { orderGroup: 'b' }));
    expect(refused.result.body).toMatchObject({ orders: [{ lineItems: [{}] }], orderErrors: [{ orderGroupId: 'a', code: 800086 }] });
    expect(await subscriptionsOf(path)).toHaveLength(4);
  });

  test('are listed, with prices in the clients’ spelling, how their lines stand, and what they bought', async () => {
    const path = await customer();
    await buy(path, item(0), item(1));
    const [first] = itemsOf(await call('GET', `${path}/orders?include_price=True`));
    expect(first).toMatchObject({ totalPrice: 5 * 51.84, lineItems: [{ pricing: { price: 51.84 } }] });
    const id = String(first!.id);
    expect(itemsOf(await call('GET', `${path}/orders/${id}/provisioningstatus`))).toMatchObject([
      { lineItemNumber: 0, status: 'Fulfilled' },
    ]);
    expect(await subscriptionsOf(path, `?order_id=${id}`)).toMatchObject([{ orderId: id }]);
    expect(await subscriptionsOf(path, `?order_id=${randomUUID()}`)).toEqual([]);
  });

  test('cost the same under an item’s code and under its availability’s', async () => {
    const path = await customer();
    const [{ catalogItemId, terms }] = itemsOf(await call('GET', `${path}/products/M365-BB-P1Y-annual/skus/0001/availabilities`)) as [
      { catalogItemId: string; terms: object[] },
    ];
    expect(terms).toContainEqual(expect.objectContaining({ duration: 'P1Y', billingCycle: 'Annual' }));
    await buy(path, item(0), item(1, { catalogItemId }));
    const orders = itemsOf(await call('GET', `${path}/orders?include_price=true`));
    expect(orders.map(({ totalPrice }) => totalPrice)).toEqual([5 * 51.84, 5 * 51.84]);
    expect((await subscriptionsOf(path)).map(({ offerId }) => offerId)).toEqual([catalogItemId, catalogItemId]);
  });

  test('are checked out twice with the same answer, or refused, as the vendor is told', async () => {
    const path = await customer();
    const { path: cart } = await buy(path, item(0));
    expect((await call('POST', `${cart}/checkout`)).status).toBe(201);
    await tell({ repeatedCheckout: 'refused' });
    expect(await call('POST', `${cart}/checkout`)).toMatchObject({ status: 400, body: { code: 800065 } });
  });
});

describe('a subscription', () => {
  test('says what the vendor documents of it', async () => {
    const path = await customer();
    const subscription = (await call('GET', await bought(path))).body;
    const day = /^\d{4}-\d\d-\d\dT00:00:00Z$/;
    expect(subscription).toMatchObject({
      offerId: expect.stringMatching(/^M365-BB-P1Y-annual:0001:DZ\w+$/) as string,
      isTrial: false,
      renewalTermDuration: 'P1Y',
      commitmentEndDate: expect.stringMatching(day) as string,
      billingCycleEndDate: expect.stringMatching(day) as string,
      commitmentEndDateTime: expect.stringContaining('T23:59:59Z') as string,
      cancellationAllowedUntilDate: expect.any(String) as string,
      refundOptions: [{ type: 'Full', expiresAfter: expect.any(String) as string }, { type: 'Partial' }],
      refundableQuantity: { totalQuantity: 5, details: [{ quantity: 5, allowedUntilDateTime: expect.any(String) as string }] },
      nextChargeInstructions: { product: { productId: 'M365-BB-P1Y-annual', termDuration: 'P1Y' }, quantity: 5 },
      actions: ['edit', 'cancel'],
    });
    const { skuId } = (await call('GET', `${path}/subscriptions/${String(subscription.id)}/provisioningStatus`)).body;
    expect(skuId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test('is changed with its own etag, in the header or in the body', async () => {
    const path = await bought(await customer());
    const before = (await call('GET', path)).body;
    const { etag } = before.attributes as { etag: string };
    expect(await call('PATCH', path, { ...before, friendlyName: 'sales' }, { 'if-match': `"${etag}"` })).toMatchObject({ status: 200 });
    expect(await call('PATCH', path, { quantity: 6 }, { 'if-match': etag })).toMatchObject({ status: 412, body: { code: 2055 } });
    expect((await call('PATCH', path, { ...before, quantity: 6 })).body).toMatchObject({ code: 2055 });
    expect((await call('GET', path)).body).toMatchObject({ friendlyName: 'sales', quantity: 5 });
  });

  test.each([
    [
      { billingCycle: 'monthly', partnerId: '4711', autoRenewEnabled: false },
      { billingCycle: 'monthly', partnerId: '4711' },
    ],
    [{ billingCycle: 'weekly' }, { code: 800097 }],
    [{ offerId: 'M365-BS-P1Y-annual' }, { code: 3000 }],
    [{ termDuration: 'P3Y' }, { code: 3000 }],
    [{ scheduledNextTermInstructions: { quantity: 3 } }, { code: 900127 }],
    [{ status: 'expired' }, { code: 3000 }],
  ])('does or refuses %j, and passes over nothing', async (changes, body) => {
    expect((await call('PATCH', await bought(await customer()), changes)).body).toMatchObject(body);
  });

  test('grows as an operation of its own, with an order and a window of its own; the first order stays as it was', async () => {
    const path = await customer();
    const subscription = await bought(path);
    const before = (await call('GET', subscription)).body;
    await tell({ provisioningMs: 600_000 });
    expect((await call('PATCH', subscription, { quantity: 8 })).body).toMatchObject({
      status: 'active',
      quantity: 8,
      refundableQuantity: { totalQuantity: 8, details: [{ quantity: 5 }, { quantity: 3 }] },
    });
    expect((await call('GET', `${subscription}/provisioningstatus`)).body).toMatchObject({ status: 'pending' });
    expect((await call('PATCH', subscription, { quantity: 9 })).body).toMatchObject({ code: 900278 });
    expect(itemsOf(await call('GET', `${path}/orders`))).toMatchObject([
      { id: before.orderId, lineItems: [{ quantity: 5, transactionType: 'New' }] },
      { lineItems: [{ quantity: 3, transactionType: 'Addition' }] },
    ]);
  });

  test('says why it is suspended', async () => {
    const path = await bought(await customer());
    expect((await call('PATCH', path, { status: 'Suspended' })).body).toMatchObject({
      status: 'suspended',
      suspensionReasons: ['PartnerSuspended'],
    });
  });
});

describe('what goes wrong', () => {
  const error = {
    code: expect.any(Number) as number,
    description: expect.any(String) as string,
    data: [],
    source: expect.any(String) as string,
  };

  test.each([
    ['POST', '/v1/customers', '{"half', 400],
    ['DELETE', '/v1/customers', undefined, 405],
    ['GET', '/v1/nothing', undefined, 404],
    ['GET', '/v1/customers/c/subscriptions/s/transitionEligibilities', undefined, 501],
    ['POST', '/v1/customers/c/subscriptions/s/transitions', {}, 501],
    ['GET', '/v1/customers/c/subscriptions/s/customTermEndDates', undefined, 501],
    ['GET', '/v1/products?country=IT', undefined, 501],
    ['GET', '/v1/productPromotions?country=IT', undefined, 501],
    ['GET', '/v1/invoices', undefined, 501],
    ['POST', '/v1/validations/address', {}, 501],
  ])('%s %s is said with code, words and ids', async (method, path, body, status) => {
    const answer = await call(method, path, body, { 'MS-RequestId': 'r-1', 'MS-CorrelationId': 'c-1' });
    expect(answer).toMatchObject({ status, body: error });
    expect([answer.headers.get('ms-requestid'), answer.headers.get('ms-correlationid')]).toEqual(['r-1', 'c-1']);
    if (status === 501) expect(answer.body.description).toContain('this simulator has not');
    if (status === 405) expect(answer.headers.get('allow')).toBe('POST, GET');
  });

  test('paths are taken in any case of their letters', async () => {
    const path = await customer();
    expect((await call('GET', path.replace('customers', 'Customers').toUpperCase().replace('/V1', '/v1'))).status).toBe(200);
  });
});
