/** How a customer came to what it has: its reseller assigned the plan, or the customer bought it in the marketplace. */
export const subscriptionSources = ['assigned', 'bought'] as const;
export type SubscriptionSource = (typeof subscriptionSources)[number];

/**
 * `scheduled`: waits for its start date. `failed`: refused for good, a person retries or gives up. `suspended`: no access, still billed.
 * Three ends: `ended` was taken back, `cancelled` was left by its customer, `expired` came to the end of its term.
 */
export const subscriptionStates = [
  'scheduled',
  'provisioning',
  'active',
  'failed',
  'suspended',
  'ending',
  'ended',
  'cancelled',
  'expired',
] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

export const subscriptionTransitions: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  scheduled: ['provisioning', 'ended'],
  provisioning: ['active', 'failed', 'ended'],
  active: ['provisioning', 'suspended', 'ending', 'cancelled', 'expired'],
  failed: ['provisioning', 'active', 'ended'],
  suspended: ['active', 'ending', 'cancelled', 'expired'],
  ending: ['ended', 'cancelled', 'active', 'failed'],
  ended: [],
  cancelled: [],
  expired: [],
};

/** The states from which nothing comes any more. */
export const subscriptionEnds = ['ended', 'cancelled', 'expired'] as const satisfies readonly SubscriptionState[];

/** Whether a customer has it, has it soon, or is losing it: it takes a place on its pages. */
export const isLiving = (state: SubscriptionState): boolean => !(subscriptionEnds as readonly SubscriptionState[]).includes(state);

/** Whether a seat of it may be given to somebody (requirement B14): it is there or will be, and isn't on its way out. */
export const takesSeats = (state: SubscriptionState): boolean => isLiving(state) && state !== 'ending';

/** How many seats may be in use: what is there and will be there, so the lesser of the units now and those that are asked for. */
export const usableUnits = ({ units, targetUnits }: { readonly units: number; readonly targetUnits: number }): number =>
  Math.min(units, targetUnits);
