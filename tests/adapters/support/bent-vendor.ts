import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProvisioningVendor } from '../../../adapters/provisioning-vendor.js';
import { portOf } from '../../../sandbox/http-server.js';
import type { PartnerFaultInput } from '../../../sandbox/partner-center/fault-schema.js';
import { startPartnerCenter } from '../../../sandbox/partner-center/partner-center.js';
import { partnerState, type PartnerSettings, type PartnerState } from '../../support/partner.js';
import { vendorsWith } from './orders.js';

/** An answer on its way to us. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** undefined where it is empty. */
  readonly body: unknown;
}
/** What comes of it instead; undefined leaves it as it is. */
export type Bend = (answer: Passing) => { readonly status?: number; readonly body: unknown } | undefined;

export interface BentVendor {
  readonly vendor: ProvisioningVendor;
  /** Another one, that remembers nothing of what the first one has read. */
  connect(): ProvisioningVendor;
  /** The simulator itself, without anything between. */
  readonly url: string;
  /** Headers of the last call that came. */
  lastHeaders(): Readonly<Record<string, string | string[] | undefined>>;
  bend(bend?: Bend): void;
  faults(...faults: PartnerFaultInput[]): Promise<void>;
  settings(settings: PartnerSettings & { readonly repeatedCheckout?: string; readonly orderGroups?: string }): Promise<void>;
  state(accountRef: string): Promise<PartnerState>;
  stop(): Promise<void>;
}

const KEPT = ['authorization', 'content-type', 'if-match', 'ms-requestid', 'ms-correlationid', 'ms-continuationtoken'];

/** Our adapter before a simulator of its own, with something between them that changes what the vendor says. */
export const startBentVendor = async (): Promise<BentVendor> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-bent-'));
  const simulator = await startPartnerCenter({ folder, port: 0, apiKey: 'key', webhookSecret: 'a secret of 32 characters or more' });
  let bend: Bend | undefined;
  let last: Readonly<Record<string, string | string[] | undefined>> = {};
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    last = headers;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const kept = KEPT.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as [string, string]] : []));
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const passed = async () => {
        const answer = await fetch(`${simulator.url}${path}`, { method, headers: kept, ...(body ? { body } : {}) });
        const text = await answer.text();
        const bent = bend?.({ method, path, status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
        const ids = ['ms-requestid', 'ms-correlationid', 'retry-after'].flatMap((name) => {
          const value = answer.headers.get(name);
          return value === null ? [] : [[name, value] as [string, string]];
        });
        response.writeHead(bent?.status ?? answer.status, { 'content-type': 'application/json', ...Object.fromEntries(ids) });
        response.end(bent ? (bent.body === undefined ? undefined : JSON.stringify(bent.body)) : text);
      };
      passed().catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const put = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${simulator.url}/sim/${path}`, { method: 'PUT', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const connect = () => vendorsWith({ PARTNER_API_URL: `http://127.0.0.1:${String(portOf(server))}`, PARTNER_API_KEY: 'key' }).microsoft;
  return {
    vendor: connect(),
    connect,
    url: simulator.url,
    lastHeaders: () => last,
    bend: (next) => void (bend = next),
    faults: (...faults) => put('faults', faults),
    settings: (settings) => put('settings', settings),
    state: (accountRef) => partnerState({ customerId: accountRef }, simulator.url),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await simulator.stop();
      await rm(folder, { recursive: true });
    },
  };
};
