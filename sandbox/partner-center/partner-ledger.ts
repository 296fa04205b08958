import { join } from 'node:path';
import { ChangeLog } from '../change-log.js';
import type { Agreement, Cart, Customer, Notice, Subscription } from './partner-resources.js';

/** What one piece of work has changed. */
export interface Change {
  customers?: Customer[];
  agreements?: Agreement[];
  carts?: Cart[];
  subscriptions?: Subscription[];
  notices?: Notice[];
  registrations?: { partner: string; webhookUrl: string }[];
}

/** What the vendor knows. */
export class PartnerLedger {
  readonly customers = new Map<string, Customer>();
  readonly agreements = new Map<string, Agreement[]>();
  readonly carts = new Map<string, Cart>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly notices = new Map<string, Notice>();
  readonly webhookUrls = new Map<string, string>();
  private readonly log: ChangeLog<Change>;
  private readonly byDomain = new Map<string, Customer>();
  private readonly byCustomer = new Map<string, Set<string>>();

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

  /** An order has one subscription: each line of a cart is an order of its own. */
  subscriptionOfOrder(customerId: string, orderId: string): Subscription | undefined {
    return this.subscriptionsOf(customerId).find((each) => each.orderId === orderId);
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
      this.subscriptions,
      this.notices,
      this.webhookUrls,
      this.byDomain,
      this.byCustomer,
    ])
      part.clear();
  }

  close(): void {
    this.log.close();
  }

  private apply({ customers, agreements, carts, subscriptions, notices, registrations }: Change): void {
    for (const customer of customers ?? []) {
      this.customers.set(customer.id, customer);
      this.byDomain.set(customer.companyProfile.domain, customer);
    }
    for (const agreement of agreements ?? [])
      this.agreements.set(agreement.customerId, [...this.agreementsOf(agreement.customerId), agreement]);
    for (const cart of carts ?? []) this.carts.set(cart.id, cart);
    for (const subscription of subscriptions ?? []) {
      this.subscriptions.set(subscription.id, subscription);
      const known = this.byCustomer.get(subscription.customerId);
      if (known) known.add(subscription.id);
      else this.byCustomer.set(subscription.customerId, new Set([subscription.id]));
    }
    for (const notice of notices ?? []) this.notices.set(notice.id, notice);
    for (const { partner, webhookUrl } of registrations ?? []) this.webhookUrls.set(partner, webhookUrl);
  }
}
