import { ApplicationFailure } from '@temporalio/common';
import Stripe from 'stripe';
import type { FailureCode } from '../../domain/failure/failure-code.js';

/** The engine keeps what it is told of a failure: a sentence, not a page. */
const NOTE_LENGTH = 300;

/** Stripe names no time when it throttles; its limits count in seconds. */
const THROTTLED_MS = 2_000;

/** By Stripe's decline code or, where the card isn't to blame, its error code. What isn't here is a plain decline. */
const DECLINES: Readonly<Record<string, FailureCode>> = {
  insufficient_funds: 'payment_insufficient_funds',
  expired_card: 'payment_card_expired',
  authentication_required: 'payment_authentication_failed',
  payment_intent_authentication_failure: 'payment_authentication_failed',
};

const noteOf = (message: string | undefined): string => (message ?? 'no reason given').slice(0, NOTE_LENGTH);

/** Why a card's bank, or its holder, said no. */
export const declineOf = (error: { code?: string; decline_code?: string; message?: string }): { failure: FailureCode; note: string } => ({
  failure: DECLINES[error.decline_code ?? ''] ?? DECLINES[error.code ?? ''] ?? 'payment_declined',
  note: noteOf(error.message),
});

const waitOf = (error: Stripe.errors.StripeError): number => {
  const seconds = Number(error.headers?.['retry-after']);
  return seconds > 0 ? seconds * 1000 : THROTTLED_MS;
};

/** Translates what Stripe's library throws into our taxonomy: the one place that knows its errors. */
export const failureFrom = (error: unknown): ApplicationFailure => {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const message = noteOf(error.message);
  const status = error.statusCode ?? 0;
  if (error instanceof Stripe.errors.StripeConnectionError) return ApplicationFailure.create({ message, type: 'payment_unreachable' });
  if (error instanceof Stripe.errors.StripeRateLimitError)
    return ApplicationFailure.create({ message, type: 'payment_error', nextRetryDelay: waitOf(error) });
  // 409: the same key is being worked on; its answer can be read in a moment.
  if (status >= 500 || status === 409) return ApplicationFailure.create({ message, type: 'payment_error' });
  if (error instanceof Stripe.errors.StripeCardError)
    return ApplicationFailure.create({ message, type: declineOf(error).failure, nonRetryable: true });
  if (error.code === 'charge_expired_for_capture') return holdLapsed();
  return ApplicationFailure.create({ message, type: 'payment_refused', nonRetryable: true });
};

/** What was held is free again, by the time or by us: nothing of it can be taken. */
export const holdLapsed = (): ApplicationFailure =>
  ApplicationFailure.create({ message: 'The hold is gone.', type: 'payment_hold_lapsed', nonRetryable: true });

/** As Stripe says it while it remembers the key. */
export const keyOfAnother = (): ApplicationFailure =>
  ApplicationFailure.create({ message: 'The key was used for another amount.', type: 'payment_refused', nonRetryable: true });

export const isStateConflict = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === 'payment_intent_unexpected_state';

/** A server error that Stripe remembers for its key: asking again with that key brings the same error for a day. */
export const isRememberedError = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true';
