import { API_VERSION } from './api-version.js';
import { Refusal, type Answer } from './card-errors.js';
import type { CardLedger } from './card-ledger.js';
import { shown, type CardEvent, type CardObject, type PaymentIntent, type PaymentIntentStatus } from './card-objects.js';
import type { Endpoint } from './endpoint.js';
import { newId, nowSeconds } from './new-object.js';
import type { CardBehaviour } from './test-cards.js';

export interface ServiceCall {
  endpoint: Endpoint;
  id: string;
  params: unknown;
  requestId: string;
  idempotencyKey?: string;
  decline?: CardBehaviour['decline'];
}

/** What is told by webhook: a payment that has come to one of these. */
const EVENTS: Partial<Record<PaymentIntentStatus, string>> = {
  requires_capture: 'payment_intent.amount_capturable_updated',
  requires_payment_method: 'payment_intent.payment_failed',
  canceled: 'payment_intent.canceled',
  succeeded: 'payment_intent.succeeded',
};

export const newEvent = (type: string, payment: PaymentIntent, request: CardEvent['request']): CardEvent => ({
  id: newId('evt'),
  object: 'event',
  created: nowSeconds(),
  livemode: false,
  api_version: API_VERSION,
  type,
  data: { object: shown(payment) },
  pending_webhooks: 1,
  request,
});

const NOBODY: CardEvent['request'] = { id: null, idempotency_key: null };

/** The processor's rules about requests, without HTTP: idempotency as Stripe has it, and events for what has changed. */
export class CardService {
  constructor(
    private readonly ledger: CardLedger,
    private readonly ownUrl: () => string,
    private readonly onEvents: (events: CardEvent[]) => void,
  ) {}

  perform(call: ServiceCall): Answer {
    const { endpoint, id, params, idempotencyKey: key } = call;
    const fingerprint = JSON.stringify([endpoint.name, id, params]);
    const known = key ? this.ledger.answerTo(key) : undefined;
    if (known && known.fingerprint !== fingerprint) return keyReused(key ?? '');
    if (known) return { ...known.answer, headers: { 'idempotent-replayed': 'true' } };
    const { answer, changes, isRemembered } = this.attempt(call);
    const idempotency = key && isRemembered ? { key, fingerprint, answer } : undefined;
    if (changes.length > 0 || idempotency) this.keep(changes, { id: call.requestId, idempotency_key: key ?? null }, idempotency);
    return answer;
  }

  /** An answer that a repeat gets too, although nothing was done: Stripe remembers its own failures. */
  remember(call: ServiceCall, answer: Answer): void {
    const { endpoint, id, params, idempotencyKey: key } = call;
    const fingerprint = JSON.stringify([endpoint.name, id, params]);
    if (key && !this.ledger.answerTo(key)) this.ledger.record({ idempotency: { key, fingerprint, answer } });
  }

  keep(
    changes: CardObject[],
    request: CardEvent['request'] = NOBODY,
    idempotency?: { key: string; fingerprint: string; answer: Answer },
  ): void {
    const events = changes.flatMap((change) => this.eventsOf(change, request));
    this.ledger.record({ objects: changes, events, idempotency });
    this.onEvents(events);
  }

  private attempt({ endpoint, id, params, decline }: ServiceCall): { answer: Answer; changes: CardObject[]; isRemembered: boolean } {
    try {
      const { body, changes = [] } = endpoint.perform({ id, params, decline, ledger: this.ledger, ownUrl: this.ownUrl() });
      return { answer: { status: 200, body }, changes, isRemembered: endpoint.method === 'POST' };
    } catch (error) {
      if (error instanceof Refusal) return { answer: error.answer, changes: error.changes, isRemembered: error.isRemembered };
      throw error;
    }
  }

  private eventsOf(change: CardObject, request: CardEvent['request']): CardEvent[] {
    if (change.object !== 'payment_intent') return [];
    const type = EVENTS[change.status];
    return type && this.ledger.find('payment_intent', change.id)?.status !== change.status ? [newEvent(type, change, request)] : [];
  }
}

const keyReused = (key: string): Answer =>
  new Refusal(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  }).answer;
