import { Temporal } from 'temporal-polyfill';
import { parsed } from './customers.js';
import { PartnerRefusal, type Answer } from './partner-errors.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { subscriptionChangeSchema, type Customer, type Subscription } from './partner-resources.js';

const WINDOW_MS = 7 * 24 * 3_600_000;
const FULL_REFUND_MS = 24 * 3_600_000;

const isReady = ({ readyAt }: Subscription): boolean => Date.parse(readyAt) <= Date.now();
export const isFailed = (subscription: Subscription): boolean => subscription.outcome === 'failed' && isReady(subscription);

/** What failed stays pending here; its provisioning status is where it shows. */
export const statusOf = (subscription: Subscription): string =>
  subscription.state ?? (isReady(subscription) && subscription.outcome === 'success' ? 'active' : 'pending');

const provisioningOf = (subscription: Subscription): string => {
  if (isFailed(subscription)) return 'failed';
  return statusOf(subscription) === 'pending' ? 'pending' : 'success';
};

const after = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

const endOf = ({ creationDate, termDuration }: Subscription): string =>
  Temporal.Instant.from(creationDate).toZonedDateTimeISO('UTC').add(termDuration).toInstant().toString();

export const etagOf = ({ id, revision }: Subscription): string => `${id.slice(0, 8)}${revision}`;

export const shownSubscription = (subscription: Subscription) => {
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
    cancellationAllowedUntilDate: after(creationDate, WINDOW_MS),
    status: statusOf(subscription),
    autoRenewEnabled,
    isTrial: false,
    billingType: 'license',
    billingCycle,
    termDuration,
    refundOptions: [
      { type: 'Full', expiresAt: after(creationDate, FULL_REFUND_MS) },
      { type: 'Partial', expiresAt: after(creationDate, WINDOW_MS) },
    ],
    isMicrosoftProduct: true,
    contractType: 'subscription',
    orderId,
    attributes: { etag: etagOf(subscription), objectType: 'Subscription' },
  };
};

export class Subscriptions {
  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
  ) {}

  list(customer: Customer): Answer {
    const items = this.ledger.subscriptionsOf(customer.id).map(shownSubscription);
    return { status: 200, body: { totalCount: items.length, items, attributes: { objectType: 'Collection' } } };
  }

  read(customer: Customer, id: string): Answer {
    return { status: 200, body: shownSubscription(this.of(customer, id)) };
  }

  provisioning(customer: Customer, id: string): Answer {
    const subscription = this.of(customer, id);
    const { offerId: skuId, quantity } = subscription;
    const attributes = { objectType: 'SubscriptionProvisioningStatus' };
    return { status: 200, body: { skuId, status: provisioningOf(subscription), quantity, endDate: endOf(subscription), attributes } };
  }

  /** `etag` is the caller's If-Match, when it sent one. */
  change(customer: Customer, id: string, body: unknown, etag: string | undefined): Answer {
    const before = this.of(customer, id);
    const wanted = parsed(subscriptionChangeSchema, body);
    if (etag !== undefined && etag !== etagOf(before)) throw new PartnerRefusal(2055);
    if (before.state === 'deleted') throw new PartnerRefusal(2011);
    const state = this.stateAfter(before, wanted.status);
    const quantity = this.quantityAfter(before, wanted.quantity ?? before.quantity);
    const isGrowing = quantity > before.quantity;
    const changed: Subscription = {
      ...before,
      quantity,
      autoRenewEnabled: wanted.autoRenewEnabled ?? before.autoRenewEnabled,
      revision: before.revision + 1,
      ...(isGrowing ? { readyAt: after(new Date().toISOString(), this.options.provisioningMs), outcome: 'success' } : {}),
      ...(state ? { state } : { state: undefined }),
    };
    this.ledger.record({ subscriptions: [changed] });
    return { status: 200, body: shownSubscription(changed) };
  }

  private stateAfter(before: Subscription, status: string | undefined): Subscription['state'] {
    if (status === undefined || status === statusOf(before)) return before.state;
    if (status === 'active' && before.state === 'suspended') return undefined;
    if (status === 'suspended') return 'suspended';
    if (status !== 'deleted') throw new PartnerRefusal(3000);
    if (isPastWindow(before)) throw new PartnerRefusal(900117);
    return 'deleted';
  }

  private quantityAfter(before: Subscription, quantity: number): number {
    if (quantity === before.quantity) return quantity;
    if (before.state === 'suspended') throw new PartnerRefusal(800091);
    if (quantity < before.quantity && isPastWindow(before)) throw new PartnerRefusal(800090);
    const most = this.options.limits?.seatsPerSubscription ?? Infinity;
    if (quantity > most) throw new PartnerRefusal(800067);
    return quantity;
  }

  private of(customer: Customer, id: string): Subscription {
    const subscription = this.ledger.subscriptions.get(id);
    if (subscription?.customerId !== customer.id) throw new PartnerRefusal(20003);
    return subscription;
  }
}

const isPastWindow = ({ creationDate }: Subscription): boolean => Date.parse(creationDate) + WINDOW_MS <= Date.now();
