import { defineSignal } from '@temporalio/workflow';

/**
 * Input of `activateUser`. `messageId` is the invitation; with `expiresAt` (instant, ISO-8601 UTC) it has gone out already,
 * as part of an account e-mail, and only its link is watched.
 */
export interface ActivateUserInput {
  readonly userId: string;
  readonly processId: string;
  readonly messageId: string;
  readonly expiresAt?: string;
}

export type ActivateUserResult = { readonly outcome: 'activated' | 'expired' | 'closed' };

/** The link was followed, or an administrator activated the user by hand. */
export const userActivated = defineSignal('userActivated');
/** The user was disabled or deleted: nothing more is sent. */
export const userClosed = defineSignal('userClosed');
/**
 * Another invitation was written: it goes out, and every older link is dead. With `expiresAt` (instant, ISO-8601 UTC) an account
 * e-mail carries the new link: it has gone out already, and only its link is watched.
 */
export const activationResent = defineSignal<[{ messageId: string; expiresAt?: string }]>('activationResent');
