import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LineAtVendor, ProvisioningVendor, VendorLine } from '../../adapters/provisioning-vendor.js';
import { cartErrorCodes } from '../../sandbox/partner-center/partner-errors.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder } from './support/orders.js';
import { startBentVendor, type BentVendor, type Passing } from './support/bent-vendor.js';

let bent: BentVendor;
let vendor: ProvisioningVendor;
beforeAll(async () => {
  bent = await startBentVendor();
  vendor = bent.vendor;
});
afterEach(async () => {
  bent.bend();
  await bent.faults();
  await bent.settings({ repeatedCheckout: 'result', orderGroups: 'as-asked' });
});
afterAll(() => bent.stop());

const statesOf = (lines: readonly LineAtVendor[]) => lines.map(({ state }) => state);
const refOf = (line: LineAtVendor | undefined): string => line?.vendorRef ?? '';
const isList = ({ method, path }: Passing) => method === 'GET' && path.endsWith('/subscriptions');
const isOne = ({ method, path }: Passing) => method === 'GET' && /\/subscriptions\/[\w-]+$/.test(path);
const isCheckout = ({ path }: Passing) => path.endsWith('/checkout');
const isPatch = ({ method }: Passing) => method === 'PATCH';

/** A bought order, and its lines as they stand in our rows. */
const bought = async (...wanted: Partial<VendorLine>[]) => {
  const accountRef = await readyTenant(vendor);
  const lines = (wanted.length > 0 ? wanted : [{}]).map((changes) => orderLine(changes));
  const order = rememberedOrder(vendor, accountRef, lines);
  const placed = await order.place();
  return { accountRef, order, placed, lines: lines.map((line, index) => ({ ...line, vendorRef: refOf(placed[index]) })) };
};

/** Every subscription that is read has these changes. */
const changing = (changes: object) =>
  bent.bend((answer) => {
    if (isOne(answer) || isPatch(answer)) return { body: { ...(answer.body as object), ...changes } };
    if (!isList(answer)) return undefined;
    const { items, ...rest } = answer.body as { items: object[] };
    return { body: { ...rest, items: items.map((item) => ({ ...item, ...changes })) } };
  });

describe('what was bought elsewhere, or is called otherwise', () => {
  it('a subscription without a name disturbs no other: reading, costs and cancelling go on', async () => {
    const { accountRef, order, lines } = await bought();
    const elsewhere = { id: 'bought-elsewhere', friendlyName: null, quantity: null, status: 'active', orderId: null, attributes: null };
    bent.bend((answer) =>
      isList(answer)
        ? { body: { ...(answer.body as object), items: [elsewhere, null, { id: null }, ...(answer.body as { items: object[] }).items] } }
        : undefined,
    );
    expect(statesOf(await order.read())).toEqual(['active']);
    expect(await vendor.costs!(accountRef, lines)).toHaveLength(1);
    const [{ vendorRef: _lost, ...nameless }] = lines as [VendorLine];
    expect(await vendor.costs!(accountRef, [nameless])).toHaveLength(1);
    await vendor.cancel(accountRef, nameless);
    expect((await bent.state(accountRef)).subscriptions).toMatchObject([{ status: 'deleted' }]);
  });

  it('once the vendor’s id is known it identifies the line: a renamed subscription is ours, one that took its name isn’t', async () => {
    const { accountRef, lines } = await bought({}, {});
    const [one, other] = lines as [VendorLine, VendorLine];
    const rename = (id: string, friendlyName: string) =>
      fetch(`${bent.url}/v1/customers/${accountRef}/subscriptions/${id}`, {
        method: 'PATCH',
        headers: { authorization: 'Bearer key' },
        body: JSON.stringify({ friendlyName }),
      });
    await rename(one.vendorRef!, 'the sales department');
    await rename(other.vendorRef!, `M365-BB ${one.lineId}`);
    const read = await vendor.read({ orderId: 'o', accountRef, lines: [one] });
    expect(read).toMatchObject([{ lineId: one.lineId, state: 'active', vendorRef: one.vendorRef }]);
    await vendor.cancel(accountRef, one);
    const statuses = new Map((await bent.state(accountRef)).subscriptions.map(({ id, status }) => [id, status]));
    expect([statuses.get(one.vendorRef!), statuses.get(other.vendorRef!)]).toEqual(['deleted', 'active']);
  });

  it('a collection in pages is read to its end', async () => {
    const { accountRef, lines } = await bought({}, {}, {});
    bent.bend((answer) => {
      if (!answer.path.includes('/subscriptions?page=') && !isList(answer)) return undefined;
      const page = Number(/page=(\d)/.exec(answer.path)?.[1] ?? 0);
      const { items } = answer.body as { items: object[] };
      const next = { uri: `/customers/${accountRef}/subscriptions?page=${String(page + 1)}`, method: 'GET', headers: [] };
      return { body: { totalCount: items.length, items: [items[page]], links: page < 2 ? { next } : {} } };
    });
    const nameless = lines.map(({ vendorRef: _lost, ...line }) => line);
    expect(await vendor.read({ orderId: 'o', accountRef, lines: nameless })).toHaveLength(3);
  });

  it('a list that isn’t there is no empty one: nothing is bought again', async () => {
    const { accountRef, lines } = await bought();
    bent.bend((answer) => (isList(answer) ? { body: { totalCount: null, items: null } } : undefined));
    const again = rememberedOrder(
      vendor,
      accountRef,
      lines.map(({ vendorRef: _lost, ...line }) => line),
    );
    await expect(again.place()).rejects.toMatchObject({ type: 'vendor_error', nonRetryable: false });
    expect((await bent.state(accountRef)).subscriptions).toHaveLength(1);
  });
});

