import type { FailureCode } from '../domain/failure/failure-code.js';
import type { Holding } from '../domain/reconcile/compare-holdings.js';
import type { Qualification, QualificationFacts } from '../domain/tenant/qualification.js';

/** One line of an order, as a vendor needs to know it. Quantities are in the product's own unit. */
export interface VendorLine {
  readonly lineId: string;
  readonly planCode: string;
  readonly offerCode: string;
  readonly quantity: number;
  /** ISO 8601: P1M, P1Y, P3Y. */
  readonly termDuration: string;
  readonly billingCycle: string;
  /** What the vendor called it, once it has been asked for. */
  readonly vendorRef?: string;
}

/** An order's lines of one vendor. `basketRef` is what an earlier try left at the vendor, so that it goes on there. */
export interface VendorOrder {
  readonly orderId: string;
  /** The customer at the vendor. */
  readonly accountRef: string;
  readonly lines: readonly VendorLine[];
  readonly basketRef?: string;
}

/** Of what was bought, as the vendor tells it (instants, ISO-8601 UTC): each is absent where it tells none, and counts for more than what we compute. */
export interface VendorDates {
  readonly boughtAt?: string;
  /** From this instant on the line can't be cancelled as a whole. */
  readonly cancellableUntil?: string;
  /** The midnight after the term's last day. */
  readonly termEndsAt?: string;
}

/**
 * What the vendor says of a line now. `refused` doesn't get better by waiting: our code and the vendor's own words (cut to
 * 300 characters), and, when there is something at the vendor nonetheless (fewer units, a failed subscription), what it's
 * called there. Placing the order again tries such a line again; `cancel` with that `vendorRef` ends what there is.
 */
export type LineAtVendor =
  | ({ readonly lineId: string; readonly state: 'provisioning' | 'active'; readonly vendorRef: string } & VendorDates)
  | {
      readonly lineId: string;
      readonly state: 'refused';
      readonly failure: FailureCode;
      readonly note: string;
      readonly vendorRef?: string;
    };

/** Who a tenant at a vendor is made for. */
export interface TenantRequest {
  /** The whole name, such as acme.onmicrosoft.com. */
  readonly domain: string;
  readonly qualification: Qualification;
  readonly facts?: QualificationFacts | undefined;
  readonly company: string;
  readonly address: {
    readonly line1: string;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
    readonly country: string;
  };
  readonly contact: { readonly firstName: string; readonly lastName: string; readonly email: string; readonly phone: string };
  readonly language: string;
}

export interface AgreementSigner {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  /** Instant, ISO-8601 UTC. */
  readonly agreedAt: string;
}

/** What a vendor needs of a customer before it takes an order: an account under a domain, and an accepted agreement. */
export interface VendorTenants {
  /** True when nobody has the domain yet. */
  isFree(domain: string): Promise<boolean>;
  /** The customer of ours that has the domain; undefined when there is none, or it isn't ours to sell to. */
  find(domain: string): Promise<{ accountRef: string } | undefined>;
  /** Makes the customer. Reads first, so that a try whose answer was lost isn't made twice. Failures: tenant_domain_taken, tenant_not_eligible, vendor_*. */
  create(request: TenantRequest): Promise<{ accountRef: string }>;
  /** Accepts the agreement; one that the same person accepted before is accepted. Failures: agreement_refused, vendor_*. */
  acceptAgreement(accountRef: string, signer: AgreementSigner): Promise<void>;
  /** Whether the vendor has an accepted agreement of the account. */
  hasAgreed(accountRef: string): Promise<boolean>;
}

/** What a vendor's webhook says, once its signature holds. A hint to read again, never the truth: it may come twice, late or out of order. */
export interface VendorEvent {
  /** The same for the same event, however often it comes. */
  readonly id: string;
  readonly name: string;
  readonly accountRef?: string;
  /** The line that it's about, as the vendor calls it. */
  readonly vendorRef?: string;
  /** When it happened at the vendor. */
  readonly changedAt: string;
}

/** What a line costs us at the vendor, for all its units and one charge as it was bought (minor units). Not what a customer pays. */
export interface LineCost {
  readonly lineId: string;
  /** ISO 4217: the vendor bills us in a currency of its own choice. */
  readonly currency: string;
  readonly amountMinor: number;
}

/** Who would buy: an account at the vendor, or what is known of one that isn't made yet (country: two letters). */
export type Buyer = { readonly accountRef: string } | { readonly country: string; readonly qualification: Qualification };

/**
 * The port to whoever provisions what an order has. Each method can be repeated; each fails with an ApplicationFailure
 * whose type is one of our failure codes.
 */
export interface ProvisioningVendor {
  /** Absent where an order needs no account at the vendor. */
  readonly tenants?: VendorTenants;
  /**
   * Asks for the lines, and for those that were refused or came short at an earlier try. `remember` is told what to come back
   * to before anything is bought, also where it's what an earlier try left, and awaited; the next try must bring it as `basketRef`. It
   * fails where another try at the same time was first: then nothing is bought by this one.
   */
  place(order: VendorOrder, remember: (basketRef: string) => Promise<void>): Promise<LineAtVendor[]>;
  /** Reads how the lines stand, and changes nothing. Lines that the vendor was never asked for are left out. */
  read(order: VendorOrder): Promise<LineAtVendor[]>;
  /** What became of what an earlier try left at the vendor: still open, bought, or gone. Absent where nothing is left there. */
  basketState?(accountRef: string, basketRef: string): Promise<'open' | 'bought' | 'gone'>;
  /** The ids of the lines that the vendor doesn't sell to this buyer, as far as it says before it is asked for them. Absent where it can't be asked. */
  unsold?(buyer: Buyer, lines: readonly VendorLine[]): Promise<readonly string[]>;
  /** Reads what was bought costs us. Lines that the vendor has nothing of, or names no price for, are left out. Absent where it tells no prices. */
  costs?(accountRef: string, lines: readonly VendorLine[]): Promise<readonly LineCost[]>;
  /** All that the vendor has in the account, whoever asked for it, what has ended included as far as it still tells of it. */
  holdings(accountRef: string): Promise<readonly Holding[]>;
  /** Ends one line at the vendor; one that isn't there, or has ended, is ended. Failure: vendor_cancel_refused. */
  cancel(accountRef: string, line: VendorLine): Promise<void>;
  /** Reads a webhook; fails with webhook_refused when its signature doesn't hold or is old. Absent where the vendor sends none. */
  eventOf?(body: Buffer, signature: string): VendorEvent;
}
