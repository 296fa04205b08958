import { z } from 'zod';
import { billingCycles } from './charge-cycle.js';
import { windowClocks } from './cancellation-window.js';

/** `prorated-by-hour` counts hours that are wholly unused. */
export const refundRules = ['full', 'prorated-by-day', 'prorated-by-hour', 'none'] as const;
export type RefundRule = (typeof refundRules)[number];

/** What a cancellation is once the window is closed: refused, as the whole term is charged; the term's last day; or at once, without a refund. */
export const afterWindowRules = ['keep-and-charge', 'end-of-term', 'immediate'] as const;

const hours = z.int().min(0).max(87_600);
const basisPoints = z.int().min(0).max(100_000);
const date = z.iso.date();

/** How what was bought can be given back (requirement B46). */
const cancellationRules = z.object({
  code: z.string().optional(),
  windowHours: hours,
  windowClock: z.enum(windowClocks),
  refundRule: z.enum(refundRules),
  /** From the purchase, within which the refund is a full one whatever the rule. */
  fullRefundHours: hours.default(0),
  afterWindow: z.enum(afterWindowRules),
  /** Whether single units can be given back, or the whole alone. */
  partialReduction: z.boolean().default(true),
});

/** How it changes and renews. What a row was bought with before a setting was there has the value that held then. */
const termRules = z.object({
  code: z.string().optional(),
  upgradeAllowed: z.boolean(),
  downgradeMidTerm: z.boolean().default(false),
  longerTermMidTerm: z.boolean().default(true),
  coTermination: z.boolean().default(true),
  renewalNoticeDays: z.array(z.int().min(1).max(1_000)).default([]),
  /** For terms of at most a month. */
  shortTermNoticeDays: z.array(z.int().min(1).max(27)).default([3]),
  /** How long before the end of the term nothing about its renewal can be changed any more. */
  renewalLockHours: hours.default(24),
  /** How long before that lock a saved card is charged for the renewal. */
  renewalChargeHours: hours.default(72),
  /** The vendor works on one change at a time, for so long at most. */
  operationHours: hours.default(24),
  /** How long after the end of a term the vendor may take to renew it. */
  renewalHours: hours.default(24),
  /** Changes of one subscription beyond which the vendor may fail. */
  changesAtMost: z.int().min(1).default(1_200),
  /** Added to the price of the monthly term where a term is extended month by month, in hundredths of a percent; none: it can't be. */
  extendedTermRateBp: basisPoints.default(0),
  /** The same, added to a month's part of the renewal's price where there is no monthly term. */
  extendedTermWithoutMonthlyRateBp: basisPoints.default(2_300),
  /** Only for terms that were bought, and that end, on a date or later. */
  extendedTermBoughtFrom: date.nullable().default(null),
  extendedTermEndingFrom: date.nullable().default(null),
  /** What a trial becomes. */
  trialTermDuration: z.string().default('P1Y'),
  trialBillingCycle: z.enum(billingCycles).default('monthly'),
  /** Codes of the plans that it can be upgraded to within the term. */
  upgradeTargets: z.array(z.string()).default([]),
});

/**
 * The rules that something was bought under, kept with it: what the catalogue says later is for those who buy later. Keys that are no
 * rule (the offer's code) are left out.
 */
export const subscriptionPolicy = z.object({ cancellation: cancellationRules, term: termRules });
export type SubscriptionPolicy = z.infer<typeof subscriptionPolicy>;
