/** The parts that we read of the vendor's resources, under the vendor's names. */
export interface PartnerCustomer {
  readonly id: string;
  readonly companyProfile: { readonly domain: string; readonly companyName?: string };
  readonly billingProfile?: { readonly email?: string; readonly companyName?: string };
}

export interface PartnerQualification {
  readonly qualification: string;
  readonly vettingStatus?: string;
  readonly vettingReason?: string;
}

export interface PartnerCart {
  readonly id: string;
  readonly status: string;
  readonly lineItems: readonly {
    readonly friendlyName?: string;
    readonly orderGroup?: string;
    readonly error?: { readonly errorCode: string | number; readonly errorDescription?: string };
  }[];
}

export interface PartnerCheckout {
  readonly orders?: readonly {
    readonly lineItems: readonly { readonly friendlyName?: string; readonly subscriptionId?: string }[];
  }[];
  readonly orderErrors?: readonly { readonly orderGroupId: string; readonly code: string | number; readonly description?: string }[];
}

export interface PartnerSubscription {
  readonly id: string;
  readonly friendlyName?: string;
  readonly quantity: number;
  readonly status: string;
  /** The order that it was bought by. */
  readonly orderId?: string;
  readonly attributes?: { readonly etag?: string };
}

/** Prices are doubles in the order's currency, and there only when they are asked for. */
export interface PartnerOrder {
  readonly currencyCode?: string;
  readonly lineItems?: readonly {
    readonly subscriptionId?: string;
    /** `extendedPrice`: of the whole line. */
    readonly pricing?: { readonly extendedPrice?: number };
  }[];
}

/** success, pending or failed; refreshed about every fifteen minutes. */
export interface PartnerProvisioning {
  readonly status: string;
}

/** An offer as the vendor sells it now. `terms` have ISO 8601 durations. */
export interface PartnerAvailability {
  readonly isPurchasable: boolean;
  readonly terms: readonly { readonly duration: string }[];
}

export interface PartnerCollection<T> {
  readonly items: readonly T[];
}
