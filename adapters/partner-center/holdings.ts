import type { Holding } from '../../domain/reconcile/compare-holdings.js';
import { datesOf } from './line-dates.js';
import { ownIdIn } from './lines.js';
import type { PartnerSubscription } from './resources.js';
import { hasEnded } from './subscriptions.js';

/** What is pending, or in a state that isn't known, is there, and isn't compared any further. */
const stateOf = (subscription: PartnerSubscription): Holding['state'] => {
  if (hasEnded(subscription)) return 'ended';
  return subscription.status === 'active' || subscription.status === 'suspended' ? subscription.status : 'provisioning';
};

/** A subscription of the vendor's as something that an account holds. */
export const holdingOf = (subscription: PartnerSubscription): Holding => ({
  vendorRef: subscription.id,
  ownId: ownIdIn(subscription),
  state: stateOf(subscription),
  units: subscription.quantity,
  termEndsAt: datesOf(subscription).termEndsAt,
});
