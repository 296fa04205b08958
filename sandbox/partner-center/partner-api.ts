import type { IncomingMessage } from 'node:http';
import type { Availabilities } from './availabilities.js';
import type { Carts } from './carts.js';
import { AGREEMENT_TEMPLATE, type Customers } from './customers.js';
import type { Operation } from './fault-schema.js';
import { PartnerRefusal, throttled, type Answer } from './partner-errors.js';
import type { FaultSubject } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { uncapitalised } from './partner-requests.js';
import type { Route } from './partner-routes.js';
import type { Purchases } from './purchases.js';
import type { Subscriptions } from './subscriptions.js';

export interface PartnerCall extends Route {
  partner: string;
  /** An application alone may not give a customer its qualification. */
  withUser: boolean;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

interface Lines {
  lineItems?: { catalogItemId?: string; friendlyName?: string }[];
}

const MINUTE_MS = 60_000;
/** What the vendor limits by customer. It counts orders apart from subscriptions; here they count together, which is stricter. */
const LIMITED: readonly Operation[] = [
  'read-order',
  'list-orders',
  'read-order-provisioning',
  'list-subscriptions',
  'read-subscription',
  'change-subscription',
  'read-provisioning',
];

/** The API without HTTP: whom a call is about, whether it's one too many, and who answers it. */
export class PartnerApi {
  private readonly counted = new Map<string, { since: number; calls: number }>();

  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
    private readonly customers: Customers,
    private readonly carts: Carts,
    private readonly purchases: Purchases,
    private readonly subscriptions: Subscriptions,
    private readonly availabilities: Availabilities,
  ) {}

  /** What faults are matched with. */
  subjectOf({ operation, domain, customerId, itemId, productId, body, query }: PartnerCall): FaultSubject {
    const customer = this.ledger.customers.get(customerId ?? '');
    const asked = uncapitalised(body) as { companyProfile?: { domain?: string } } & Lines;
    const searched = /"value":"([^"]+\.[^"]+)"/i.exec(query.get('filter') ?? '')?.[1];
    const lines = (this.ledger.carts.get(itemId ?? '') ?? asked ?? {}).lineItems ?? [];
    const bought = this.boughtBy(itemId ?? '');
    return {
      operation,
      customerId,
      domain: domain ?? customer?.companyProfile.domain ?? asked?.companyProfile?.domain?.toLowerCase() ?? searched?.toLowerCase(),
      offers: [
        ...lines.map(({ catalogItemId }) => catalogItemId ?? ''),
        ...bought.map(({ offerId }) => offerId),
        ...(productId ? [productId] : []),
      ],
      lines: [...lines, ...bought].map(({ friendlyName }) => friendlyName ?? ''),
    };
  }

  /** A subscription, or the lines of an order. */
  private boughtBy(id: string): { offerId: string; friendlyName?: string }[] {
    const subscription = this.ledger.subscriptions.get(id.toLowerCase());
    return subscription ? [subscription] : (this.ledger.orders.get(id.toLowerCase())?.lines ?? []);
  }

  perform(call: PartnerCall): Answer {
    const { operation, partner, domain = '', itemId = '', productId = '', skuId = '', body, query } = call;
    const own = () => this.customers.own(partner, call.customerId ?? '');
    const withPrice = query.get('include_price')?.toLowerCase() === 'true';
    switch (operation) {
      case 'check-domain':
        return { status: this.customers.isTaken(domain) ? 200 : 404 };
      case 'read-agreement-template':
        return template();
      case 'create-customer':
        return this.customers.create(partner, body);
      case 'find-customers':
        return this.customers.find(partner, query, continuationOf(call));
      case 'read-customer':
        return this.customers.read(own());
      case 'create-agreement':
        return this.customers.agree(own(), body);
      case 'read-agreements':
        return this.customers.agreements(own());
      case 'set-qualification':
        if (!call.withUser) throw new PartnerRefusal(900420);
        return this.customers.qualify(own(), body);
      case 'read-qualifications':
        return this.customers.qualifications(own());
      case 'create-cart':
        return this.carts.create(own(), body);
      case 'read-cart':
        return this.carts.read(own(), itemId);
      case 'replace-cart':
        return this.carts.replace(own(), itemId, body);
      case 'checkout':
        return this.purchases.checkOut(own(), itemId);
      case 'read-order':
        return this.purchases.readOrder(own(), itemId, withPrice);
      case 'list-orders':
        return this.purchases.listOrders(own(), withPrice);
      case 'read-order-provisioning':
        return this.purchases.orderProvisioning(own(), itemId);
      case 'list-subscriptions':
        return this.subscriptions.list(own(), query.get('order_id'));
      case 'read-subscription':
        return this.subscriptions.read(own(), itemId);
      case 'read-provisioning':
        return this.subscriptions.provisioning(own(), itemId);
      case 'read-availabilities':
        return this.availabilities.ofCustomer(own(), productId, skuId);
      case 'read-country-availabilities':
        return this.availabilities.ofCountry(productId, skuId, query.get('country') ?? '', query.get('targetSegment'));
      case 'change-subscription':
        return this.subscriptions.change(own(), itemId, body, call.headers['if-match']);
    }
  }

  /** The vendor's own limit: so many requests for orders and subscriptions, a minute and customer. */
  throttle({ operation, customerId = '' }: PartnerCall): Answer | undefined {
    if (!LIMITED.includes(operation)) return undefined;
    const now = Date.now();
    const before = this.counted.get(customerId);
    const window = before && now - before.since < MINUTE_MS ? before : { since: now, calls: 0 };
    window.calls += 1;
    this.counted.set(customerId, window);
    if (window.calls <= this.options.requestsPerMinute) return undefined;
    return throttled(Math.ceil((window.since + MINUTE_MS - now) / 1000));
  }
}

const continuationOf = ({ headers }: PartnerCall): string | undefined => {
  const token = headers['ms-continuationtoken'];
  return typeof token === 'string' ? token : undefined;
};

const template = (): Answer => ({
  status: 200,
  body: {
    totalCount: 1,
    items: [{ templateId: AGREEMENT_TEMPLATE, agreementType: 'MicrosoftCustomerAgreement', versionRank: 0 }],
    attributes: { objectType: 'Collection' },
  },
});
