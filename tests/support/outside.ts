import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attempt } from '../../sandbox/inbox/mail-server.js';
import type { ListedMail } from '../../sandbox/inbox/mail-store.js';
import { startInbox } from '../../sandbox/inbox/inbox.js';
import type { Licence } from '../../sandbox/licence-vendor/licence.js';
import { startCardProcessor } from '../../sandbox/card-processor/card-processor.js';
import { startLicenceVendor } from '../../sandbox/licence-vendor/licence-vendor.js';
import { startPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import type { PartnerFaultInput } from '../../sandbox/partner-center/fault-schema.js';
import { freePort } from '../../sandbox/ports.js';
import { cardControls, type CardControls } from './cards.js';
import { partnerState, type PartnerSettings, type PartnerState } from './partner.js';

export interface MailFault {
  readonly match?: { readonly to: string };
  readonly mode: 'reject-permanent' | 'reject-temporary' | 'drop-after-data' | 'slow' | 'bounce';
  readonly times?: number;
  readonly delayMs?: number;
  readonly status?: string;
}
export interface VendorFault {
  readonly match?: { readonly plan?: string; readonly accountRef?: string };
  readonly mode: 'status' | 'drop-before' | 'drop-after-work' | 'delay' | 'half';
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: number;
  readonly ms?: number;
  readonly times?: number;
}

/** A mail server, a licence vendor, a partner API and a card processor of a test's own: their faults and outages disturb nobody else's test. */
export interface Outside extends CardControls {
  /** What a stack needs to use them. */
  readonly variables: NodeJS.ProcessEnv;
  /** Where the inbox can be read in a browser. */
  readonly inboxUrl: string;
  mailsTo(address: string): Promise<ListedMail[]>;
  /** One mail, parsed. */
  openMail(id: string): Promise<{ text: string; html: string }>;
  allMails(): Promise<ListedMail[]>;
  mailAttemptsTo(address: string): Promise<Attempt[]>;
  setMailFaults(...faults: MailFault[]): Promise<void>;
  setVendorFaults(...faults: VendorFault[]): Promise<void>;
  setPartnerFaults(...faults: PartnerFaultInput[]): Promise<void>;
  /** What the partner API has, of a domain or of a customer there. */
  partnerState(of: { domain: string } | { customerId: string }): Promise<PartnerState>;
  /** Changes the partner API's own settings while it runs. */
  setPartner(settings: PartnerSettings): Promise<void>;
  /** The vendor's licences, of one customer or all. */
  licences(accountRef?: string): Promise<Licence[]>;
  /** How often the vendor was called for a licence, whatever became of it. */
  vendorCalls(licenceRef: string): Promise<number>;
  stopMail(): Promise<void>;
  startMail(): Promise<void>;
  stop(): Promise<void>;
}

const ask = async (url: string, method = 'GET', body?: unknown): Promise<unknown> =>
  (await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).json();

/** With `bounces` the mail server reports what couldn't be delivered to the one server that is started with these variables. */
export const startOutside = async ({ bounces = false }: { bounces?: boolean } = {}): Promise<Outside> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-outside-'));
  const apiKey = randomBytes(16).toString('hex');
  const [smtpPort, httpPort] = [await freePort(), await freePort()];
  const bouncePort = await freePort();
  const bounceUrl = bounces ? `smtp://127.0.0.1:${String(bouncePort)}` : undefined;
  const openInbox = () => startInbox({ folder: join(folder, 'inbox'), smtpPort, httpPort, bounceUrl });
  const webhookSecret = randomBytes(16).toString('hex');
  const [cardKey, cardSecret] = [`sk_test_${apiKey}`, `whsec_${webhookSecret}`];
  const [vendor, partner, cards, opened] = await Promise.all([
    startLicenceVendor({ folder: join(folder, 'vendor'), port: 0, apiKey }),
    startPartnerCenter({ folder: join(folder, 'partner'), port: 0, apiKey, webhookSecret }),
    startCardProcessor({ folder: join(folder, 'cards'), port: 0, apiKey: cardKey }),
    openInbox(),
  ]);
  let inbox: typeof opened | undefined = opened;
  const mail = (path: string, method?: string, body?: unknown) => ask(`${opened.url}/api/${path}`, method, body);
  const state = async () => (await ask(`${vendor.url}/sim/state`)) as { licences: Licence[]; calls: Record<string, number> };
  const stopMail = async () => {
    await inbox?.stop();
    inbox = undefined;
  };
  return {
    variables: {
      SMTP_URL: opened.smtpUrl,
      LICENCE_VENDOR_URL: vendor.url,
      LICENCE_VENDOR_API_KEY: apiKey,
      PARTNER_API_URL: partner.url,
      PARTNER_API_KEY: apiKey,
      PARTNER_WEBHOOK_SECRET: webhookSecret,
      CARD_API_URL: cards.url,
      CARD_API_KEY: cardKey,
      CARD_WEBHOOK_SECRET: cardSecret,
      ...(bounces ? { BOUNCE_DOMAIN: 'bounces.licenza.example', BOUNCE_PORT: String(bouncePort) } : {}),
    },
    inboxUrl: opened.url,
    mailsTo: async (address) => (await mail(`messages?to=${encodeURIComponent(address)}`)) as ListedMail[],
    openMail: async (id) => (await mail(`messages/${id}`)) as { text: string; html: string },
    allMails: async () => (await mail('messages?limit=5000')) as ListedMail[],
    mailAttemptsTo: async (address) => (await mail(`attempts?to=${encodeURIComponent(address)}`)) as Attempt[],
    setMailFaults: async (...faults) => void (await mail('faults', 'PUT', faults)),
    setVendorFaults: async (...faults) => void (await ask(`${vendor.url}/sim/faults`, 'PUT', faults)),
    setPartnerFaults: async (...faults) => void (await ask(`${partner.url}/sim/faults`, 'PUT', faults)),
    partnerState: (of) => partnerState(of, partner.url),
    setPartner: async (settings) => void (await ask(`${partner.url}/sim/settings`, 'PUT', settings)),
    ...cardControls(cards.url, cardKey, cardSecret),
    licences: async (accountRef) =>
      (await state()).licences.filter((licence) => accountRef === undefined || licence.accountRef === accountRef),
    vendorCalls: async (licenceRef) => Object.entries((await state()).calls).find(([call]) => call.endsWith(`/${licenceRef}`))?.[1] ?? 0,
    stopMail,
    startMail: async () => {
      inbox ??= await openInbox();
    },
    stop: async () => {
      await stopMail();
      await Promise.all([vendor.stop(), partner.stop(), cards.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
