import { orderEnds, type OrderLineState, type OrderState } from '../order/order.js';
import { isLiving, type SubscriptionState } from '../subscription/subscription.js';
import type { DifferenceCause, DifferenceDetail, Differs, Unnamed } from './difference.js';

/** What a vendor has in an account. `suspended` and `provisioning` are there, and billed. Instants are ISO-8601 UTC. */
export interface Holding {
  readonly vendorRef: string;
  /** The id of ours that it carries: a line's or, of what was assigned, the subscription's. Absent where it carries none. */
  readonly ownId?: string | undefined;
  readonly state: 'provisioning' | 'active' | 'suspended' | 'ended';
  /** Absent where the vendor doesn't say it. */
  readonly units?: number | undefined;
  readonly termEndsAt?: string | undefined;
}

/** A subscription of ours in that account. */
export interface OurSubscription {
  readonly id: string;
  readonly vendorRef: string | null;
  readonly state: SubscriptionState;
  readonly units: number;
  readonly termEndsAt: string | null;
  readonly version: string;
}

/** A line that was to be bought in that account. */
export interface OurLine {
  readonly id: string;
  readonly lineNumber: number;
  readonly state: OrderLineState;
  readonly vendorRef: string | null;
  readonly orderId: string;
  readonly orderState: OrderState;
  readonly version: string;
}

/** The vendor counts whole days, and where it told no date we counted to the second: less than this is the same date. */
const SAME_DATE_MS = 36 * 3_600_000;

const lives = ({ state }: Holding): boolean => state !== 'ended';

const differ = (
  cause: DifferenceCause,
  row: { version: string },
  subjectId: string,
  object: string,
  detail: DifferenceDetail,
): Differs => ({
  cause,
  subjectId,
  object,
  version: row.version,
  detail,
});

/** What a process changes at this moment is that process' matter; what has failed waits for somebody already. */
const atRest: readonly SubscriptionState[] = ['active', 'suspended'];

const ofSubscription = (ours: OurSubscription, held: Holding | undefined): Differs[] => {
  const say = (cause: DifferenceCause, detail: DifferenceDetail = {}) =>
    differ(cause, ours, ours.id, ours.id, { vendorRef: held?.vendorRef ?? ours.vendorRef, ...detail });
  if (!isLiving(ours.state)) return held && lives(held) ? [say('lives_at_vendor', { state: ours.state })] : [];
  if (!atRest.includes(ours.state)) return [];
  if (!held) return [say('missing_at_vendor')];
  if (held.state === 'ended') return [say('ended_at_vendor')];
  const found: Differs[] = [];
  if (held.state === 'suspended' && ours.state === 'active') found.push(say('suspended_at_vendor'));
  if (held.state === 'active' && held.units !== undefined && held.units !== ours.units)
    found.push(say('units_differ', { ours: ours.units, theirs: held.units }));
  if (held.termEndsAt !== undefined && ours.termEndsAt !== null) {
    const apart = Math.abs(Date.parse(held.termEndsAt) - Date.parse(ours.termEndsAt));
    if (apart > SAME_DATE_MS) found.push(say('term_differs', { ours: ours.termEndsAt, theirs: held.termEndsAt }));
  }
  return found;
};

/** What no subscription of ours is, by the line whose id it carries. */
const ofLine = (line: OurLine, held: Holding): Differs[] => {
  // While the order is under way it is that order's matter; what was given up is known to whoever gave it up.
  if (!(orderEnds as readonly OrderState[]).includes(line.orderState) || line.state === 'not_cancelled') return [];
  const detail = { vendorRef: held.vendorRef, line: line.lineNumber, units: held.units ?? null };
  const cause = line.state === 'active' ? 'bought_twice' : 'left_at_vendor';
  return [differ(cause, line, line.orderId, held.vendorRef, detail)];
};

/**
 * Compares what a vendor has in an account with what we have there, both ways. The vendor's own id decides; the id of ours that a holding
 * carries says whose it is where no row has the vendor's. What carries none, or one that isn't ours, is somebody else's.
 */
export const compareHoldings = (
  held: readonly Holding[],
  subscriptions: readonly OurSubscription[],
  lines: readonly OurLine[],
): { differences: Differs[]; unnamed: Unnamed[] } => {
  const byRef = new Map(held.map((each) => [each.vendorRef, each]));
  const named = new Set<string>();
  const differences = subscriptions.flatMap((ours) => {
    const there = (ours.vendorRef === null ? undefined : byRef.get(ours.vendorRef)) ?? held.find(({ ownId }) => ownId === ours.id);
    if (there) named.add(there.vendorRef);
    return ofSubscription(ours, there);
  });
  const unnamed: Unnamed[] = [];
  for (const each of held) {
    if (named.has(each.vendorRef) || !lives(each)) continue;
    const line = lines.find(({ id }) => id === each.ownId);
    if (line) differences.push(...ofLine(line, each));
    else unnamed.push({ cause: 'unknown_subscription', object: each.vendorRef, detail: { units: each.units ?? null, state: each.state } });
  }
  return { differences, unnamed };
};
