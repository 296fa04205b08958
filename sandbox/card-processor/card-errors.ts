import { shown, type CardObject, type PaymentError, type PaymentIntent } from './card-objects.js';

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

interface ErrorFacts {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  payment_intent?: PaymentIntent;
}

/** A request that Stripe refuses. `changes` are kept all the same: a declined payment stays on record. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly facts: ErrorFacts,
    readonly changes: CardObject[] = [],
  ) {
    super(facts.message);
  }

  /** Whether a repeat with the same key gets the same refusal: not when the request was wrong in itself. */
  get isRemembered(): boolean {
    return this.status === 402 || this.facts.payment_intent !== undefined;
  }

  get answer(): Answer {
    const { payment_intent, ...facts } = this.facts;
    return { status: this.status, body: { error: { ...facts, ...(payment_intent ? { payment_intent: shown(payment_intent) } : {}) } } };
  }
}

export const invalid = (message: string, facts: { code?: string; param?: string } = {}): Refusal =>
  new Refusal(400, { type: 'invalid_request_error', message, ...facts });

export const missing = (what: string, id: string): Refusal =>
  new Refusal(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'id', message: `No such ${what}: '${id}'` });

export const unexpectedState = (payment: PaymentIntent, wish: string, allowed: string[]): Refusal =>
  new Refusal(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `You cannot ${wish} this PaymentIntent because it has a status of ${payment.status}. Only a PaymentIntent with one of the following statuses may be used: ${allowed.join(', ')}.`,
    payment_intent: payment,
  });

export const declinedPayment = (payment: PaymentIntent, error: PaymentError): Refusal =>
  new Refusal(402, { ...error, payment_intent: payment }, [payment]);
