import type { CustomerState } from '../../domain/customer/customer.js';
import type { SubscriptionSource, SubscriptionState } from '../../domain/subscription/subscription.js';
import type { LicenceDialogName } from './dialogs.js';

const byState: Readonly<Record<SubscriptionState, readonly LicenceDialogName[]>> = {
  scheduled: ['changeUnits', 'moveStart', 'endPlan'],
  provisioning: [],
  active: ['changeUnits', 'endPlan'],
  failed: ['giveUp'],
  suspended: [],
  ending: [],
  ended: [],
  cancelled: [],
  expired: [],
};

/** What can be done to an assigned plan in its present state; the server refuses the rest, and whatever was bought has its own ways. */
export const licenceActions = (
  { source, state }: { readonly source: SubscriptionSource; readonly state: SubscriptionState },
  customer: CustomerState,
): readonly LicenceDialogName[] => (customer === 'active' && source === 'assigned' ? byState[state] : []);
