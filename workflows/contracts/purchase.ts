import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { OrderNeeds, OrderState, UndoStep } from '../../domain/order/order.js';
import type { Progress } from './activities.js';
import type { Fence } from './command.js';
import type { Actor } from './open-customer.js';

/** Input of `purchase`. What is bought, where and how it is paid stands in the database under the order's id. */
export interface PurchaseInput {
  readonly orderId: string;
  readonly processId: string;
  /**
   * What the order needs as it was placed. Purchases that began before it was given read it, and write each step beside the call that
   * does it; those with it have each step written by its own first call.
   */
  readonly needs?: OrderNeeds;
}

export type PurchaseResult = { readonly outcome: 'completed' | 'partly_completed' | 'cancelled' | 'given_up' };

/** Tries the step again at which the order stands still. Refused when it doesn't. */
export const retryOrder = defineUpdate<void, [{ actor: Actor }]>('retryOrder');
/** Puts the input right that was left in the order's row under `correctionId`, and tries again. Refused unless the failure is one of input. */
export const correctOrder = defineUpdate<void, [{ actor: Actor; correctionId: string }]>('correctOrder');
/** Goes on without the lines that the vendor refused. Refused when nothing else would be left. */
export const leaveOutLines = defineUpdate<void, [{ actor: Actor }]>('leaveOutLines');
/** Asks the vendors what is true, adopts it, and goes on from there. Refused where the order doesn't stand still at a step of theirs. */
export const reconcileOrder = defineUpdate<void, [{ actor: Actor }]>('reconcileOrder');
/** Gives up the undoing at which the order stands still, for the reason left in the order's row under `giveUpId`, and undoes the rest. */
export const giveUpUndo = defineUpdate<void, [{ actor: Actor; giveUpId: string }]>('giveUpUndo');
/** Undoes the purchase as far as it got. Refused once the vendor has been asked and all is well. */
export const undoOrder = defineUpdate<void, [{ actor: Actor }]>('undoOrder');
/** An outside service says that something has happened: a hint to read. Harmless at any time. */
export const orderNudged = defineSignal('orderNudged');

/** An entry of the ledger: what takes a step back, and its place. Undone from the last to the first. */
export interface Undoing {
  readonly by: UndoStep;
  readonly position: number;
}

/** How an order stands, written in one transaction with its process, timeline and ledger. */
export interface OrderProgress extends Progress {
  readonly orderId: string;
  readonly orderState?: OrderState;
  /** Entered in the ledger as registered before the step runs; those before it are done. */
  readonly undo?: Undoing;
}

/** What a call to the outside is given. */
export interface OrderCall {
  readonly orderId: string;
  /** The step that this call is the first of, written before anything is asked outside. Writing it again changes nothing. */
  readonly begins?: OrderProgress;
  /** Where the call comes from: one that was overtaken by a later write of the process buys nothing any more. Absent in calls from before. */
  readonly fence?: Fence;
}

export interface LinesAtVendor {
  readonly provisioning: number;
  readonly provisioned: number;
  readonly refused: number;
  /** Of the first refused line. */
  readonly failure?: FailureCode;
  /** Lines that are there under the order's account; absent where none is refused, and nobody needs to know. */
  readonly inAccount?: number;
  /** How long the order may still stand, so that what is there can be given back in time; absent where nothing can be. */
  readonly undoWithinMs?: number;
}

/** What the vendors said when they were asked, after it was adopted. */
export interface Reconciled {
  readonly needs: OrderNeeds;
  readonly lines: LinesAtVendor;
}

export interface OrderStoreActivities {
  /** Says what the order needs, and begins its story. */
  openOrder(progress: OrderProgress): Promise<OrderNeeds>;
  recordOrder(progress: OrderProgress): Promise<void>;
  /** Carries a correction into the order, its tenant and its audit log. Repeating it changes nothing. */
  applyCorrection(input: { correctionId: string; actor: Actor; progress: OrderProgress }): Promise<OrderNeeds>;
  leaveOutRefused(input: { actor: Actor; progress: OrderProgress }): Promise<LinesAtVendor>;
  /** Makes each provisioned line a subscription with its first lot, posts what is owed on account, and writes the mails. */
  completeOrder(input: { at: string; progress: OrderProgress }): Promise<{ outcome: 'completed' | 'partly_completed' }>;
  /** The ledger's entry was undone, or couldn't be. */
  recordUndo(input: { position: number; failure?: FailureCode; progress: OrderProgress }): Promise<void>;
  /** Keeps with the ledger's entry who gave its undoing up, and why, and audits it. Repeating it changes nothing. */
  giveUpUndo(input: { giveUpId: string; position: number; actor: Actor; progress: OrderProgress }): Promise<void>;
  /** Nothing is left of the order: lines are cancelled, it is over. */
  cancelOrder(progress: OrderProgress): Promise<void>;
  /** The order is over, and what wasn't undone is named: lines that may be at the vendor, and money. */
  endGivenUp(progress: OrderProgress): Promise<void>;
}

export type Authorisation = { readonly state: 'authorised' } | { readonly state: 'requires_action' };

export interface PaymentActivities {
  /** Holds the order's amount, on its card or on account; reads first what an earlier try left. Fails with payment_* codes and credit_exceeded. */
  authorisePayment(input: OrderCall): Promise<Authorisation>;
  /** Takes from the card what the provisioned lines cost, lets go of the rest. What is on account is posted with the order's end. */
  capturePayment(input: OrderCall): Promise<void>;
  /** Lets go of what the order holds, credit or card, or gives back what was taken. */
  releasePayment(input: { orderId: string }): Promise<void>;
}

export interface OrderVendorActivities {
  /** Makes or finds the customer's account at the vendor. Fails with tenant_* and vendor_* codes. */
  prepareTenant(input: OrderCall): Promise<void>;
  acceptAgreement(input: OrderCall): Promise<void>;
  /** Asks the vendors for the lines that they haven't been asked for or have refused. */
  placeLines(input: OrderCall): Promise<LinesAtVendor>;
  /** Reads from the vendors how the lines stand. */
  readLines(input: OrderCall): Promise<LinesAtVendor>;
  /**
   * Asks the vendors about account, agreement, cart and lines, and adopts what they say; the progress' entry tells what was
   * found. Buys and changes nothing there.
   */
  reconcileOrder(input: { actor: Actor; progress: OrderProgress }): Promise<Reconciled>;
  /**
   * Ends at the vendors whatever the order has there, or what its left-out lines have: a refused one may have come in part. Each
   * line that has ended is kept so at once, and one that can't be ended doesn't keep the others from it.
   */
  cancelLines(input: { orderId: string; only?: 'left_out' }): Promise<void>;
}
