import { z } from 'zod';
import { billingCycles, cycleAt, termKinds } from './charge-cycle.js';
import { subscriptionPolicy } from './policy.js';
import { subscriptionStates } from './subscription.js';
import { dayOf } from './utc-day.js';

export const renewalChoices = ['renew', 'end', 'extend'] as const;
export type RenewalChoice = (typeof renewalChoices)[number];

const date = z.iso.date();
const instant = z.iso.datetime({ precision: 3 });
const minor = z.int().min(0);
const units = z.int().min(0).max(1_000_000);

/** One charge of a lot: for which days, both included, at which price, and what was given back of it. */
const lotCharge = z
  .strictObject({
    id: z.string().min(1),
    from: date,
    through: date,
    /** Days of the whole charge cycle, which the unit's price is for. */
    cycleDays: z.int().min(1),
    units,
    unitPriceMinor: minor,
    amountMinor: minor,
    refundedMinor: minor.default(0),
  })
  .refine(({ amountMinor, refundedMinor }) => refundedMinor <= amountMinor, 'more is given back than was charged')
  .refine(({ from, through }) => from <= through, 'a charge ends before it begins');
export type LotCharge = z.infer<typeof lotCharge>;

/** Units that were bought together, at one price for each unit and charge cycle, with a deadline of their own. */
const seatLot = z.strictObject({
  id: z.string().min(1),
  /** What is left of it. */
  units: units.min(1),
  unitPriceMinor: minor,
  /** The vendor's instant. */
  boughtAt: instant,
  /** From this instant on it can't be given back. What the vendor told; until then what was computed. */
  cancellableUntil: instant,
  /** In order, without a gap, from the day on which it was bought. */
  charges: z.array(lotCharge).default([]),
});
export type SeatLot = z.infer<typeof seatLot>;

const term = z.strictObject({
  kind: z.enum(termKinds).default('regular'),
  startsOn: date,
  endsOn: date,
  anchor: date,
  termDuration: z.string().regex(/^P[1-9]\d{0,2}[DMY]$/),
  billingCycle: z.enum(billingCycles),
});

/** What is to change when the term ends; what isn't named stays. */
const scheduledChange = z.strictObject({
  units: units.min(1).optional(),
  planCode: z.string().min(1).optional(),
  termDuration: term.shape.termDuration.optional(),
  billingCycle: z.enum(billingCycles).optional(),
  /** A last day that the vendor lists for the next term. */
  endsOn: date.optional(),
});
export type ScheduledChange = z.infer<typeof scheduledChange>;

/** What somebody wants done before the renewal lock, as *next due* knows it; it is decided again then. */
const intent = z.strictObject({ id: z.string().min(1), firesAt: instant });

const fields = z.strictObject({
  id: z.string().min(1),
  planCode: z.string().min(1),
  state: z.enum(subscriptionStates),
  currency: z.string().regex(/^[A-Z]{3}$/),
  units,
  /** Seats that somebody holds. */
  unitsInUse: units.default(0),
  minUnits: units.min(1).default(1),
  maxUnits: units.min(1).default(1_000_000),
  /** Null of what is open-ended: assigned, without a price. */
  term: term.nullable(),
  /** The instant of the first purchase, by the vendor; renewals don't move it. */
  boughtAt: instant,
  lots: z.array(seatLot),
  renewal: z.enum(renewalChoices).default('renew'),
  scheduledChange: scheduledChange.nullable().default(null),
  intents: z.array(intent).default([]),
  promotionId: z.string().nullable().default(null),
  /** Since when the vendor works on a change; null where it doesn't. */
  pendingSince: instant.nullable().default(null),
  /** How often it was changed. */
  changes: z.int().min(0).default(0),
  policy: subscriptionPolicy,
});
export type SubscriptionFacts = z.infer<typeof fields>;

const add = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** What doesn't fit together in it, in words; undefined where everything does. */
const faultOf = ({ term: agreed, lots, units: all }: SubscriptionFacts): string | undefined => {
  if (!agreed) return lots.length > 0 ? 'what has no term has no lots' : undefined;
  if (add(lots.map((lot) => lot.units)) !== all) return 'the units of its lots are not its units';
  if (agreed.endsOn < agreed.startsOn) return 'its term ends before it begins';
  try {
    cycleAt(agreed, dayOf(agreed.endsOn));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
};

/**
 * All that a decision about a subscription needs to know of it, as plain data: what the rows and the vendor say. Who asks isn't in it, so
 * everybody gets the same answer. Instants are ISO-8601 UTC with milliseconds, dates UTC days, amounts the currency's minor unit.
 */
export const subscriptionFacts = fields.superRefine((facts, context) => {
  const fault = faultOf(facts);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});
