import type { z } from 'zod';
import type { agreementSchema, cartSchema, customerSchema } from './partner-requests.js';

export interface Customer extends z.infer<typeof customerSchema> {
  id: string;
  /** Which partner's it is; others don't see it, and its domain is taken for them. */
  partner: string;
  createdAt: string;
  qualification?: {
    qualification: string;
    educationSegment?: string;
    website?: string;
    vettingStatus: 'Approved' | 'InReview' | 'Denied';
    vettingReason?: string;
  };
}

export interface Agreement extends z.infer<typeof agreementSchema> {
  customerId: string;
  userId: string;
}

export interface OrderError {
  orderGroupId: string;
  code: number;
  description: string;
}

export type CartLine = z.infer<typeof cartSchema>['lineItems'][number] & {
  orderGroup: string;
  error?: { errorCode: number; errorDescription: string };
  /** Once it is bought. */
  subscriptionId?: string;
};

/** One line of an order, as it was bought: nothing that happens to its subscription later changes it. */
export interface OrderLine {
  subscriptionId: string;
  offerId: string;
  friendlyName: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  promotionId?: string;
}

export interface Order {
  id: string;
  customerId: string;
  creationDate: string;
  /** New: subscriptions were bought. Otherwise a subscription got more units. */
  transactionType: 'New' | 'Addition';
  lines: OrderLine[];
}

/** Units that were bought together; they can be given back within a window of their own. */
export interface Lot {
  quantity: number;
  boughtAt: string;
}

export interface Cart {
  id: string;
  customerId: string;
  creationTimestamp: string;
  expirationTimestamp: string;
  status: 'Active' | 'Ordered';
  lineItems: CartLine[];
}

export interface Subscription {
  id: string;
  customerId: string;
  orderId: string;
  offerId: string;
  friendlyName: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  creationDate: string;
  /** Pending until then. */
  readyAt: string;
  outcome: 'success' | 'failed';
  state?: 'suspended' | 'deleted';
  autoRenewEnabled: boolean;
  revision: number;
  lots: Lot[];
  promotionId?: string;
  partnerId?: string;
  /** Until then more units are being set up, beside those that there are; nothing else can be changed meanwhile. */
  changingUntil?: string;
}

/** An event on its way to the partner. */
export interface Notice {
  id: string;
  partner: string;
  customerId: string;
  subscriptionId: string;
  changedAt: string;
  dueAt: string;
  delivery: 'once' | 'forged';
  sentAt?: string;
}
