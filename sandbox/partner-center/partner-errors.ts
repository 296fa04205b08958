/** The vendor's documented error codes that a purchase can meet, with the status that each comes with. */
export const partnerErrors = {
  1000: [404, 'Not found'],
  2002: [400, 'Subscription quantity is not within minimum and maximum allowed quantity'],
  2011: [400, 'Subscription with deleted status cannot be updated'],
  2054: [400, 'The billing cycle is not supported for this offer'],
  2055: [400, 'Etag is no longer valid'],
  2085: [403, 'The offer is not eligible for purchase'],
  2091: [403, 'The offer is no longer available for purchase'],
  3000: [400, 'Invalid property'],
  13605: [403, 'The customer must accept the Microsoft Customer Agreement before this purchase can be completed'],
  20002: [403, 'The partner has no commerce relationship with the customer'],
  20003: [404, 'Subscription not found'],
  60003: [404, 'Tenant not found'],
  600051: [400, 'Customer phone number is missing'],
  600061: [400, 'A partner confirmed agreement already exists for the customer.'],
  800001: [401, 'Partner Token missing in request context'],
  800002: [400, 'Invalid request input'],
  800003: [500, 'Unexpected service error'],
  800004: [400, 'Invalid offer Id'],
  800005: [500, 'Create order is not successful'],
  800008: [404, 'Unable to retrieve cart Id'],
  800009: [400, 'Error in Cart item(s)'],
  800010: [400, 'Inventory is not available for this catalog item'],
  800017: [400, 'The quantity is not available for this catalog item'],
  800018: [400, 'The sandbox limit has been met'],
  800020: [403, 'The catalog item is not eligible for purchase'],
  800023: [403, 'You are not eligible for this transaction because of your Credit Line'],
  800024: [400, 'You are not eligible for this transaction'],
  800060: [409, 'Your order is in progress. Please check your order history for recent orders in few minutes'],
  800064: [409, 'Cart is being processed by another request'],
  800065: [400, 'The cart has already been submitted'],
  800066: [403, 'The desired number of subscriptions exceeded the maximum number of subscriptions allowed per customer'],
  800067: [403, 'The desired seat count exceeded the maximum seat count allowed per subscription'],
  800069: [403, 'Order failed Risk Management check'],
  800070: [400, 'Offer is not available in the specified country'],
  800073: [403, 'Your customer account is currently under review'],
  800075: [403, 'Your customer account was not approved'],
  800086: [400, 'Customer tenant does not have required tags for the offer'],
  800088: [403, 'The requested number of seats exceeded the remaining limit of seats allowed per subscription'],
  800090: [400, 'Subscription quantity cannot be decreased'],
  800091: [400, 'Cannot update a subscription with suspended status'],
  800097: [400, 'The billing cycle is not valid for this subscription'],
  900117: [400, 'You have passed your 7-day cancellation window. We are unable to cancel your purchase'],
  900118: [400, 'Invalid Customer Id'],
  900121: [403, 'Unable to process order due to insufficient credit limit'],
  900127: [400, 'This operation is not supported in this environment'],
  900278: [409, 'Another operation on this subscription is pending'],
  900420: [403, 'The sign-in of the application with a user is needed'],
} as const satisfies Record<number, readonly [status: number, description: string]>;

/** What a line of a cart is marked with when the cart is made. */
export const cartErrors = {
  10000: 'The currency is not supported for the given market',
  10001: 'The catalog item id is not valid',
  10002: 'There is not enough quota available',
  10003: 'Inventory is not available for the selected offer',
  10004: 'Setting participants is not supported for the partner',
  10005: 'The participants are not valid',
  10006: 'Unable to process the cart line item',
  10007: 'The subscription is not valid',
  10008: 'The subscription is not enabled for reservations',
  10009: 'The sandbox limit has been exceeded',
  10010: 'Invalid input',
  10011: 'The subscription is not registered',
  10012: 'The attestation has not been accepted',
  10013: 'The provisioning context is not valid',
  10014: 'The term is not valid',
  10015: 'The quantity exceeds the seats that are allowed per subscription',
  10016: 'The promotion is not valid',
  10017: 'The custom term end date is not valid',
  10018: 'The renewal instructions are not valid',
  10019: 'The line can not be combined with the others',
  500600: 'The cart line item could not be validated',
} as const satisfies Record<number, string>;

export type CartErrorCode = keyof typeof cartErrors;
export const cartErrorCodes = Object.keys(cartErrors).map(Number) as CartErrorCode[];

export type PartnerErrorCode = keyof typeof partnerErrors;

export const partnerErrorCodes = Object.keys(partnerErrors).map(Number) as PartnerErrorCode[];

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Refuses as the vendor does; the handler of the call turns it into its answer. */
export class PartnerRefusal extends Error {
  constructor(
    readonly code: PartnerErrorCode,
    readonly status: number = partnerErrors[code][0],
    description: string = partnerErrors[code][1],
  ) {
    super(description);
  }
}

export const errorAnswer = (status: number, code: number | string, description: string): Answer => ({
  status,
  body: { code, description, data: [], source: 'PartnerCenterSimulator' },
});

export const throttled = (seconds: number): Answer => ({
  status: 429,
  body: { code: 429, description: `Rate limit is exceeded. Try again in ${seconds} seconds.`, data: [], source: 'PartnerCenterSimulator' },
  headers: { 'retry-after': String(seconds) },
});
