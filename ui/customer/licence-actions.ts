import type { CustomerState } from '../../domain/customer/customer.js';
import type { LicenceState } from '../../domain/licence/licence.js';
import type { LicenceDialogName } from './dialogs.js';

const byState: Readonly<Record<LicenceState, readonly LicenceDialogName[]>> = {
  scheduled: ['changeUnits', 'moveStart', 'endPlan'],
  provisioning: [],
  active: ['changeUnits', 'endPlan'],
  failed: ['giveUp'],
  ending: [],
  ended: [],
};

/** What can be done to a licence in its present state; the server refuses the rest. */
export const licenceActions = (licence: LicenceState, customer: CustomerState): readonly LicenceDialogName[] =>
  customer === 'active' ? byState[licence] : [];