describe('a checkout', () => {
  it.each([
    ['without errors', { orderErrors: null }],
    ['without orders', { orders: null, orderErrors: null }],
    ['with nothing in its orders', { orders: [null, { id: null, lineItems: null }, { lineItems: [null, { friendlyName: null }] }] }],
    ['with an error of nothing', { orderErrors: [null, { orderGroupId: null, code: null, description: null }] }],
  ])('%s: what was bought is known', async (_name, changes) => {
    const accountRef = await readyTenant(vendor);
    bent.bend((answer) => (isCheckout(answer) ? { body: { ...(answer.body as object), ...changes } } : undefined));
    const order = rememberedOrder(vendor, accountRef, [orderLine(), orderLine()]);
    expect(statesOf(await order.place())).toEqual(['active', 'active']);
    expect((await bent.state(accountRef)).subscriptions).toHaveLength(2);
  });

  it('that refuses a group of several lines for one of them: each is tried alone, and one is refused', async () => {
    const accountRef = await readyTenant(vendor);
    const [one, bad, other] = [orderLine(), orderLine(), orderLine()];
    await bent.settings({ orderGroups: 'one' });
    await bent.faults({ mode: 'refuse', code: 2091, match: { line: bad.lineId } });
    const order = rememberedOrder(vendor, accountRef, [one, bad, other]);
    expect(await order.place()).toMatchObject([
      { state: 'active' },
      { lineId: bad.lineId, state: 'refused', failure: 'vendor_offer_unavailable' },
      { state: 'active' },
    ]);
    expect(statesOf(await order.place())).toEqual(['active', 'refused', 'active']);
    await bent.faults();
    expect(statesOf(await order.place())).toEqual(['active', 'active', 'active']);
    expect((await bent.state(accountRef)).subscriptions).toHaveLength(3);
  });

  it('that was answered before, and isn’t answered again (800065): its orders say what was bought', async () => {
    const accountRef = await readyTenant(vendor);
    await bent.settings({ repeatedCheckout: 'refused' });
    await bent.faults({ mode: 'drop-after-work', match: { operation: 'checkout', customerId: accountRef }, times: 1 });
    const order = rememberedOrder(vendor, accountRef, [orderLine(), orderLine()]);
    await expect(order.place()).rejects.toMatchObject({ type: 'vendor_unreachable' });
    expect(statesOf(await order.place())).toEqual(['active', 'active']);
    expect(statesOf(await order.place())).toEqual(['active', 'active']);
    expect((await bent.state(accountRef)).subscriptions).toHaveLength(2);
  });

  it('that isn’t answered again: what it refused, or what has failed since, is bought in a cart of its own', async () => {
    const accountRef = await readyTenant(vendor);
    const [good, refused, failed] = [orderLine(), orderLine(), orderLine()];
    await bent.settings({ repeatedCheckout: 'refused' });
    await bent.faults(
      { mode: 'refuse', code: 2091, match: { line: refused.lineId }, times: 1 },
      { mode: 'provisioning', outcome: 'failed', match: { line: failed.lineId }, times: 1 },
    );
    const order = rememberedOrder(vendor, accountRef, [good, refused, failed]);
    expect(statesOf(await order.place())).toEqual(['active', 'refused', 'refused']);
    expect(statesOf(await order.place())).toEqual(['active', 'active', 'active']);
    const living = (await bent.state(accountRef)).subscriptions.filter(({ status }) => status !== 'deleted');
    expect(living).toHaveLength(3);
  });

  it('of an open cart with a line in error (800009) buys the others', async () => {
    const accountRef = await readyTenant(vendor);
    const lines = [orderLine(), orderLine({ quantity: 301 })];
    // The vendor doesn't mark it in what it answers, but only when it's bought.
    bent.bend(({ method, path, body }) => {
      if (method !== 'POST' || !path.endsWith('/carts')) return undefined;
      const { lineItems, ...cart } = body as { lineItems: object[] };
      return { body: { ...cart, lineItems: lineItems.map((item) => ({ ...item, error: null })) } };
    });
    expect(await rememberedOrder(vendor, accountRef, lines).place()).toMatchObject([
      { state: 'active' },
      { state: 'refused', failure: 'vendor_units_out_of_range' },
    ]);
  });
});

