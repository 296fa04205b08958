import { randomUUID } from 'node:crypto';
import type { Availabilities } from './availabilities.js';
import { isSoldBy } from './catalogue.js';
import { parseBody } from './parse-body.js';
import { cartErrors, PartnerRefusal, type Answer, type CartErrorCode } from './partner-errors.js';
import type { FaultSubject, PartnerFaults } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { cartSchema } from './partner-requests.js';
import type { Cart, CartLine, Customer } from './partner-resources.js';
import { shownCart } from './purchase-view.js';

/** The vendor sells its business plans to 300 seats; ours are told apart by how their codes begin. */
const mostSeats = (offer: string): number => (offer.startsWith('M365-B') ? 300 : 100_000);

interface CartParts {
  ledger: PartnerLedger;
  options: PartnerOptions;
  faults: PartnerFaults;
  availabilities: Availabilities;
}

export const subjectOfLine = ({ id, companyProfile }: Customer, line: Pick<CartLine, 'catalogItemId' | 'friendlyName'>): FaultSubject => ({
  domain: companyProfile.domain,
  customerId: id,
  offers: [line.catalogItemId],
  lines: [line.friendlyName ?? ''],
});

/** Whether a line was marked when its cart was made; what a checkout says of a line has other codes. */
export const isMarked = ({ error }: CartLine): boolean => error !== undefined && Object.hasOwn(cartErrors, error.errorCode);

/** Carts: what is to be bought, and what of it can't be. */
export class Carts {
  constructor(private readonly parts: CartParts) {}

  create(customer: Customer, body: unknown): Answer {
    const { lineItems } = parseBody(cartSchema, body);
    const now = Date.now();
    const cart: Cart = {
      id: randomUUID(),
      customerId: customer.id,
      creationTimestamp: new Date(now).toISOString(),
      expirationTimestamp: new Date(now + this.parts.options.cartLivesMs).toISOString(),
      status: 'Active',
      lineItems: lineItems.map((line) => this.checked(customer, line)),
    };
    this.parts.ledger.record({ carts: [cart] });
    return { status: 201, body: shownCart(cart) };
  }

  /** Puts other lines into a cart that wasn't checked out. */
  replace(customer: Customer, cartId: string, body: unknown): Answer {
    const cart = this.find(customer, cartId);
    if (cart.status === 'Ordered') throw new PartnerRefusal(800065);
    const { lineItems } = parseBody(cartSchema, body);
    const replaced: Cart = { ...cart, lineItems: lineItems.map((line) => this.checked(customer, line)) };
    this.parts.ledger.record({ carts: [replaced] });
    return { status: 200, body: shownCart(replaced) };
  }

  read(customer: Customer, cartId: string): Answer {
    return { status: 200, body: shownCart(this.find(customer, cartId)) };
  }

  find(customer: Customer, cartId: string): Cart {
    const cart = this.parts.ledger.carts.get(cartId.toLowerCase());
    if (cart?.customerId !== customer.id || Date.parse(cart.expirationTimestamp) <= Date.now()) throw new PartnerRefusal(800008);
    return cart;
  }

  /** With its group, and marked where it can't be bought. What only the vendor says of a line isn't taken from the caller. */
  private checked(customer: Customer, { error: _theirs, subscriptionId: _inside, currencyCode: _too, ...line }: Checkable): CartLine {
    const orderGroup = this.parts.options.orderGroups === 'one' ? '0' : (line.orderGroup ?? String(line.id));
    const code = this.parts.faults.ofLine('mark', subjectOfLine(customer, line))?.code ?? this.wrongWith(line);
    return { ...line, orderGroup, ...(code ? { error: { errorCode: code, errorDescription: cartErrors[code] } } : {}) };
  }

  private wrongWith({ catalogItemId, quantity, termDuration, billingCycle }: Checkable): CartErrorCode | undefined {
    const { availabilities, options } = this.parts;
    if (!availabilities.isKnown(catalogItemId)) return 10001;
    if (!isSoldBy(termDuration, billingCycle)) return 10014;
    const limit = options.limits?.seatsPerSubscription ?? Infinity;
    if (quantity > limit) return 10009;
    return quantity > mostSeats(catalogItemId) ? 10015 : undefined;
  }
}

type Checkable = ReturnType<typeof cartSchema.parse>['lineItems'][number];
