import { join } from 'node:path';
import { ChangeLog } from '../change-log.js';
import type { Agreement, Cart, Customer, Notice, Order, Subscription } from './partner-resources.js';

/** What one piece of work has changed. */
export interface Change {
  customers?: Customer[];
  agreements?: Agreement[];
  carts?: Cart[];
  orders?: Order[];
  subscriptions?: Subscription[];
  notices?: Notice[];
  registrations?: { partner: string; webhookUrl: string }[];
}

/** What the vendor knows. */
export class PartnerLedger {
  readonly customers = new Map<string, Customer>();
  readonly agreements = new Map<string, Agreement[]>();
  readonly carts = new Map<string, Cart>();
  readonly orders = new Map<string, Order>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly notices = new Map<string, Notice>();
  readonly webhookUrls = new Map<string, string>();
  private readonly log: ChangeLog<Change>;
  private readonly byDomain = new Map<string, Customer>();
  private readonly byCustomer = new Map<string, Set<string>>();
  private readonly ordersByCustomer = new Map<string, Set<string>>();

  constructor(folder: string) {
    this.log = new ChangeLog<Change>(join(folder, 'ledger.jsonl'), (change) => this.apply(change));
  }

  customerOf(domain: string): Customer | undefined {
    return this.byDomain.get(domain.toLowerCase());
  }

  agreementsOf(customerId: string): Agreement[] {
    return this.agreements.get(customerId) ?? [];
  }

  subscriptionsOf(customerId: string): Subscription[] {
    const ids = this.byCustomer.get(customerId) ?? [];
    return [...ids].map((id) => this.subscriptions.get(id)!);
  }

  ordersOf(customerId: string): Order[] {
    return [...(this.ordersByCustomer.get(customerId) ?? [])].map((id) => this.orders.get(id)!);
  }

  record(change: Change): void {
    this.log.add(change);
    this.apply(change);
  }

  clear(): void {
    this.log.clear();
    for (const part of [
      this.customers,
      this.agreements,
      this.carts,
      this.orders,
      this.subscriptions,
      this.notices,
      this.webhookUrls,
      this.byDomain,
      this.byCustomer,
      this.ordersByCustomer,
    ])
      part.clear();
  }

  close(): void {
    this.log.close();
  }

  private apply({ customers, agreements, carts, orders, subscriptions, notices, registrations }: Change): void {
    for (const customer of customers ?? []) {
      this.customers.set(customer.id, customer);
      this.byDomain.set(customer.companyProfile.domain, customer);
    }
    for (const agreement of agreements ?? [])
      this.agreements.set(agreement.customerId, [...this.agreementsOf(agreement.customerId), agreement]);
    for (const cart of carts ?? []) this.carts.set(cart.id, cart);
    for (const order of orders ?? []) {
      this.orders.set(order.id, order);
      keepUnder(this.ordersByCustomer, order.customerId, order.id);
    }
    for (const subscription of subscriptions ?? []) {
      this.subscriptions.set(subscription.id, subscription);
      keepUnder(this.byCustomer, subscription.customerId, subscription.id);
      // What was written before orders were kept by themselves has one for each subscription.
      if (!this.orders.has(subscription.orderId)) this.apply({ orders: [orderOf(subscription)] });
    }
    for (const notice of notices ?? []) this.notices.set(notice.id, notice);
    for (const { partner, webhookUrl } of registrations ?? []) this.webhookUrls.set(partner, webhookUrl);
  }
}

const keepUnder = (index: Map<string, Set<string>>, key: string, id: string): void => {
  const known = index.get(key);
  if (known) known.add(id);
  else index.set(key, new Set([id]));
};

const orderOf = (subscription: Subscription): Order => {
  const {
    id: subscriptionId,
    orderId,
    customerId,
    creationDate,
    offerId,
    friendlyName,
    quantity,
    termDuration,
    billingCycle,
  } = subscription;
  const line = { subscriptionId, offerId, friendlyName, quantity, termDuration, billingCycle };
  return { id: orderId, customerId, creationDate, transactionType: 'New', lines: [line] };
};
