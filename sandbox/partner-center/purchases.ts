import { randomUUID } from 'node:crypto';
import type { Availabilities } from './availabilities.js';
import { isMarked, subjectOfLine, type Carts } from './carts.js';
import { collection } from './collection.js';
import { noticesOf } from './notices.js';
import { shownOrder, shownOrderProvisioning } from './order-view.js';
import { PartnerRefusal, partnerErrors, type Answer, type PartnerErrorCode } from './partner-errors.js';
import type { PartnerFaults } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import type { Cart, CartLine, Customer, Notice, Order, OrderError, OrderLine, Subscription } from './partner-resources.js';
import { isFailed } from './subscription-view.js';

export interface PurchaseParts {
  ledger: PartnerLedger;
  options: PartnerOptions;
  faults: PartnerFaults;
  availabilities: Availabilities;
  carts: Carts;
  /** Sends what has become due. */
  announce: (notices: Notice[]) => void;
}

interface Bought {
  lines: CartLine[];
  orders: Order[];
  subscriptions: Subscription[];
  notices: Notice[];
}

const lineOf = (subscription: Subscription): OrderLine => {
  const { id, offerId, friendlyName, quantity, termDuration, billingCycle, promotionId } = subscription;
  return { subscriptionId: id, offerId, friendlyName, quantity, termDuration, billingCycle, ...(promotionId ? { promotionId } : {}) };
};

/** What checking carts out makes: of each group of lines one order, or one refusal. */
export class Purchases {
  constructor(private readonly parts: PurchaseParts) {}

  readOrder({ id }: Customer, orderId: string, withPrice: boolean): Answer {
    return { status: 200, body: this.shown(this.order(id, orderId), withPrice) };
  }

  listOrders({ id }: Customer, withPrice: boolean): Answer {
    return collection(this.parts.ledger.ordersOf(id).map((order) => this.shown(order, withPrice)));
  }

  orderProvisioning({ id }: Customer, orderId: string): Answer {
    return collection(shownOrderProvisioning(this.order(id, orderId), this.known));
  }

  /** Checking out again repeats what was bought, and tries again what failed; or is refused, where the vendor is told to. */
  checkOut(customer: Customer, cartId: string): Answer {
    const { ledger, options, carts } = this.parts;
    const cart = carts.find(customer, cartId);
    if (ledger.agreementsOf(customer.id).length === 0) throw new PartnerRefusal(13605);
    if (cart.status === 'Ordered' && options.repeatedCheckout === 'refused') throw new PartnerRefusal(800065);
    if (cart.lineItems.some(isMarked)) throw new PartnerRefusal(800009);
    const groups = [...new Set(cart.lineItems.map(({ orderGroup }) => orderGroup))];
    const bought = groups.map((group) =>
      this.buy(
        customer,
        cart.lineItems.filter(({ orderGroup }) => orderGroup === group),
      ),
    );
    const lineItems = cart.lineItems.map(({ id }) => bought.flatMap(({ lines }) => lines).find((line) => line.id === id)!);
    const subscriptions = bought.flatMap((each) => each.subscriptions);
    const isOrdered = cart.status === 'Ordered' || subscriptions.length > 0;
    const kept: Cart = { ...cart, lineItems, status: isOrdered ? 'Ordered' : 'Active' };
    const notices = bought.flatMap((each) => each.notices);
    const isChanged = JSON.stringify(kept) !== JSON.stringify(cart) || subscriptions.length > 0;
    if (isChanged) ledger.record({ carts: [kept], orders: bought.flatMap(({ orders }) => orders), subscriptions, notices });
    this.parts.announce(notices);
    return { status: 201, body: this.result(kept) };
  }

