import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { ProcessorPayment } from '../../domain/reconcile/compare-payment.js';

/** A card that a customer left with the processor; we never see its number. */
export interface SavedCard {
  readonly ref: string;
  readonly brand: string;
  readonly last4: string;
  readonly expiresMonth: number;
  readonly expiresYear: number;
}

/** How a payment stands at the processor. Amounts are in the currency's minor unit. */
export type CardPayment =
  | {
      readonly state: 'authorised' | 'captured' | 'released';
      readonly ref: string;
      readonly amountMinor: number;
      readonly capturedMinor: number;
    }
  /** The card's holder must confirm at `actionUrl`. */
  | { readonly state: 'requires_action'; readonly ref: string; readonly actionUrl: string }
  | { readonly state: 'declined'; readonly ref?: string; readonly failure: FailureCode; readonly note: string };

export interface CardAuthorisation {
  readonly processorCustomer: string;
  readonly cardRef: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Idempotency key: the same at each try of one authorisation. */
  readonly key: string;
  /** Where the card's holder comes back to after confirming. */
  readonly returnUrl: string;
  readonly orderNumber: string;
}

/** What a processor's webhook says, once its signature holds. A hint to read again, never the truth. */
export interface CardEvent {
  readonly id: string;
  readonly type: string;
  readonly paymentRef: string | undefined;
}

/** The port to whoever holds and takes money from cards. Fails with payment_* codes; every method can be repeated. */
export interface CardProcessor {
  /** The processor's record of a customer, made at its first use. */
  ensureCustomer(customer: { customerId: string; company: string; email: string }): Promise<{ processorCustomer: string }>;
  /** A page of the processor's where the customer leaves a card. */
  startCardSetup(setup: { processorCustomer: string; returnUrl: string; cancelUrl: string; language: string }): Promise<{ url: string }>;
  listCards(processorCustomer: string): Promise<SavedCard[]>;
  /** Holds money, takes none. */
  authorise(authorisation: CardAuthorisation): Promise<CardPayment>;
  read(ref: string): Promise<CardPayment>;
  /** As it stands there, with what was given back; undefined where the processor knows none of this id. */
  look(ref: string): Promise<ProcessorPayment | undefined>;
  /** A page of all payments that were begun since an instant (ISO-8601 UTC), newest first, whoever began them; goes on after `next`. */
  list(page: { since: string; after?: string | undefined }): Promise<{ payments: readonly ProcessorPayment[]; next: string | undefined }>;
  /** Takes what was held, or less; the rest is free again. */
  capture(ref: string, amountMinor: number, key: string): Promise<CardPayment>;
  /** Lets go of what was held and not taken; what was released before is released. */
  release(ref: string, key: string): Promise<void>;
  refund(ref: string, amountMinor: number, key: string): Promise<void>;
  /** Reads a webhook; throws when its signature doesn't hold. */
  eventOf(body: Buffer, signature: string): CardEvent;
}
