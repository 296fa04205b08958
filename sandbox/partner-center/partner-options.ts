/** Limits of the vendor's own sandbox: 75 customers, 5 subscriptions a customer, 25 seats a subscription. */
export const SANDBOX_LIMITS = { customers: 75, subscriptionsPerCustomer: 5, seatsPerSubscription: 25 };

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
  limits?: typeof SANDBOX_LIMITS;
}