describe('a cart that marks a line when it is made', () => {
  it.each(cartErrorCodes)('with %i: that line is refused, and the other one bought', async (code) => {
    const accountRef = await readyTenant(vendor);
    const [bad, good] = [orderLine(), orderLine()];
    await bent.faults({ mode: 'mark', code, match: { line: bad.lineId } });
    const order = rememberedOrder(vendor, accountRef, [bad, good]);
    const placed = await order.place();
    expect(placed).toMatchObject([{ lineId: bad.lineId, state: 'refused' }, { state: 'active' }]);
    const { failure, note } = placed[0] as { failure: string; note: string };
    expect(note).toContain(String(code));
    if (code === 10015) expect(failure).toBe('vendor_units_out_of_range');
    if (code === 10001) expect(failure).toBe('vendor_offer_unavailable');
    expect(failure).not.toBe('vendor_refused');
    expect((await bent.state(accountRef)).subscriptions).toHaveLength(1);
  });

  it('with an error that says nothing: it’s none', async () => {
    const accountRef = await readyTenant(vendor);
    bent.bend(({ path, body }) => {
      if (!path.includes('/carts') || path.endsWith('/checkout')) return undefined;
      const { lineItems, ...cart } = body as { lineItems: object[] };
      return { body: { ...cart, lineItems: lineItems.map((item) => ({ ...item, error: { errorCode: 0, errorDescription: null } })) } };
    });
    expect(statesOf(await rememberedOrder(vendor, accountRef, [orderLine()]).place())).toEqual(['active']);
  });
});

