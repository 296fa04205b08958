import { randomUUID } from 'node:crypto';
import { isSoldBy, offerIdOf, skuGuidOf } from './catalogue.js';
import { collection } from './collection.js';
import { lotsOf, withoutUnits } from './lots.js';
import { noticesOf } from './notices.js';
import { PartnerRefusal, type Answer } from './partner-errors.js';
import type { PartnerLedger } from './partner-ledger.js';
import { parseBody } from './parse-body.js';
import type { PartnerOptions } from './partner-options.js';
import { after, endOf, etagOf, isChanging, provisioningOf, shownSubscription, statusOf } from './subscription-view.js';
import { subscriptionChangeSchema, type SubscriptionChange } from './partner-requests.js';
import type { Customer, Notice, Order, Subscription } from './partner-resources.js';

/** A tag as a header has it, with or without its quotes. */
const tagOf = (header: string | undefined): string | undefined => header?.replace(/^W\//, '').replaceAll('"', '');

export class Subscriptions {
  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
    private readonly announce: (notices: Notice[]) => void,
  ) {}

  /** `orderId`: only what that order has bought or changed. */
  list(customer: Customer, orderId: string | null): Answer {
    const ofOrder = orderId === null ? undefined : (this.ledger.orders.get(orderId.toLowerCase())?.lines ?? []);
    const items = this.ledger
      .subscriptionsOf(customer.id)
      .filter(({ id }) => ofOrder === undefined || ofOrder.some(({ subscriptionId }) => subscriptionId === id))
      .map((each) => shownSubscription(each, this.options));
    return collection(items);
  }

  read(customer: Customer, id: string): Answer {
    return { status: 200, body: shownSubscription(this.of(customer, id), this.options) };
  }

  provisioning(customer: Customer, id: string): Answer {
    const subscription = this.of(customer, id);
    const { offerId, quantity } = subscription;
    const attributes = { objectType: 'SubscriptionProvisioningStatus' };
    const status = provisioningOf(subscription);
    return { status: 200, body: { skuId: skuGuidOf(offerId), status, quantity, endDate: endOf(subscription), attributes } };
  }

  /** `etag` is the caller's If-Match, when it sent one; some clients send the tag in the body alone. */
  change(customer: Customer, id: string, body: unknown, etag: string | undefined): Answer {
    const before = this.of(customer, id);
    const wanted = parseBody(subscriptionChangeSchema, body);
    const header = tagOf(etag);
    if (header !== undefined && header !== '*' && header !== etagOf(before)) throw new PartnerRefusal(2055, 412);
    const told = tagOf(wanted.attributes?.etag);
    if (told !== undefined && told !== etagOf(before)) throw new PartnerRefusal(2055);
    if (before.state === 'deleted') throw new PartnerRefusal(2011);
    this.refuseWhatIsNotDone(before, wanted);
    const changed = this.changed(before, wanted);
    const order = this.additionOf(before, changed);
    const readyAt = changed.changingUntil ?? new Date().toISOString();
    const notices = noticesOf(customer, { ...changed, readyAt });
    this.ledger.record({ subscriptions: [changed], orders: order ? [order] : [], notices });
    this.announce(notices);
    return { status: 200, body: shownSubscription(changed, this.options) };
  }

  private changed(before: Subscription, wanted: SubscriptionChange): Subscription {
    const now = new Date().toISOString();
    const state = this.stateAfter(before, wanted.status);
    const lots = this.lotsAfter(before, wanted.quantity ?? before.quantity, now);
    const quantity = wanted.quantity ?? before.quantity;
    const isChange =
      quantity !== before.quantity || state !== before.state || (wanted.billingCycle ?? before.billingCycle) !== before.billingCycle;
    if (isChange && isChanging(before)) throw new PartnerRefusal(900278);
    const isGrowing = quantity > before.quantity && this.options.provisioningMs > 0;
    return {
      ...before,
      quantity,
      lots,
      friendlyName: wanted.friendlyName ?? before.friendlyName,
      billingCycle: this.cycleAfter(before, wanted.billingCycle),
      autoRenewEnabled: wanted.autoRenewEnabled ?? before.autoRenewEnabled,
      partnerId: wanted.partnerId ?? before.partnerId,
      revision: before.revision + 1,
      state,
      ...(isGrowing ? { changingUntil: after(now, this.options.provisioningMs) } : {}),
    };
  }

  /** What would be done at the vendor, and isn't here, is refused: no change that was asked for is passed over. */
  private refuseWhatIsNotDone(before: Subscription, wanted: SubscriptionChange): void {
    if (wanted.scheduledNextTermInstructions !== undefined || wanted.scheduledActions !== undefined)
      throw new PartnerRefusal(900127, 400, 'This simulator schedules nothing for the next term.');
    if (wanted.offerId !== undefined && offerIdOf(wanted.offerId) !== offerIdOf(before.offerId))
      throw new PartnerRefusal(3000, 400, 'Invalid property: offerId can not be changed, a subscription is moved by a transition');
    if (wanted.termDuration !== undefined && wanted.termDuration !== before.termDuration)
      throw new PartnerRefusal(3000, 400, 'Invalid property: termDuration');
  }

  private stateAfter(before: Subscription, status: string | undefined): Subscription['state'] {
    if (status === undefined || status === statusOf(before)) return before.state;
    if (status === 'active' && before.state === 'suspended') return undefined;
    if (status === 'suspended') return 'suspended';
    if (status !== 'deleted') throw new PartnerRefusal(3000);
    if (Date.parse(before.creationDate) + this.options.cancellationWindowMs <= Date.now()) throw new PartnerRefusal(900117);
    return 'deleted';
  }

  private cycleAfter({ billingCycle, termDuration }: Subscription, wanted = billingCycle): string {
    if (!isSoldBy(termDuration, wanted)) throw new PartnerRefusal(800097);
    return wanted;
  }

  private lotsAfter(before: Subscription, quantity: number, now: string): Subscription['lots'] {
    const lots = [...lotsOf(before)];
    if (quantity === before.quantity) return lots;
    if (before.state === 'suspended') throw new PartnerRefusal(800091);
    if (quantity > (this.options.limits?.seatsPerSubscription ?? Infinity)) throw new PartnerRefusal(800067);
    if (quantity > before.quantity) return [...lots, { quantity: quantity - before.quantity, boughtAt: now }];
    const left = withoutUnits(before, before.quantity - quantity, this.options.cancellationWindowMs);
    if (!left) throw new PartnerRefusal(800090);
    return left;
  }

  /** More units are an order of their own: the first one stays as it was. */
  private additionOf(before: Subscription, changed: Subscription): Order | undefined {
    const added = changed.quantity - before.quantity;
    if (added <= 0) return undefined;
    const { id: subscriptionId, customerId, offerId, friendlyName, termDuration, billingCycle } = changed;
    const line = { subscriptionId, offerId, friendlyName, quantity: added, termDuration, billingCycle };
    return { id: randomUUID(), customerId, creationDate: new Date().toISOString(), transactionType: 'Addition', lines: [line] };
  }

  private of(customer: Customer, id: string): Subscription {
    const subscription = this.ledger.subscriptions.get(id.toLowerCase());
    if (subscription?.customerId !== customer.id) throw new PartnerRefusal(20003);
    return subscription;
  }
}
