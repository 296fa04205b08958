import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LicenceVendorActivities, MailActivities, StoreActivities } from './contracts/activities.js';
import type { OrderStoreActivities, OrderVendorActivities, PaymentActivities } from './contracts/purchase.js';
import { fenced, fencedCalls } from './frame/fence.js';

// Which failures no retry brings to another end, the activities say themselves: a list of them here would be in each history, once for each call.

/**
 * Short database writes. Local, because a round trip through the engine costs more than the write.
 * Retried without end: the database comes back, and the work waits for it, however long that takes. A retry
 * that is 10 s away is a durable timer, so a long outage holds neither the workflow task nor the worker's shutdown.
 */
export const shortWrites = {
  startToCloseTimeout: '10s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' },
} as const;
export const store = fenced(proxyLocalActivities<StoreActivities>(shortWrites));
export const orderStore = fenced(proxyLocalActivities<OrderStoreActivities>(shortWrites));

/** A worker says this often that it is still at a call (it does by itself); another one takes over from a worker that has died. */
const HEARTBEAT = '10s';

/**
 * SMTP. A greylisting server answers within minutes, a broken one within hours; after four hours a
 * message is late enough that the emergency address is better. A refusal (5xx) isn't tried again.
 */
export const mail = proxyActivities<MailActivities>({
  startToCloseTimeout: '30s',
  heartbeatTimeout: HEARTBEAT,
  scheduleToCloseTimeout: '4 hours',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

/**
 * A licence vendor's API: safe to repeat, as each call carries the licence's own reference. An hour
 * of trying covers throttling and restarts; then a person should know.
 */
export const licenceVendor = proxyActivities<LicenceVendorActivities>({
  startToCloseTimeout: '20s',
  heartbeatTimeout: HEARTBEAT,
  scheduleToCloseTimeout: '1 hour',
  // What is under way is awaited before it is taken back.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '2 minutes',
  },
});

/**
 * Vendors of purchases. Each call reads before it repeats what can't be taken back, so it may be tried again; the account's
 * provisioning at the vendor takes up to half a minute. After an hour a person should know.
 */
export const orderVendors = fencedCalls(
  proxyActivities<OrderVendorActivities>({
    startToCloseTimeout: '60s',
    heartbeatTimeout: HEARTBEAT,
    scheduleToCloseTimeout: '1 hour',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '2 minutes' },
  }),
);

/** The card processor: each call carries an idempotency key. What is under way is awaited before it is undone, or a hold could outlive it. */
export const payments = fencedCalls(
  proxyActivities<PaymentActivities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout: HEARTBEAT,
    scheduleToCloseTimeout: '1 hour',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
  }),
);
