import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startLicenceVendor, type RunningLicenceVendor } from '../../sandbox/licence-vendor/licence-vendor.js';
import { readJson } from './support/read-json.js';

const licence = '/v1/accounts/acme/licences/l-1';
const order = { plan: 'mail-plus', units: 5 };

let folder: string;
let vendor: RunningLicenceVendor;

const start = () => startLicenceVendor({ folder, port: 0, apiKey: 'key' });

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${vendor.url}${path}`, {
    method,
    headers: { authorization: 'Bearer key', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await readJson(response) };
}
const put = (key?: string, body: unknown = order) => call('PUT', licence, body, key ? { 'idempotency-key': key } : {});
const setFaults = (...faults: object[]) => call('PUT', '/sim/faults', faults);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-vendor-'));
  vendor = await start();
});
afterEach(async () => {
  await vendor.stop();
  await rm(folder, { recursive: true });
});

describe('the licence vendor', () => {
  test('wants its key, and answers with the request id it was given', async () => {
    expect((await call('GET', licence, undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await call('GET', licence, undefined, { 'x-request-id': 'r-1' })).headers.get('x-request-id')).toBe('r-1');
  });

  test('makes, reads, changes, lists and ends a licence', async () => {
    expect(await put()).toMatchObject({ status: 201, body: { ...order, state: 'active', revision: 1 } });
    expect(await put(undefined, { ...order, units: 6 })).toMatchObject({ status: 200, body: { units: 6, revision: 2 } });
    expect((await call('GET', licence)).body).toMatchObject({ units: 6 });
    expect((await call('GET', '/v1/accounts/acme/licences')).body).toMatchObject({ licences: [{ units: 6 }] });
    expect(await call('DELETE', licence)).toMatchObject({ status: 200, body: { state: 'ended' } });
    expect(await call('DELETE', '/v1/accounts/acme/licences/other')).toMatchObject({
      status: 404,
      body: { error: { code: 'LICENCE_UNKNOWN' } },
    });
  });

  test('does the same order once, with the same key and without', async () => {
    const first = await put('k-1');
    const replayed = await put('k-1');
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(replayed.body).toEqual(first.body);
    expect((await put('k-2')).body).toEqual(first.body);
    expect((await call('GET', '/sim/state')).body).toMatchObject({ licences: [{ revision: 1 }], calls: { 'PUT acme/l-1': 3 } });
  });

  test('refuses a key that was used for something else', async () => {
    await put('k-1');
    expect(await put('k-1', { ...order, units: 9 })).toMatchObject({ status: 409, body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } } });
  });

  test('remembers licences and keys over a restart, also when it was killed in the middle of a write', async () => {
    await put('k-1');
    await vendor.stop();
    await appendFile(join(folder, 'ledger.jsonl'), '{"licence":{"acc');
    vendor = await start();
    expect((await put('k-1')).headers.get('idempotent-replayed')).toBe('true');
    await put('k-2', { ...order, units: 7 });
    await vendor.stop();
    vendor = await start();
    expect((await call('GET', licence)).body).toMatchObject({ units: 7, revision: 2 });
  });

  test.each([
    [{ plan: 'mail-plus', units: 0 }, 'UNITS_OUT_OF_RANGE'],
    [{ plan: 'mail-plus', units: 100_001 }, 'UNITS_OUT_OF_RANGE'],
    [{ plan: 'mail-plus' }, 'INVALID_REQUEST'],
    [{ ...order, startsOn: '2026-02-30' }, 'INVALID_REQUEST'],
  ])('refuses %j with %s', async (body, code) => {
    expect((await put(undefined, body)).body).toMatchObject({ error: { code } });
  });
});

describe('faults of the licence vendor', () => {
  test('a status with its code and Retry-After, for the matching plan only', async () => {
    await setFaults(
      { match: { plan: 'mail-plus' }, mode: 'status', status: 422, code: 'PLAN_RETIRED' },
      { mode: 'status', status: 429, retryAfter: 2, times: 1 },
    );
    expect(await put()).toMatchObject({ status: 422, body: { error: { code: 'PLAN_RETIRED' } } });
    const limited = await put(undefined, { plan: 'other', units: 1 });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await put(undefined, { plan: 'other', units: 1 })).status).toBe(201);
  });

  test('a connection cut before the work has done nothing, one cut after it has', async () => {
    await setFaults({ mode: 'drop-before', times: 1 }, { mode: 'drop-after-work', times: 1 });
    await expect(put('k-1')).rejects.toThrow();
    expect((await call('GET', '/sim/state')).body).toMatchObject({ licences: [] });
    await expect(put('k-1')).rejects.toThrow();
    expect((await put('k-1')).headers.get('idempotent-replayed')).toBe('true');
  });

  test('half of the work is finished by asking again', async () => {
    await setFaults({ mode: 'half', times: 1 });
    expect((await put('k-1')).status).toBe(500);
    expect((await call('GET', licence)).body).toMatchObject({ state: 'provisioning' });
    expect((await put('k-1')).body).toMatchObject({ state: 'active' });
  });

  test('a delay is waited for', async () => {
    await setFaults({ mode: 'delay', ms: 200, times: 1 });
    const startedAt = Date.now();
    await put();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  test('the state can be emptied', async () => {
    await put('k-1');
    await call('DELETE', '/sim/state');
    expect((await call('GET', '/sim/state')).body).toEqual({ licences: [], calls: {}, faults: [] });
    expect((await put('k-1')).status).toBe(201);
  });
});
