import { randomUUID } from 'node:crypto';
import type { PartnerFault } from './fault-schema.js';
import type { Customer, Notice, Subscription } from './partner-resources.js';

type WebhookFault = Extract<PartnerFault, { mode: 'webhook' }>;

const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** So long after the newer event that the older one surely arrives behind it. */
const OVERTAKEN_MS = 1_500;

/** The events that tell of a subscription's end of provisioning, one unless something else was ordered. */
export const noticesOf = (customer: Customer, subscription: Subscription, fault?: WebhookFault): Notice[] => {
  const { readyAt, creationDate } = subscription;
  const notice = (changes: Partial<Notice> = {}): Notice => ({
    id: randomUUID(),
    partner: customer.partner,
    customerId: customer.id,
    subscriptionId: subscription.id,
    changedAt: readyAt,
    dueAt: readyAt,
    delivery: 'once',
    ...changes,
  });
  switch (fault?.delivery) {
    case 'never':
      return [];
    case 'twice':
      return [notice(), notice()];
    case 'late':
      return [notice({ dueAt: later(readyAt, fault.ms) })];
    case 'out-of-order':
      return [notice(), notice({ changedAt: creationDate, dueAt: later(readyAt, OVERTAKEN_MS) })];
    case 'forged':
      return [notice({ delivery: 'forged', dueAt: creationDate, changedAt: creationDate }), notice()];
    default:
      return [notice()];
  }
};
