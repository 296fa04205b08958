import { Temporal } from 'temporal-polyfill';
import { itemOf, offerIdOf } from './catalogue.js';
import { openLots, windowEnd } from './lots.js';
import type { PartnerOptions } from './partner-options.js';
import type { Subscription } from './partner-resources.js';

const FULL_REFUND_MS = 24 * 3_600_000;

const isReady = ({ readyAt }: Subscription): boolean => Date.parse(readyAt) <= Date.now();
export const isFailed = (subscription: Subscription): boolean =>
  subscription.state === undefined && subscription.outcome === 'failed' && isReady(subscription);

/** What failed stays pending here; its provisioning status is where it shows. */
export const statusOf = (subscription: Subscription): string =>
  subscription.state ?? (isReady(subscription) && subscription.outcome === 'success' ? 'active' : 'pending');

/** More units are being set up beside those that there are. */
export const isChanging = ({ changingUntil }: Subscription): boolean =>
  changingUntil !== undefined && Date.parse(changingUntil) > Date.now();

export const provisioningOf = (subscription: Subscription): 'failed' | 'pending' | 'success' => {
  if (isFailed(subscription)) return 'failed';
  return statusOf(subscription) === 'pending' || isChanging(subscription) ? 'pending' : 'success';
};

export const after = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** The term's last day, which is included: bought on 28 November, a year ends with 27 November. */
export const endOf = ({ creationDate, termDuration }: Subscription): string => {
  const day = Temporal.Instant.from(creationDate).toZonedDateTimeISO('UTC').toPlainDate();
  return `${day.add(termDuration).subtract({ days: 1 }).toString()}T00:00:00Z`;
};

export const etagOf = ({ id, revision }: Subscription): string => `${id.slice(0, 8)}${revision}`;

const CYCLES: Readonly<Record<string, string>> = { monthly: 'P1M', annual: 'P1Y' };

/** The last day that is billed so far: the present cycle's, never past the term's. */
const cycleEndOf = (subscription: Subscription): string => {
  const { creationDate, billingCycle } = subscription;
  const begun = Temporal.Instant.from(creationDate).toZonedDateTimeISO('UTC').toPlainDate();
  const today = Temporal.Now.zonedDateTimeISO('UTC').toPlainDate();
  const cycle = Temporal.Duration.from(CYCLES[billingCycle.toLowerCase()] ?? 'P1Y');
  let ends = begun.add(cycle);
  for (let cycles = 2; Temporal.PlainDate.compare(ends, today) <= 0 && cycles < 100; cycles += 1)
    ends = begun.add({ months: cycle.months * cycles, years: cycle.years * cycles });
  const last = `${ends.subtract({ days: 1 }).toString()}T00:00:00Z`;
  return last < endOf(subscription) ? last : endOf(subscription);
};

const refundsOf = (subscription: Subscription, windowMs: number) => {
  const open = openLots(subscription, windowMs);
  return {
    totalQuantity: open.reduce((sum, { quantity }) => sum + quantity, 0),
    details: open.map((lot) => ({ quantity: lot.quantity, allowedUntilDateTime: windowEnd(lot, windowMs) })),
  };
};

const actionsOf = (subscription: Subscription, windowMs: number): string[] => {
  if (subscription.state === 'deleted') return [];
  const isOpen = Date.parse(subscription.creationDate) + windowMs > Date.now();
  return ['edit', ...(isOpen ? ['cancel'] : [])];
};

/** What the next charge is for, where nothing was scheduled: the same again. */
const nextChargeOf = ({ offerId, billingCycle, termDuration, quantity, promotionId }: Subscription) => ({
  product: { ...itemOf(offerId), billingCycle, termDuration, ...(promotionId === undefined ? {} : { promotionId }) },
  quantity,
});

export const shownSubscription = (subscription: Subscription, { cancellationWindowMs }: PartnerOptions) => {
  const { id, customerId, offerId, friendlyName, quantity, creationDate, orderId, termDuration, billingCycle, autoRenewEnabled } =
    subscription;
  const { promotionId, partnerId, state } = subscription;
  const windowEnds = after(creationDate, cancellationWindowMs);
  return {
    id,
    offerId: offerIdOf(offerId),
    offerName: itemOf(offerId).productId,
    friendlyName,
    productType: { id: 'OnlineServicesNCE', displayName: 'Online Services NCE' },
    quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: false,
    creationDate,
    // Of the day, as the vendor has it: when it was bought, the creation date says.
    effectiveStartDate: `${creationDate.slice(0, 10)}T00:00:00Z`,
    commitmentEndDate: endOf(subscription),
    commitmentEndDateTime: endOf(subscription).replace('T00:00:00Z', 'T23:59:59Z'),
    billingCycleEndDate: cycleEndOf(subscription),
    cancellationAllowedUntilDate: windowEnds,
    status: statusOf(subscription),
    ...(state === 'suspended' ? { suspensionReasons: ['PartnerSuspended'] } : {}),
    autoRenewEnabled,
    isTrial: false,
    billingType: 'license',
    billingCycle,
    termDuration,
    renewalTermDuration: termDuration,
    refundOptions: [
      { type: 'Full', expiresAfter: after(creationDate, FULL_REFUND_MS) },
      { type: 'Partial', expiresAfter: windowEnds },
    ],
    refundableQuantity: refundsOf(subscription, cancellationWindowMs),
    ...(autoRenewEnabled && state !== 'deleted' ? { nextChargeInstructions: nextChargeOf(subscription) } : {}),
    ...(promotionId === undefined ? {} : { promotionId }),
    ...(partnerId === undefined ? {} : { partnerId }),
    actions: actionsOf(subscription, cancellationWindowMs),
    isMicrosoftProduct: true,
    contractType: 'subscription',
    orderId,
    links: { self: { uri: `/customers/${customerId}/subscriptions/${id}`, method: 'GET', headers: [] } },
    attributes: { etag: etagOf(subscription), objectType: 'Subscription' },
  };
};
