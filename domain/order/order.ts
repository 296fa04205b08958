/**
 * What a purchase looks like from outside. `in_progress`: its workflow is at a step. `awaiting_payment`: the card's holder must
 * confirm with the bank. `undoing`: what was done is taken back. `partly_completed`: some lines were left out on purpose.
 * `given_up`: it was undone but for what staff gave up, which the ledger, the lines and the payments name.
 */
export const orderStates = [
  'placed',
  'in_progress',
  'awaiting_payment',
  'needs_attention',
  'undoing',
  'completed',
  'partly_completed',
  'cancelled',
  'given_up',
] as const;
export type OrderState = (typeof orderStates)[number];

export const orderEnds = ['completed', 'partly_completed', 'cancelled', 'given_up'] as const satisfies readonly OrderState[];

export const orderTransitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  placed: ['in_progress', 'undoing', 'cancelled'],
  in_progress: ['awaiting_payment', 'needs_attention', 'undoing', 'completed', 'partly_completed'],
  // A card that was named after provisioning is confirmed at the last step there is.
  awaiting_payment: ['in_progress', 'needs_attention', 'undoing', 'completed', 'partly_completed'],
  needs_attention: ['in_progress', 'undoing'],
  undoing: ['cancelled', 'given_up', 'needs_attention'],
  completed: [],
  partly_completed: [],
  cancelled: [],
  given_up: [],
};

/**
 * One line. `provisioned`: the vendor has it, it isn't paid yet. `left_out`: refused, and a person went on without it.
 * `not_cancelled`: undoing it was given up, so that something of it is, or may be, at the vendor.
 */
export const orderLineStates = [
  'placed',
  'provisioning',
  'provisioned',
  'refused',
  'left_out',
  'active',
  'cancelled',
  'not_cancelled',
] as const;
export type OrderLineState = (typeof orderLineStates)[number];

export const orderLineEnds = ['left_out', 'active', 'cancelled', 'not_cancelled'] as const satisfies readonly OrderLineState[];

export const orderLineTransitions: Readonly<Record<OrderLineState, readonly OrderLineState[]>> = {
  placed: ['provisioning', 'provisioned', 'refused', 'cancelled', 'not_cancelled'],
  provisioning: ['provisioned', 'refused', 'cancelled', 'not_cancelled'],
  // Refused once it was there: it ended at the vendor while the order stood still.
  provisioned: ['active', 'refused', 'cancelled', 'not_cancelled'],
  refused: ['provisioning', 'provisioned', 'left_out', 'cancelled', 'not_cancelled'],
  // An end, but for an order that is undone after all.
  left_out: ['cancelled', 'not_cancelled'],
  active: [],
  cancelled: [],
  not_cancelled: [],
};

/** What undoing can take back or must leave. */
export const undoableLines = ['placed', 'provisioning', 'provisioned', 'refused', 'left_out'] as const satisfies readonly OrderLineState[];

/** Money for an order: held, taken, let go, given back. */
export const paymentStates = ['pending', 'requires_action', 'authorised', 'captured', 'released', 'declined', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

export const paymentTransitions: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  pending: ['requires_action', 'authorised', 'declined', 'released'],
  requires_action: ['authorised', 'declined', 'released'],
  authorised: ['captured', 'released', 'declined'],
  captured: ['refunded'],
  released: [],
  declined: [],
  refunded: [],
};

export const paymentMethods = ['account', 'card'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** The steps of a purchase, in their order; what people read of each is in the messages. */
export const orderSteps = [
  'authorising_payment',
  'preparing_tenant',
  'accepting_agreement',
  'ordering',
  'provisioning',
  'charging',
] as const;
export type OrderStep = (typeof orderSteps)[number];

/** What an order needs before it can be bought. */
export interface OrderNeeds {
  readonly method: 'account' | 'card';
  /** There are lines of a vendor with accounts, and the account isn't ready. */
  readonly tenant: boolean;
  readonly agreement: boolean;
}

/** What takes a step back. Undone from the last to the first. */
export const undoSteps = ['release_payment', 'cancel_at_vendor'] as const;
export type UndoStep = (typeof undoSteps)[number];
export const undoStates = ['registered', 'done', 'undone', 'undo_failed'] as const;
export type UndoState = (typeof undoStates)[number];
