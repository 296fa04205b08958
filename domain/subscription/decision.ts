import type { Share } from '../money/prorate.js';
import type { SubscriptionFacts } from './subscription-facts.js';

/** Of the rules in this folder; a receipt names it. It grows when an amount, a date or an outcome changes for the same facts. */
export const RULES_VERSION = 1;

/** `scheduled`: nothing is done or charged before `effectiveAt`. */
export const outcomes = ['allowed', 'scheduled', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why something is refused that has nothing to do with what is asked: how the subscription stands. */
export const standingReasons = [
  'not_there_yet',
  'not_active',
  'suspended',
  'ending',
  'already_over',
  'operation_pending',
  'renewal_under_way',
] as const;

export const reasons = [
  ...standingReasons,
  // a cancellation
  'in_window',
  'window_closed',
  'some_lots_bound',
  'ends_with_term',
  'ends_without_refund',
  'extended_term',
  'open_ended',
  'trial',
  // a change of units
  'more_units',
  'fewer_units',
  'nothing_changes',
  'units_out_of_range',
  'no_partial_reduction',
  'seats_in_use',
  'too_many_changes',
  // a change of plan or term
  'upgraded',
  'longer_term',
  'not_an_upgrade',
  'upgrade_not_offered',
  'not_with_more_units',
  'shorter_term',
  'longer_term_not_offered',
  'billing_at_renewal',
  'other_end_date',
  'other_currency',
  'no_co_termination',
  // the end of a term
  'at_renewal',
  'renewal_off',
  'renewal_locked',
  'ends_already',
  'renewal_set',
  'extension_not_offered',
  'cannot_be_taken_back',
  'renews',
  'expires',
  'extends',
  'no_price',
  // a charge within the term
  'charges_due',
  'nothing_due',
] as const;
export type Reason = (typeof reasons)[number];

/** What is done besides, and can surprise: said before it is confirmed. */
export const warnings = [
  'scheduled_change_dropped',
  'promotion_lost',
  'access_ends_at_once',
  'cannot_be_undone',
  'seats_go',
  'price_changes',
] as const;
export type Warning = (typeof warnings)[number];

/** What is possible instead of what was refused. */
export const alternativeKinds = [
  'reactivate',
  'wait',
  'ask_a_person',
  'cancel_now',
  'fewer_units_now',
  'change_at_renewal',
  'turn_renewal_on',
  'end_with_term',
  'extend_month_to_month',
  'cancel_after_conversion',
  'upgrade_now',
  'free_seats',
] as const;

export interface Alternative {
  readonly kind: (typeof alternativeKinds)[number];
  /** When it takes effect; null: at once. */
  readonly at: string | null;
  /** The instant from which it isn't possible any more; null: open. */
  readonly until: string | null;
  /** Units that would be left, or that are meant. */
  readonly units?: number;
  /** What it costs, or gives back below none (minor units). */
  readonly totalMinor?: number;
}

/** An amount of one lot, with what it was computed from. A refund is below none and names the charge that it gives back a part of. */
export interface AmountLine extends Share {
  readonly kind: 'charge' | 'refund';
  readonly lotId: string;
  readonly chargeId: string;
  /** Dates by UTC, both included. */
  readonly from: string;
  readonly through: string;
  readonly per: 'day' | 'hour';
  readonly amountMinor: number;
  /** "10050 × 1 × 19 / 31 = 6159.677… → 6160", in minor units. */
  readonly arithmetic: string;
}

export interface Decision {
  readonly rules: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** Since when and until when this answer holds (ISO-8601 UTC): at `until` it is another one. Null where no date changes it. */
  readonly since: string | null;
  readonly until: string | null;
  /** When the amounts change though the answer doesn't: what is shown holds until then. Null where nothing is charged or given back now. */
  readonly amountsUntil: string | null;
  /** When it takes effect; null of what is refused. */
  readonly effectiveAt: string | null;
  readonly currency: string;
  /** What is charged and given back when it takes effect. */
  readonly lines: readonly AmountLine[];
  readonly totalMinor: number;
  /** What is still to be charged to the end of the term, of a subscription that can't be left. */
  readonly owed: readonly AmountLine[];
  readonly owedMinor: number;
  /** Of seats that people hold, how many would have to be freed. */
  readonly seatsToFree: number;
  readonly warnings: readonly Warning[];
  readonly instead: readonly Alternative[];
  /** What the subscription is once it is carried out; null of what is refused. */
  readonly after: SubscriptionFacts | null;
  /** What the units are part of now, where they leave the subscription for another plan. */
  readonly into: SubscriptionFacts | null;
}

export const totalOfLines = (lines: readonly Pick<AmountLine, 'amountMinor'>[]): number =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

type Parts = Partial<Omit<Decision, 'rules' | 'outcome' | 'reason' | 'currency' | 'totalMinor' | 'owedMinor'>>;

const NOTHING = { since: null, until: null, amountsUntil: null, effectiveAt: null, seatsToFree: 0, after: null, into: null } as const;

export const decided = (facts: Pick<SubscriptionFacts, 'currency'>, outcome: Outcome, reason: Reason, parts: Parts = {}): Decision => {
  const { lines = [], owed = [], warnings: told = [], instead = [], ...rest } = parts;
  const amounts = { currency: facts.currency, lines, totalMinor: totalOfLines(lines), owed, owedMinor: totalOfLines(owed) };
  return { rules: RULES_VERSION, outcome, reason, ...NOTHING, ...rest, ...amounts, warnings: told, instead };
};
