import { Temporal } from 'temporal-polyfill';
import type { PartnerOptions } from './partner-options.js';
import type { Subscription } from './partner-resources.js';

const FULL_REFUND_MS = 24 * 3_600_000;

const isReady = ({ readyAt }: Subscription): boolean => Date.parse(readyAt) <= Date.now();
export const isFailed = (subscription: Subscription): boolean =>
  subscription.state === undefined && subscription.outcome === 'failed' && isReady(subscription);

/** What failed stays pending here; its provisioning status is where it shows. */
export const statusOf = (subscription: Subscription): string =>
  subscription.state ?? (isReady(subscription) && subscription.outcome === 'success' ? 'active' : 'pending');

export const provisioningOf = (subscription: Subscription): string => {
  if (isFailed(subscription)) return 'failed';
  return statusOf(subscription) === 'pending' ? 'pending' : 'success';
};

export const after = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** The term's last day, which is included: bought on 28 November, a year ends with 27 November. */
export const endOf = ({ creationDate, termDuration }: Subscription): string => {
  const day = Temporal.Instant.from(creationDate).toZonedDateTimeISO('UTC').toPlainDate();
  return `${day.add(termDuration).subtract({ days: 1 }).toString()}T00:00:00Z`;
};

export const etagOf = ({ id, revision }: Subscription): string => `${id.slice(0, 8)}${revision}`;

export const shownSubscription = (subscription: Subscription, { cancellationWindowMs }: PartnerOptions) => {
  const { id, offerId, friendlyName, quantity, creationDate, orderId, termDuration, billingCycle, autoRenewEnabled } = subscription;
  return {
    id,
    offerId,
    offerName: offerId,
    friendlyName,
    quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: false,
    creationDate,
    effectiveStartDate: creationDate,
    commitmentEndDate: endOf(subscription),
    cancellationAllowedUntilDate: after(creationDate, cancellationWindowMs),
    status: statusOf(subscription),
    autoRenewEnabled,
    isTrial: false,
    billingType: 'license',
    billingCycle,
    termDuration,
    refundOptions: [
      { type: 'Full', expiresAt: after(creationDate, FULL_REFUND_MS) },
      { type: 'Partial', expiresAt: after(creationDate, cancellationWindowMs) },
    ],
    isMicrosoftProduct: true,
    contractType: 'subscription',
    orderId,
    attributes: { etag: etagOf(subscription), objectType: 'Subscription' },
  };
};
