import { defineUpdate } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { Actor } from './open-customer.js';

/** Input of `transmitMessage`: ids only; the text is rendered when it is sent. */
export interface DeliverMessageInput {
  readonly messageId: string;
  readonly processId: string;
}

/** How the message ended. `emergency`: the main address refused it and the emergency contact's took it. */
export type DeliverMessageResult =
  { readonly outcome: 'delivered' | 'emergency' } | { readonly outcome: 'undeliverable'; readonly failure: FailureCode };

/** A person asks for another try after the message was undeliverable. Refused while it is on its way. */
export const retryMessage = defineUpdate<void, [{ actor: Actor }]>('retryMessage');
