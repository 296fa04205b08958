import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineAtVendor, ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { startBentVendor, type BentVendor, type Passing } from './support/bent-vendor.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, signer, tenantRequest, tenantsOf } from './support/orders.js';

let bent: BentVendor;
let vendor: ProvisioningVendor;
beforeAll(async () => {
  bent = await startBentVendor();
  vendor = bent.vendor;
});
afterAll(() => bent.stop());

type Path = readonly (string | number)[];

/** Every field of an answer, at every depth; of a list its first part. */
const fieldsOf = (value: unknown, path: Path = []): Path[] => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [[...path, 0], ...fieldsOf(value[0], [...path, 0])];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...path, name], ...fieldsOf(inner, [...path, name])]);
};

const ABSENT = Symbol('absent');
/** A vendor's null, nothing at all, a value that we don't know, and what is of another kind altogether. */
const STRANGE: readonly (readonly [name: string, value: unknown])[] = [
  ['null', null],
  ['absent', ABSENT],
  ['an unknown word', 'something-new'],
  ['another kind', { unheard: ['of'] }],
];

const withStrange = (body: unknown, path: Path, value: unknown): unknown => {
  const copy = structuredClone(body);
  let inner = copy as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) inner = inner[name] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === ABSENT) delete inner[last];
  else inner[last] = value;
  return copy;
};

/** One of our failures, or what the work gives. A TypeError, or anything else that nobody foresaw, is thrown. */
const sane = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApplicationFailure && isFailureCode(error.type)) return undefined;
    throw error;
  }
};

interface Kind {
  readonly name: string;
  readonly is: (answer: Passing) => boolean;
  readonly work: () => Promise<void>;
}

const isLine = ({ lineId, state, vendorRef }: LineAtVendor): boolean =>
  typeof lineId === 'string' &&
  ['active', 'provisioning', 'refused'].includes(state) &&
  (state === 'refused' || typeof vendorRef === 'string');

/** Buys two lines, twice over; reads, asks for the cost, and cancels: whatever is said, nothing is bought twice. */
const purchase = async (): Promise<void> => {
  const accountRef = await sane(() => readyTenant(vendor));
  if (accountRef === undefined) return;
  const lines = [orderLine(), orderLine({ termDuration: 'P1M', billingCycle: 'monthly' })];
  const order = rememberedOrder(vendor, accountRef, lines);
  await sane(() => vendor.unsold!({ accountRef }, lines));
  for (const placed of [await sane(() => order.place()), await sane(() => order.place())]) {
    if (!placed) continue;
    expect(placed.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId));
    expect(placed.every(isLine), JSON.stringify(placed)).toBe(true);
  }
  expect((await sane(() => order.read()))?.every(isLine) ?? true).toBe(true);
  await sane(() => vendor.costs!(accountRef, lines));
  const { subscriptions } = await bent.state(accountRef);
  const names = subscriptions.filter(({ status }) => status !== 'deleted').map(({ friendlyName }) => friendlyName);
  expect(new Set(names).size, names.join()).toBe(names.length);
  await sane(() => vendor.cancel(accountRef, lines[0]!));
};

const account = async (): Promise<void> => {
  const domain = freeDomain();
  // The agreement's template is read once by each.
  const tenants = tenantsOf(bent.connect());
  const made = await sane(() => tenants.create(tenantRequest(domain, { qualification: 'education' })));
  await sane(() => tenants.create(tenantRequest(domain, { qualification: 'education' })));
  await sane(() => tenants.find(domain));
  if (!made) return;
  await sane(() => tenants.acceptAgreement(made.accountRef, signer));
  await sane(() => tenants.hasAgreed(made.accountRef));
};

const ends = (method: string, pattern: RegExp) => (answer: Passing) =>
  answer.method === method && answer.status < 300 && pattern.test(answer.path.split('?')[0]!);

const kinds: readonly Kind[] = [
  { name: 'a new cart', is: ends('POST', /\/carts$/), work: purchase },
  { name: 'a cart', is: ends('GET', /\/carts\/[\w-]+$/), work: purchase },
  { name: 'a checkout', is: ends('POST', /\/checkout$/), work: purchase },
  { name: 'the subscriptions', is: ends('GET', /\/subscriptions$/), work: purchase },
  { name: 'a subscription', is: ends('GET', /\/subscriptions\/[\w-]+$/), work: purchase },
  { name: 'a changed subscription', is: ends('PATCH', /\/subscriptions\/[\w-]+$/), work: purchase },
  { name: 'an order', is: ends('GET', /\/orders\/[\w-]+$/), work: purchase },
  { name: 'the availabilities', is: ends('GET', /\/availabilities$/), work: purchase },
  { name: 'a new customer', is: ends('POST', /\/customers$/), work: account },
  { name: 'the customers', is: ends('GET', /\/customers$/), work: account },
  { name: 'a customer', is: ends('GET', /\/customers\/[\w-]+$/), work: account },
  { name: 'the qualifications', is: ends('GET', /\/qualifications$/), work: account },
  { name: 'a new qualification', is: ends('POST', /\/qualifications$/), work: account },
  { name: 'the agreement’s templates', is: ends('GET', /\/v1\/agreements$/), work: account },
  { name: 'the agreements', is: ends('GET', /\/customers\/[\w-]+\/agreements$/), work: account },
];

/** What we read of them, at any depth; the rest is looked at all together, as `more`. */
const READ = new Set(
  [
    'id items totalCount links next uri headers status lineItems friendlyName orderGroup error errorCode orders orderErrors orderGroupId code',
    'description subscriptionId pricing extendedPrice currencyCode quantity orderId suspensionReasons creationDate effectiveStartDate attributes etag',
    'cancellationAllowedUntilDate commitmentEndDate refundableQuantity details allowedUntilDateTime isPurchasable terms duration billingCycle',
    'companyProfile billingProfile domain companyName email templateId qualification vettingStatus vettingReason',
  ].flatMap((names) => names.split(' ')),
);
const isRead = (path: Path): boolean => path.every((name) => typeof name === 'number' || READ.has(name));

describe('whatever the vendor leaves out or says otherwise', () => {
  it.each(kinds)('in $name, nothing ends in an error of ours, and nothing is bought twice', async ({ is, work }) => {
    const seen: unknown[] = [];
    bent.bend((answer) => {
      if (is(answer)) seen.push(answer.body);
      return undefined;
    });
    await work();
    const sample = seen.at(-1);
    expect(sample, 'such an answer was seen').toBeDefined();
    const fields = fieldsOf(sample).filter(isRead);
    expect(fields.length).toBeGreaterThan(0);
    const bodies = fields.flatMap((path) => STRANGE.map(([name, value]) => [`${path.join('.')} ${name}`, path, value] as const));
    const wrong: string[] = [];
    for (const [name, bend] of [
      ['empty', () => undefined],
      ['null', () => null],
      ['a text', () => 'maintenance'],
      [
        'more',
        (body: unknown) => (Array.isArray(body) ? [...(body as unknown[]), { more: 1 }] : { ...(body as object), more: { than: [1] } }),
      ],
      ...bodies.map(([name, path, value]) => [name, (body: unknown) => withStrange(body, path, value)] as const),
    ] as const) {
      bent.bend((answer) => {
        if (!is(answer)) return undefined;
        try {
          return { body: bend(answer.body) };
        } catch {
          // An answer of this kind without that field.
          return undefined;
        }
      });
      await work().catch((error: unknown) => wrong.push(`${name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`));
    }
    bent.bend();
    expect(wrong).toEqual([]);
  });
});
