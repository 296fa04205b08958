import { defineSignal } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { Progress } from './activities.js';
import type { DeliverMessageResult } from './deliver-message.js';

/** Input of `followBounce`: ids only. */
export interface FollowBounceInput {
  readonly bounceId: string;
  readonly messageId: string;
  readonly processId: string;
}

/**
 * What follows a bounce. `early`: the message is on its way, so that it isn't known yet whether this is about the copy that counts.
 * `emergency`: that address is tried. `person`: no address is left. `noted`: nobody needs the message any more. `nothing`: it went
 * another way meanwhile.
 */
export type BounceOutcome = 'early' | 'emergency' | 'person' | 'noted' | 'nothing';

export type FollowBounceResult = DeliverMessageResult | { readonly outcome: 'noted' | 'nothing' | 'superseded' };

/** Another message has taken this one's place: nobody needs to look after it any more. */
export const messageSuperseded = defineSignal('messageSuperseded');

/** Writes about messages that came back: short, run as local activities. */
export interface BounceActivities {
  /** Says that the message bounced, and begins its process; the same answer at each try of the same bounce. */
  claimBounce(input: FollowBounceInput & { workflowId: string; runId: string }): Promise<{ outcome: BounceOutcome }>;
  /** The message waits for a person. */
  parkBounced(input: { messageId: string; failure: FailureCode; progress: Progress }): Promise<void>;
  /** The message begins anew: reports about how it went before say nothing about it any more. */
  beginBouncedAnew(input: { messageId: string; progress: Progress }): Promise<{ emergency: boolean }>;
  /** Adds the address whose server accepted the message to the timeline entry. */
  finishBounced(input: { messageId: string; outcome: 'delivered' | 'emergency'; progress: Progress }): Promise<void>;
}
