/** Limits of the vendor's own sandbox: 75 customers, 5 subscriptions a customer, 25 seats a subscription. */
export const SANDBOX_LIMITS = { customers: 75, subscriptionsPerCustomer: 5, seatsPerSubscription: 25 };

const WEEK_MS = 7 * 24 * 3_600_000;

/** What the vendor documents, where nothing else is asked for. */
export const documentedOptions = {
  provisioningMs: 0,
  requestsPerMinute: 500,
  cartLivesMs: WEEK_MS,
  cancellationWindowMs: WEEK_MS,
  currency: 'EUR',
  prices: {},
  repeatedCheckout: 'result',
  orderGroups: 'as-asked',
  qualificationFields: true,
  tokenSeconds: 3_600,
} as const;

export interface PartnerOptions {
  folder: string;
  /** 0 takes a free one. */
  port: number;
  /** A token is this key, or begins with it and a dot: each token is a partner with customers of its own. */
  apiKey: string;
  webhookSecret: string;
  /** Where events go that no registration sends elsewhere. */
  webhookUrl?: string;
  /** How long a subscription is pending when nothing else was ordered; 0 is active at once. */
  provisioningMs: number;
  /** Requests for subscriptions, a minute and customer; the vendor documents 500. */
  requestsPerMinute: number;
  /** Carts expire; 7 days at the vendor. */
  cartLivesMs: number;
  /** How long after its purchase a subscription can be cancelled; 7 days at the vendor. */
  cancellationWindowMs: number;
  /** In which the partner is billed. */
  currency: string;
  /** What a unit costs the partner at each charge, by catalogItemId, where it isn't what price-list.ts says; null where the vendor says nothing. */
  prices: Readonly<Record<string, number | null>>;
  /** What a second checkout of a cart is answered: its result once more, or that it was submitted. The vendor documents both. */
  repeatedCheckout: 'result' | 'refused';
  /** Whether the vendor puts a cart's lines into the groups that are asked for, or all into one. */
  orderGroups: 'as-asked' | 'one';
  /** Whether a qualification needs what the vendor documents for it: an education's segment, a government's validation code. */
  qualificationFields: boolean;
  /** How long a token is good that was got for the application's secret, the API key. */
  tokenSeconds: number;
  limits?: typeof SANDBOX_LIMITS;
}
