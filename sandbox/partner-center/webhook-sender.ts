import { createHmac, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import type { Notice } from './partner-resources.js';

/** The vendor tries ten times, then keeps the event for itself. */
const MOST_ATTEMPTS = 10;
const ANSWER_WITHIN_MS = 10_000;
/** The longest delay that a timer can hold. */
const LONGEST_MS = 2_147_483_647;

export interface Delivery {
  noticeId: string;
  status: number | 'unreachable';
  at: string;
}

/** Posts events to the partner's address, signed. What isn't sent yet is sent after a restart. */
export class WebhookSender {
  /** The newest attempts, oldest first. */
  readonly deliveries: Delivery[] = [];
  private readonly stopped = new AbortController();

  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
    private readonly baseUrl: () => string,
  ) {
    // Every event on its way listens for the end.
    setMaxListeners(0, this.stopped.signal);
  }

  resume(): void {
    this.announce([...this.ledger.notices.values()].filter(({ sentAt }) => sentAt === undefined));
  }

  announce(notices: Notice[]): void {
    for (const notice of notices) void this.send(notice).catch(() => undefined);
  }

  stop(): void {
    this.stopped.abort();
  }

  private async send(notice: Notice): Promise<void> {
    const { signal } = this.stopped;
    await wait(Math.min(Math.max(Date.parse(notice.dueAt) - Date.now(), 0), LONGEST_MS), undefined, { signal });
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const url = this.ledger.webhookUrls.get(notice.partner) ?? this.options.webhookUrl;
      if (!url) break;
      if (attempt > 0) await wait(1_000 * 2 ** (attempt - 1), undefined, { signal });
      const status = await this.post(url, notice);
      this.deliveries.push({ noticeId: notice.id, status, at: new Date().toISOString() });
      if (this.deliveries.length > 10_000) this.deliveries.shift();
      if (notice.delivery === 'forged' || (typeof status === 'number' && status < 300)) break;
    }
    if (!signal.aborted) this.ledger.record({ notices: [{ ...notice, sentAt: new Date().toISOString() }] });
  }

  private async post(url: string, notice: Notice): Promise<number | 'unreachable'> {
    const body = JSON.stringify({
      EventName: 'subscription-updated',
      ResourceUri: `${this.baseUrl()}/v1/customers/${notice.customerId}/subscriptions/${notice.subscriptionId}`,
      ResourceName: 'subscription',
      AuditUri: null,
      ResourceChangeUtcDate: notice.changedAt,
    });
    const secret = notice.delivery === 'forged' ? randomBytes(32).toString('hex') : this.options.webhookSecret;
    const headers = {
      'content-type': 'application/json',
      'x-ms-signature-algorithm': 'hmac-sha256',
      'x-ms-signature': signWebhook(body, secret),
    };
    const signal = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined);
    await response?.body?.cancel();
    return response?.status ?? 'unreachable';
  }
}

/** `t=<seconds>,v1=<hex>`: the time of sending is signed with the body, so that an old one can't be sent again. */
export const signWebhook = (body: string, secret: string, atMs = Date.now()): string => {
  const seconds = Math.floor(atMs / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
};
