import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Who commanded something, for the timeline. The id alone: the engine's history is no place for names. */
export interface Actor {
  readonly id: string;
}

/** Input of `openCustomer`. `dueAt` is an instant (ISO-8601 UTC); in the past means at once. */
export interface OpenCustomerInput {
  readonly customerId: string;
  readonly processId: string;
  readonly messageId: string;
  readonly messageProcessId: string;
  readonly dueAt: string;
  /** `creation` tells the story of a new account; `again` only sends its e-mail anew. */
  readonly occasion: 'creation' | 'again';
}

export type OpenCustomerResult = { readonly accountEmail: 'delivered' | 'emergency' | 'undeliverable' | 'called_off' };

/** Moves the account e-mail to another instant. Rejected once it has gone out or was called off. */
export const moveAccountEmail = defineUpdate<void, [{ dueAt: string; actor: Actor }]>('moveAccountEmail');
/** Sends the account e-mail at once. Rejected once it has gone out or was called off. */
export const sendAccountEmailNow = defineUpdate<void, [{ actor: Actor }]>('sendAccountEmailNow');
/** Calls the account e-mail off; the reason stands in the process's row. Rejected once it has gone out or was called off. */
export const callOffAccountEmail = defineUpdate<void, [{ actor: Actor }]>('callOffAccountEmail');
/** The customer was disabled or deleted: a waiting e-mail is called off. Harmless at any time. */
export const customerClosed = defineSignal<[{ cause: 'disabled' | 'deleted' }]>('customerClosed');