describe('a change', () => {
  it('is done where the vendor answers it with nothing: a cancellation, and units that came short', async () => {
    const accountRef = await readyTenant(vendor, freeDomain('half'));
    const order = rememberedOrder(vendor, accountRef, [orderLine({ quantity: 7 })]);
    expect(statesOf(await order.place())).toEqual(['refused']);
    bent.bend((answer) => (isPatch(answer) && answer.status === 200 ? { status: 202, body: undefined } : undefined));
    expect(statesOf(await order.place())).toEqual(['active']);
    await vendor.cancel(accountRef, order.order.lines[0]!);
    expect((await bent.state(accountRef)).subscriptions).toMatchObject([{ status: 'deleted', quantity: 7 }]);
  });

  it('of what somebody changed meanwhile is decided again by what is there', async () => {
    const { accountRef, lines } = await bought();
    await bent.faults({ mode: 'refuse', code: 2055, match: { operation: 'change-subscription', customerId: accountRef }, times: 1 });
    await vendor.cancel(accountRef, lines[0]!);
    expect((await bent.state(accountRef)).subscriptions).toMatchObject([{ status: 'deleted' }]);
  });

  it('keeps what the vendor said beside what we read', async () => {
    const { accountRef, lines } = await bought();
    let sent: unknown;
    bent.bend((answer) => {
      if (isOne(answer)) return { body: { ...(answer.body as object), offerId: 'M365-BB-P1M-monthly' } };
      if (isPatch(answer)) sent = answer.body;
      return undefined;
    });
    // The simulator refuses another offer's id, so a refusal says that the whole resource was sent.
    await expect(vendor.cancel(accountRef, lines[0]!)).rejects.toMatchObject({ type: 'vendor_cancel_refused' });
    expect(sent).toMatchObject({ code: 3000 });
  });
});

describe('a line, by what its subscription says', () => {
  it.each([
    [{ status: 'expired' }, { state: 'refused', failure: 'vendor_line_failed', note: 'the subscription is expired' }],
    [{ status: 'disabled' }, { state: 'refused', failure: 'vendor_line_failed' }],
    [{ status: 'Active' }, { state: 'active' }],
    [
      { status: 'suspended', suspensionReasons: ['Fraud', null, 7] },
      { state: 'refused', failure: 'vendor_account_blocked', note: 'the subscription is suspended, Fraud' },
    ],
    [
      { status: 'suspended', suspensionReasons: null },
      { state: 'refused', note: 'the subscription is suspended' },
    ],
    [{ status: 'warned' }, { state: 'provisioning' }],
    [{ status: null }, { state: 'provisioning' }],
    [{ quantity: null }, { state: 'active' }],
    [{ quantity: 'five' }, { state: 'active' }],
    [{ friendlyName: 4, attributes: 'none', orderId: {} }, { state: 'active' }],
  ])('%j', async (changes, line) => {
    const { accountRef, lines } = await bought();
    changing(changes);
    expect(await vendor.read({ orderId: 'o', accountRef, lines })).toMatchObject([line]);
  });

  it('has the vendor’s dates: when it was bought, until when it can be cancelled, when its term ends', async () => {
    const { accountRef, lines } = await bought();
    const read = () => vendor.read({ orderId: 'o', accountRef, lines });
    changing({
      creationDate: '2026-11-28T09:30:00.1234567',
      effectiveStartDate: '2026-11-28T00:00:00Z',
      commitmentEndDate: '2027-11-27T00:00:00Z',
      cancellationAllowedUntilDate: '2026-12-05T10:30:00+01:00',
    });
    const dates = {
      boughtAt: '2026-11-28T09:30:00.123Z',
      cancellableUntil: '2026-12-05T09:30:00.000Z',
      termEndsAt: '2027-11-28T00:00:00.000Z',
    };
    expect(await read()).toMatchObject([{ state: 'active', ...dates }]);
    changing({
      creationDate: null,
      effectiveStartDate: '2026-11-28T00:00:00Z',
      commitmentEndDate: '0001-01-01T00:00:00',
      cancellationAllowedUntilDate: null,
      refundableQuantity: {
        totalQuantity: 5,
        details: [
          { quantity: 3, allowedUntilDateTime: '2026-12-05T00:00:00Z' },
          { quantity: 2, allowedUntilDateTime: '2026-12-04T00:00:00Z' },
        ],
      },
    });
    const [line] = await read();
    expect(line).toMatchObject({ boughtAt: '2026-11-28T00:00:00.000Z', cancellableUntil: '2026-12-04T00:00:00.000Z' });
    expect(line).not.toHaveProperty('termEndsAt');
    changing({
      creationDate: 'soon',
      effectiveStartDate: 7,
      cancellationAllowedUntilDate: '',
      commitmentEndDate: {},
      refundableQuantity: [],
    });
    expect(Object.keys((await read())[0]!).sort()).toEqual(['lineId', 'state', 'vendorRef']);
  });
});
