import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { portOf } from '../../sandbox/http-server.js';
import { orderLine, vendorsWith } from './support/orders.js';

let server: Server;
let vendor: ProvisioningVendor;
/** What the vendor answers, by the method it is asked with. */
let answers: Record<string, { status: number; text: string }> = {};
beforeAll(async () => {
  server = createServer(({ method = 'GET' }, response) => {
    const { status, text } = answers[method] ?? { status: 404, text: '' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vendor = vendorsWith({ LICENCE_VENDOR_URL: `http://127.0.0.1:${String(portOf(server))}` }).guardia;
});
afterAll(() => void server.close());

const line = orderLine({ planCode: 'DV-KEY', offerCode: 'DV-KEY', quantity: 12 });
const order = { orderId: 'o-1', accountRef: 'a-1', lines: [line] };
const read = () => vendor.read(order);
const place = () => vendor.place(order, async () => undefined);
const ok = (body: unknown) => ({ status: 200, text: body === undefined ? '' : JSON.stringify(body) });

describe('a licence as its vendor may answer it', () => {
  it.each([
    [{ vendorId: 'LV-1', state: 'active', units: null }, 'active'],
    [{ vendorId: 'LV-1', state: null }, 'provisioning'],
    [{ vendorId: 'LV-1', state: 'frozen', units: 'many', more: [] }, 'provisioning'],
  ])('%j is %s', async (body, state) => {
    answers = { GET: ok(body) };
    expect(await read()).toEqual([{ lineId: line.lineId, state, vendorRef: 'LV-1' }]);
  });

  it.each([[undefined], [null], [[]], [{ vendorId: null, state: 'active' }], ['maintenance']])('%j is asked for again', async (body) => {
    answers = { GET: ok(body) };
    await expect(read()).rejects.toMatchObject({ type: 'vendor_error', nonRetryable: false });
  });

  it.each([[undefined], [null], [{ vendorId: null }]])('placed, and answered with %j, it is placed', async (body) => {
    answers = { PUT: ok(body) };
    expect(await place()).toMatchObject([{ state: 'active', vendorRef: line.lineId }]);
    answers = { PUT: ok(body), GET: ok({ vendorId: 'LV-1', state: 'provisioning', units: 12 }) };
    expect(await place()).toMatchObject([{ state: 'active', vendorRef: 'LV-1' }]);
  });

  it.each([
    [422, { error: null, code: null, message: { not: 'a text' } }, [{ state: 'refused', failure: 'vendor_refused' }]],
    [422, { error: { code: 'PLAN_RETIRED', message: null } }, [{ state: 'refused', failure: 'vendor_plan_retired' }]],
    [403, undefined, [{ state: 'refused', failure: 'vendor_refused' }]],
  ])('%i %j refuses its line', async (status, body, lines) => {
    answers = { PUT: { ...ok(body), status } };
    expect(await place()).toMatchObject(lines);
  });

  it('our own sign-in is no matter of the line’s', async () => {
    answers = { PUT: { status: 401, text: '' } };
    await expect(place()).rejects.toMatchObject({ type: 'vendor_sign_in_refused', nonRetryable: false });
  });
});
