import { randomUUID } from 'node:crypto';
import type { Availabilities } from './availabilities.js';
import { parseBody } from './parse-body.js';
import { noticesOf } from './notices.js';
import { PartnerRefusal, partnerErrors, type Answer, type PartnerErrorCode } from './partner-errors.js';
import type { FaultSubject, PartnerFaults } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { cartSchema } from './partner-requests.js';
import type { Cart, CartLine, Customer, Notice, OrderError, Subscription } from './partner-resources.js';
import { shownCart, shownOrder, shownOrderWithPrice } from './purchase-view.js';
import { isFailed } from './subscription-view.js';

/** The vendor sells its business plans to 300 seats; ours are told apart by how their codes begin. */
const mostSeats = (offer: string): number => (offer.startsWith('M365-B') ? 300 : 100_000);

export interface PurchaseParts {
  ledger: PartnerLedger;
  options: PartnerOptions;
  faults: PartnerFaults;
  availabilities: Availabilities;
  /** Sends what has become due. */
  announce: (notices: Notice[]) => void;
}

interface Bought {
  line: CartLine;
  subscription?: Subscription;
  notices: Notice[];
}

/** Carts and what checking them out makes. A line is an order group of its own, so that each can fail alone. */
export class Purchases {
  constructor(private readonly parts: PurchaseParts) {}

  createCart(customer: Customer, body: unknown): Answer {
    const { lineItems } = parseBody(cartSchema, body);
    const now = Date.now();
    const cart: Cart = {
      id: randomUUID(),
      customerId: customer.id,
      creationTimestamp: new Date(now).toISOString(),
      expirationTimestamp: new Date(now + this.parts.options.cartLivesMs).toISOString(),
      status: 'Active',
      lineItems: lineItems.map((line) => ({ ...line, orderGroup: String(line.id) })),
    };
    this.parts.ledger.record({ carts: [cart] });
    return { status: 201, body: shownCart(cart) };
  }

  readCart(customer: Customer, cartId: string): Answer {
    return { status: 200, body: shownCart(this.cart(customer, cartId)) };
  }

  readOrder({ id }: Customer, orderId: string, withPrice: boolean): Answer {
    const subscription = this.parts.ledger.subscriptionOfOrder(id, orderId);
    if (!subscription) throw new PartnerRefusal(1000);
    return { status: 200, body: withPrice ? shownOrderWithPrice(subscription, this.parts.options) : shownOrder(subscription) };
  }

  /** Checking out again repeats what was bought, and tries again what failed. */
  checkOut(customer: Customer, cartId: string): Answer {
    const { ledger } = this.parts;
    const cart = this.cart(customer, cartId);
    if (ledger.agreementsOf(customer.id).length === 0) throw new PartnerRefusal(13605);
    const bought = cart.lineItems.map((line) => this.buy(customer, line));
    const subscriptions = bought.flatMap(({ subscription }) => (subscription ? [subscription] : []));
    const notices = bought.flatMap((each) => each.notices);
    const isOrdered = cart.status === 'Ordered' || subscriptions.length > 0;
    const kept: Cart = { ...cart, lineItems: bought.map(({ line }) => line), status: isOrdered ? 'Ordered' : 'Active' };
    const isChanged = JSON.stringify(kept) !== JSON.stringify(cart) || subscriptions.length > 0;
    if (isChanged) ledger.record({ carts: [kept], subscriptions, notices });
    this.parts.announce(notices);
    return { status: 201, body: this.result(kept) };
  }

  private buy(customer: Customer, line: CartLine): Bought {
    const { ledger, options, faults } = this.parts;
    const before = line.subscriptionId ? ledger.subscriptions.get(line.subscriptionId) : undefined;
    if (before && !isFailed(before)) return { line, notices: [] };
    const subject: FaultSubject = {
      domain: customer.companyProfile.domain,
      customerId: customer.id,
      offers: [line.catalogItemId],
      lines: [line.friendlyName ?? ''],
    };
    const code = faults.ofLine('refuse', subject)?.code ?? this.limitOf(customer, line);
    if (code) return { line: { ...line, error: { errorCode: code, errorDescription: partnerErrors[code][1] } }, notices: [] };
    const told = faults.ofLine('provisioning', subject);
    const now = Date.now();
    const subscription: Subscription = {
      id: before?.id ?? randomUUID(),
      customerId: customer.id,
      orderId: before?.orderId ?? randomUUID(),
      offerId: line.catalogItemId,
      friendlyName: line.friendlyName ?? line.catalogItemId,
      quantity: Math.min(told?.quantity ?? line.quantity, line.quantity),
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      creationDate: before?.creationDate ?? new Date(now).toISOString(),
      readyAt: new Date(now + (told?.ms ?? options.provisioningMs)).toISOString(),
      outcome: told?.outcome ?? 'success',
      autoRenewEnabled: true,
      revision: (before?.revision ?? 0) + 1,
    };
    const { error: _mended, ...rest } = line;
    const notices = noticesOf(customer, subscription, faults.ofLine('webhook', subject));
    return { line: { ...rest, subscriptionId: subscription.id }, subscription, notices };
  }

  private limitOf(customer: Customer, line: CartLine): PartnerErrorCode | undefined {
    const { ledger, options, availabilities } = this.parts;
    if (!availabilities.isSoldTo(customer, line.catalogItemId)) return 800086;
    const seats = Math.min(mostSeats(line.catalogItemId), options.limits?.seatsPerSubscription ?? Infinity);
    if (line.quantity > seats) return 800067;
    if (!options.limits) return undefined;
    return ledger.subscriptionsOf(customer.id).length >= options.limits.subscriptionsPerCustomer ? 800066 : undefined;
  }

  private cart(customer: Customer, cartId: string): Cart {
    const cart = this.parts.ledger.carts.get(cartId);
    if (cart?.customerId !== customer.id || Date.parse(cart.expirationTimestamp) <= Date.now()) throw new PartnerRefusal(800008);
    return cart;
  }

  private result({ lineItems }: Cart): { orders: object[]; orderErrors: OrderError[]; attributes: object } {
    const orders = lineItems.flatMap(({ subscriptionId }) => {
      const subscription = this.parts.ledger.subscriptions.get(subscriptionId ?? '');
      return subscription ? [shownOrder(subscription)] : [];
    });
    const orderErrors = lineItems.flatMap(({ orderGroup, error }) =>
      error ? [{ orderGroupId: orderGroup, code: error.errorCode, description: error.errorDescription }] : [],
    );
    return { orders, orderErrors, attributes: { objectType: 'CartCheckoutResult' } };
  }
}
