import { noticesOf } from './notices.js';
import { PartnerRefusal, type Answer } from './partner-errors.js';
import type { PartnerLedger } from './partner-ledger.js';
import { parseBody } from './parse-body.js';
import type { PartnerOptions } from './partner-options.js';
import { after, endOf, etagOf, provisioningOf, shownSubscription, statusOf } from './subscription-view.js';
import { subscriptionChangeSchema } from './partner-requests.js';
import type { Customer, Notice, Subscription } from './partner-resources.js';

export class Subscriptions {
  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
    private readonly announce: (notices: Notice[]) => void,
  ) {}

  list(customer: Customer): Answer {
    const items = this.ledger.subscriptionsOf(customer.id).map((each) => shownSubscription(each, this.options));
    return { status: 200, body: { totalCount: items.length, items, attributes: { objectType: 'Collection' } } };
  }

  read(customer: Customer, id: string): Answer {
    return { status: 200, body: shownSubscription(this.of(customer, id), this.options) };
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
    const wanted = parseBody(subscriptionChangeSchema, body);
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
    const notices = noticesOf(customer, { ...changed, readyAt: isGrowing ? changed.readyAt : new Date().toISOString() });
    this.ledger.record({ subscriptions: [changed], notices });
    this.announce(notices);
    return { status: 200, body: shownSubscription(changed, this.options) };
  }

  private stateAfter(before: Subscription, status: string | undefined): Subscription['state'] {
    if (status === undefined || status === statusOf(before)) return before.state;
    if (status === 'active' && before.state === 'suspended') return undefined;
    if (status === 'suspended') return 'suspended';
    if (status !== 'deleted') throw new PartnerRefusal(3000);
    if (this.isPastWindow(before)) throw new PartnerRefusal(900117);
    return 'deleted';
  }

  private quantityAfter(before: Subscription, quantity: number): number {
    if (quantity === before.quantity) return quantity;
    if (before.state === 'suspended') throw new PartnerRefusal(800091);
    if (quantity < before.quantity && this.isPastWindow(before)) throw new PartnerRefusal(800090);
    const most = this.options.limits?.seatsPerSubscription ?? Infinity;
    if (quantity > most) throw new PartnerRefusal(800067);
    return quantity;
  }

  private isPastWindow({ creationDate }: Subscription): boolean {
    return Date.parse(creationDate) + this.options.cancellationWindowMs <= Date.now();
  }

  private of(customer: Customer, id: string): Subscription {
    const subscription = this.ledger.subscriptions.get(id);
    if (subscription?.customerId !== customer.id) throw new PartnerRefusal(20003);
    return subscription;
  }
}
