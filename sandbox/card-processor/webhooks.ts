import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CardLedger } from './card-ledger.js';
import type { CardEvent } from './card-objects.js';
import { nowSeconds } from './new-object.js';

export interface WebhookEndpoint {
  url: string;
  secret: string;
}

/** How webhooks go out: as they should, twice, `ms` late, newest first in batches of `ms`, or not at all. */
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
  manner: WebhookManner = { mode: 'normal', ms: 0 };
  private held: CardEvent[] = [];
  private readonly stopped = new AbortController();

  constructor(
    private readonly ledger: CardLedger,
    endpoints: WebhookEndpoint[],
  ) {
    this.endpoints = endpoints;
    this.send(ledger.eventsToDeliver());
  }

  send(events: CardEvent[]): void {
    const { mode, ms } = this.manner;
    if (mode === 'never') return events.forEach(({ id }) => this.ledger.record({ delivered: id }));
    if (mode === 'reversed') return this.hold(events, ms);
    for (const event of events) {
      this.deliver(event, mode === 'late' ? ms : 0);
      if (mode === 'twice') this.deliver(event, 0);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private hold(events: CardEvent[], ms: number): void {
    if (this.held.length === 0) {
      void this.pause(ms).then(() => {
        for (const event of this.held.splice(0).reverse()) this.deliver(event, 0);
      });
    }
    this.held.push(...events);
  }

  private deliver(event: CardEvent, afterMs: number): void {
    const all = this.endpoints.map((endpoint) => this.deliverTo(endpoint, event, afterMs));
    void Promise.all(all).then(() => {
      if (!this.stopped.signal.aborted) this.ledger.record({ delivered: event.id });
    });
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
