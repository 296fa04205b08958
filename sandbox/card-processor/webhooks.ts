import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CardLedger } from './card-ledger.js';
import type { CardEvent } from './card-objects.js';
import { nowSeconds } from './new-object.js';

export interface WebhookEndpoint {
  url: string;
  secret: string;
}

/** How webhooks go out: as they should, twice, `ms` late, each two in the wrong order, or not at all. */
export interface WebhookManner {
  mode: 'normal' | 'twice' | 'late' | 'reversed' | 'never';
  ms: number;
}

const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const ANSWER_MS = 10_000;

/** Stripe's scheme: HMAC-SHA256 over "time.body", in a header with the time. */
export function signatureOf(body: string, secret: string, at = nowSeconds()): string {
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${signature}`;
}

export async function post({ url }: WebhookEndpoint, body: string, signature: string): Promise<number> {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS) });
  await response.body?.cancel();
  return response.status;
}

/** Tells every endpoint of every event, again while it doesn't answer 2xx; what a kill interrupts goes out after the next start. */
export class Webhooks {
  endpoints: WebhookEndpoint[];
  private current: WebhookManner = { mode: 'normal', ms: 0 };
  /** Waits for the next one, to come after it. */
  private held: CardEvent | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly ledger: CardLedger,
    endpoints: WebhookEndpoint[],
  ) {
    this.endpoints = endpoints;
    this.send(ledger.eventsToDeliver());
  }

  get manner(): WebhookManner {
    return this.current;
  }

  set manner(manner: WebhookManner) {
    this.current = manner;
    if (this.held) void this.deliver(this.held);
    this.held = undefined;
  }

  send(events: CardEvent[]): void {
    const { mode, ms } = this.manner;
    if (mode === 'never') return events.forEach(({ id }) => this.ledger.record({ delivered: id }));
    if (mode === 'reversed') return events.forEach((event) => this.reverse(event));
    for (const event of events) {
      void this.deliver(event, mode === 'late' ? ms : 0);
      if (mode === 'twice') void this.deliver(event);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private reverse(event: CardEvent): void {
    const earlier = this.held;
    this.held = earlier ? undefined : event;
    if (earlier) void this.deliver(event).then(() => this.deliver(earlier));
  }

  private async deliver(event: CardEvent, afterMs = 0): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => this.deliverTo(endpoint, event, afterMs)));
    if (!this.stopped.signal.aborted) this.ledger.record({ delivered: event.id });
  }

  private async deliverTo(endpoint: WebhookEndpoint, event: CardEvent, afterMs: number): Promise<void> {
    const body = JSON.stringify(event);
    await this.pause(afterMs);
    for (let tries = 0; tries < TRIES && !this.stopped.signal.aborted; tries += 1) {
      const status = await post(endpoint, body, signatureOf(body, endpoint.secret)).catch(() => 0);
      if (status >= 200 && status < 300) return;
      await this.pause(FIRST_PAUSE_MS * 2 ** tries);
    }
  }

  private pause(ms: number): Promise<void> {
    return wait(ms, undefined, { signal: this.stopped.signal, ref: false }).catch(() => undefined);
  }
}
