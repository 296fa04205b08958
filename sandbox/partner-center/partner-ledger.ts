import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agreement, Cart, Customer, Notice, Subscription } from './partner-resources.js';

/** What one piece of work has changed; it's one line of the log, so that a kill leaves all of it or nothing. */
export interface Change {
  customers?: Customer[];
  agreements?: Agreement[];
  carts?: Cart[];
  subscriptions?: Subscription[];
  notices?: Notice[];
  registrations?: { partner: string; webhookUrl: string }[];
}

/** What the vendor knows, as a log that is read at start. A last line cut short by a kill is left out. */
export class PartnerLedger {
  readonly customers = new Map<string, Customer>();
  readonly agreements = new Map<string, Agreement[]>();
  readonly carts = new Map<string, Cart>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly notices = new Map<string, Notice>();
  readonly webhookUrls = new Map<string, string>();
  private readonly file: string;
  private readonly byDomain = new Map<string, Customer>();
  private readonly byCustomer = new Map<string, Set<string>>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'ledger.jsonl');
    if (!existsSync(this.file)) return;
    const text = readFileSync(this.file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') this.apply(JSON.parse(line) as Change);
    if (whole.length < text.length) truncateSync(this.file, Buffer.byteLength(whole));
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
    appendFileSync(this.file, `${JSON.stringify(change)}\n`);
    this.apply(change);
  }

  clear(): void {
    writeFileSync(this.file, '');
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
