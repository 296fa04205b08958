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
import type { PartnerFaultInput } from '../../sandbox/partner-center/partner-faults.js';
import { freePort } from '../../sandbox/ports.js';
import { partnerState, type PartnerState } from './partner.js';

export interface MailFault {
  readonly match?: { readonly to: string };
  readonly mode: 'reject-permanent' | 'reject-temporary' | 'drop-after-data' | 'slow';
  readonly times?: number;
  readonly delayMs?: number;
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

/** A mail server, a licence vendor and a partner API of a test's own: their faults and outages disturb nobody else's test. */
export interface CardFault {
  readonly match?: { readonly endpoint?: string; readonly customer?: string; readonly order?: string };
  readonly mode: 'status' | 'drop-before' | 'drop-after-work' | 'delay' | 'decline';
  readonly status?: number;
  readonly remembered?: boolean;
  readonly retryAfter?: number;
  readonly code?: string;
  readonly declineCode?: string;
  readonly ms?: number;
  readonly times?: number;
}
/** What the card processor holds; amounts in minor units. */
export interface CardState {
  readonly payments: {
    readonly id: string;
    readonly status: string;
    readonly amount: number;
    readonly amount_capturable: number;
    readonly amount_received: number;
    readonly metadata: { readonly order_number?: string };
  }[];
  readonly refunds: { readonly payment_intent: string; readonly amount: number }[];
  readonly events: { readonly id: string; readonly type: string }[];
  readonly calls: Record<string, number>;
}

/** A mail server, a card processor and a licence vendor of a test's own: their faults and outages disturb nobody else's test. */
export interface Outside {
  /** What a stack needs to use them. */
  readonly variables: NodeJS.ProcessEnv;
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
  setPartner(settings: { provisioningMs?: number; requestsPerMinute?: number; limits?: boolean }): Promise<void>;
  setCardFaults(...faults: CardFault[]): Promise<void>;
  cardState(): Promise<CardState>;
  /** A card saved for a customer of the processor, by the name of one of Stripe's test payment methods; returns its reference. */
  saveCard(processorCustomer: string, method?: string): Promise<string>;
  /** What a card's holder, or time, does to a payment. */
  settlePayment(paymentRef: string, change: 'approve' | 'refuse' | 'expire'): Promise<void>;
  /** Where webhooks of card payments go from now on: the stack's `${PUBLIC_URL}/webhooks/card`. */
  sendCardWebhooksTo(publicUrl: string): Promise<void>;
  setCardWebhooks(manner: { mode: 'normal' | 'twice' | 'late' | 'reversed' | 'never'; ms?: number }): Promise<void>;
  /** One webhook now: an event that went out before, or one about a payment; forged or old, it must change nothing. Returns the statuses. */
  sendCardWebhook(wish: { event?: string; payment?: string; type?: string; forged?: boolean; ageSeconds?: number }): Promise<number[]>;
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

export const startOutside = async (): Promise<Outside> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-outside-'));
  const apiKey = randomBytes(16).toString('hex');
  const [smtpPort, httpPort] = [await freePort(), await freePort()];
  const [cardKey, cardSecret] = [`sk_test_${apiKey}`, `whsec_${apiKey}`];
  const openInbox = () => startInbox({ folder: join(folder, 'inbox'), smtpPort, httpPort });
  const webhookSecret = randomBytes(16).toString('hex');
  const [vendor, partner, cards, opened] = await Promise.all([
    startLicenceVendor({ folder: join(folder, 'vendor'), port: 0, apiKey }),
    startPartnerCenter({ folder: join(folder, 'partner'), port: 0, apiKey, webhookSecret }),
    startCardProcessor({ folder: join(folder, 'cards'), port: 0, apiKey: cardKey }),
    openInbox(),
  ]);
  let inbox: typeof opened | undefined = opened;
  const mail = (path: string, method?: string, body?: unknown) => ask(`${opened.url}/api/${path}`, method, body);
  const state = async () => (await ask(`${vendor.url}/sim/state`)) as { licences: Licence[]; calls: Record<string, number> };
  const card = (path: string, method?: string, body?: unknown) => ask(`${cards.url}/sim/${path}`, method, body);
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
    },
    mailsTo: async (address) => (await mail(`messages?to=${encodeURIComponent(address)}`)) as ListedMail[],
    openMail: async (id) => (await mail(`messages/${id}`)) as { text: string; html: string },
    allMails: async () => (await mail('messages?limit=5000')) as ListedMail[],
    mailAttemptsTo: async (address) => (await mail(`attempts?to=${encodeURIComponent(address)}`)) as Attempt[],
    setMailFaults: async (...faults) => void (await mail('faults', 'PUT', faults)),
    setVendorFaults: async (...faults) => void (await ask(`${vendor.url}/sim/faults`, 'PUT', faults)),
    setPartnerFaults: async (...faults) => void (await ask(`${partner.url}/sim/faults`, 'PUT', faults)),
    partnerState: (of) => partnerState(of, partner.url),
    setPartner: async (settings) => void (await ask(`${partner.url}/sim/settings`, 'PUT', settings)),
    setCardFaults: async (...faults) => void (await card('faults', 'PUT', faults)),
    cardState: async () => (await card('state')) as CardState,
    saveCard: async (customer, method = 'pm_card_visa') => {
      const response = await fetch(`${cards.url}/v1/payment_methods/${method}/attach`, {
        method: 'POST',
        headers: { authorization: `Bearer ${cardKey}` },
        body: new URLSearchParams({ customer }),
      });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { id: string }).id;
    },
    settlePayment: async (ref, change) => void (await card(`payments/${ref}/${change}`, 'POST')),
    sendCardWebhooksTo: async (publicUrl) =>
      void (await card('endpoints', 'POST', { url: `${publicUrl}/webhooks/card`, secret: cardSecret })),
    setCardWebhooks: async (manner) => void (await card('webhooks', 'PUT', manner)),
    sendCardWebhook: async (wish) => ((await card('webhooks', 'POST', wish)) as { statuses: number[] }).statuses,
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
