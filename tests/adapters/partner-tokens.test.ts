import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPartnerCenter } from '../../adapters/partner-center/client.js';
import { FIRST_REFRESH_TOKEN } from '../../sandbox/partner-center/access-tokens.js';
import { startPartnerCenter, type RunningPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import { freeDomain, tenantRequest, tenantsOf } from './support/orders.js';

const SECRET = 'the-secret-of-the-application';
const webhookSecret = 'a secret of 32 characters or more';
let folder: string;
let simulator: RunningPartnerCenter;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-tokens-'));
  simulator = await startPartnerCenter({ folder, port: 0, apiKey: SECRET, webhookSecret });
});
afterEach(async () => {
  await simulator.stop();
  await rm(folder, { recursive: true });
});

const connect = ({ clientSecret = SECRET, tokenUrl = `${simulator.url}/oauth2/v2.0/token` } = {}) => {
  const signIn = { tokenUrl, clientId: 'licenza', clientSecret, refreshToken: FIRST_REFRESH_TOKEN };
  return tenantsOf(createPartnerCenter({ baseUrl: simulator.url, signIn, webhookSecret, requestsPerMinute: 10_000 }));
};
const sim = async (path: string, method = 'GET', body?: object): Promise<unknown> =>
  (await fetch(`${simulator.url}/sim/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
const tokensGot = async (): Promise<number> => ((await sim('state')) as { calls: Record<string, number> }).calls['get-token'] ?? 0;
const callsOf = async (name: string): Promise<number> => ((await sim('state')) as { calls: Record<string, number> }).calls[name] ?? 0;
const twenty = (ask: (index: number) => Promise<unknown>) => Promise.all(Array.from({ length: 20 }, (_, index) => ask(index)));

describe('a token of the vendor', () => {
  it('is got once for all who ask at one moment, and used until it ends', async () => {
    const tenants = connect();
    expect(await twenty(() => tenants.isFree(freeDomain()))).toEqual(Array.from({ length: 20 }, () => true));
    await tenants.isFree(freeDomain());
    expect(await tokensGot()).toBe(1);
  });

  it('that ends soon is renewed before it is used, once for all', async () => {
    await sim('settings', 'PUT', { tokenSeconds: 30 });
    const tenants = connect();
    await twenty(() => tenants.isFree(freeDomain()));
    await twenty(() => tenants.isFree(freeDomain()));
    expect(await tokensGot()).toBe(2);
  });

  it('that is refused in the midst is renewed once for all, and each call is sent once more', async () => {
    const tenants = connect();
    await tenants.isFree(freeDomain());
    await sim('tokens', 'DELETE');
    const domains = Array.from({ length: 20 }, () => freeDomain());
    const made = await twenty((index) => tenants.create(tenantRequest(domains[index]!)));
    expect(new Set(made.map((one) => (one as { accountRef: string }).accountRef)).size).toBe(20);
    expect(await tokensGot()).toBe(2);
    expect(((await sim('state')) as { customers: unknown[] }).customers).toHaveLength(20);
  });

  it('that is refused again, though it is new, is our sign-in that is refused: the call came twice, and no third time', async () => {
    const tenants = connect();
    const domain = freeDomain();
    await sim('faults', 'PUT', [{ mode: 'status', status: 401, match: { operation: 'check-domain', domain }, times: 5 }]);
    await expect(tenants.isFree(domain)).rejects.toMatchObject({ type: 'vendor_sign_in_refused' });
    expect([await tokensGot(), await callsOf(`check-domain ${domain}`)]).toEqual([2, 2]);
  });

  it('that can’t be got is told as what it is, without the secret, and is asked for again by who comes next', async () => {
    const wrong = await connect({ clientSecret: 'another-secret-of-ours' })
      .isFree(freeDomain())
      .catch((error: unknown) => error);
    expect(wrong).toMatchObject({ type: 'vendor_sign_in_refused' });
    expect(JSON.stringify(wrong) + String(wrong)).not.toContain('another-secret-of-ours');
    await expect(connect({ tokenUrl: 'http://127.0.0.1:9/token' }).isFree(freeDomain())).rejects.toMatchObject({
      type: 'vendor_unreachable',
    });
    const tenants = connect();
    const before = await tokensGot();
    await tenants.isFree(freeDomain());
    await sim('tokens', 'DELETE');
    await tenants.isFree(freeDomain());
    expect(await tokensGot()).toBe(before + 2);
  });
});