  /** A group is bought whole or not at all. */
  private buy(customer: Customer, lines: CartLine[]): Bought {
    const before = lines.map(({ subscriptionId }) => this.known(subscriptionId ?? ''));
    const open = lines.filter((_line, index) => !before[index] || isFailed(before[index]));
    if (open.length === 0) return { lines, orders: [], subscriptions: [], notices: [] };
    const code = open.map((line) => this.refusalOf(customer, line)).find((each) => each !== undefined);
    if (code) {
      const error = { errorCode: code, errorDescription: partnerErrors[code][1] };
      return { lines: lines.map((line) => (open.includes(line) ? { ...line, error } : line)), orders: [], subscriptions: [], notices: [] };
    }
    const orderId = before.find((each) => each)?.orderId ?? randomUUID();
    const made = new Map(open.map((line) => [line, this.made(customer, line, orderId)]));
    const subscriptions = [...made.values()];
    const order = this.parts.ledger.orders.get(orderId) ?? {
      id: orderId,
      customerId: customer.id,
      creationDate: subscriptions[0]!.creationDate,
      transactionType: 'New' as const,
      lines: subscriptions.map(lineOf),
    };
    return {
      lines: lines.map(({ error: _mended, ...line }, index) => ({
        ...line,
        subscriptionId: (made.get(lines[index]!) ?? before[index])!.id,
      })),
      orders: [order],
      subscriptions,
      notices: open.flatMap((line) =>
        noticesOf(customer, made.get(line)!, this.parts.faults.ofLine('webhook', subjectOfLine(customer, line))),
      ),
    };
  }

  private made(customer: Customer, line: CartLine, orderId: string): Subscription {
    const { options, faults } = this.parts;
    const before = this.known(line.subscriptionId ?? '');
    const told = faults.ofLine('provisioning', subjectOfLine(customer, line));
    const now = Date.now();
    const creationDate = before?.creationDate ?? new Date(now).toISOString();
    const quantity = Math.min(told?.quantity ?? line.quantity, line.quantity);
    return {
      id: before?.id ?? randomUUID(),
      customerId: customer.id,
      orderId,
      offerId: line.catalogItemId,
      friendlyName: line.friendlyName ?? line.catalogItemId,
      quantity,
      lots: [{ quantity, boughtAt: creationDate }],
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      creationDate,
      readyAt: new Date(now + (told?.ms ?? options.provisioningMs)).toISOString(),
      outcome: told?.outcome ?? 'success',
      autoRenewEnabled: true,
      revision: (before?.revision ?? 0) + 1,
      ...(line.promotionId === undefined ? {} : { promotionId: line.promotionId }),
    };
  }

  private refusalOf(customer: Customer, line: CartLine): PartnerErrorCode | undefined {
    const { ledger, options, availabilities, faults } = this.parts;
    const told = faults.ofLine('refuse', subjectOfLine(customer, line))?.code;
    if (told) return told;
    if (!availabilities.isSoldTo(customer, line.catalogItemId)) return 800086;
    if (!options.limits) return undefined;
    return ledger.subscriptionsOf(customer.id).length >= options.limits.subscriptionsPerCustomer ? 800066 : undefined;
  }

  private readonly known = (subscriptionId: string): Subscription | undefined => this.parts.ledger.subscriptions.get(subscriptionId);

  private shown(order: Order, withPrice = false) {
    return shownOrder(order, this.known, this.parts.options, withPrice);
  }

  private order(customerId: string, orderId: string): Order {
    const order = this.parts.ledger.orders.get(orderId.toLowerCase());
    if (order?.customerId !== customerId) throw new PartnerRefusal(1000);
    return order;
  }

  private result({ lineItems }: Cart): { orders: object[]; orderErrors: OrderError[]; attributes: object } {
    const { ledger } = this.parts;
    const ids = new Set(lineItems.flatMap(({ subscriptionId }) => this.known(subscriptionId ?? '')?.orderId ?? []));
    const refused = new Map(lineItems.flatMap((line) => (line.error ? [[line.orderGroup, line.error] as const] : [])));
    return {
      orders: [...ids].map((id) => this.shown(ledger.orders.get(id)!)),
      orderErrors: [...refused].map(([orderGroupId, { errorCode, errorDescription }]) => ({
        orderGroupId,
        code: errorCode,
        description: errorDescription,
      })),
      attributes: { objectType: 'CartCheckoutResult' },
    };
  }
}
