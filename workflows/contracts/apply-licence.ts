import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { LicenceChange } from '../../domain/licence/licence.js';
import type { Actor } from './open-customer.js';

/** Input of `applyLicence`: brings a licence at its vendor to what our record says, at `at` (instant, ISO-8601 UTC). */
export interface ApplyLicenceInput {
  readonly licenceId: string;
  readonly processId: string;
  readonly change: LicenceChange;
  readonly at: string;
}

export type ApplyLicenceResult = { readonly outcome: 'applied' | 'called_off' };

/** Another try after the vendor refused. Rejected unless the licence waits for a person. */
export const retryLicence = defineUpdate<void, [{ actor: Actor }]>('retryLicence');
/** Another start date. Rejected once provisioning has begun. */
export const moveLicenceStart = defineUpdate<void, [{ at: string; startDate: string; actor: Actor }]>('moveLicenceStart');
/** The change isn't wanted any more, or its customer was deleted. What the vendor was already asked for is taken back. */
export const licenceCalledOff = defineSignal<[{ cause: 'ended' | 'given_up' | 'deleted' }]>('licenceCalledOff');
