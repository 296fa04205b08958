import { z } from 'zod';
import { cycleAt, endOfTerm } from './charge-cycle.js';
import { chargeLine, chargeOfLine } from './charge-lines.js';
import { windowEndOf } from './cancellation-window.js';
import { decided, totalOfLines, type Alternative, type AmountLine, type Decision } from './decision.js';
import { amountsUntil, refundLines, withoutUnits } from './refund-lines.js';
import { atRenewal, earliest, isOpen, latest, refusedAsItStands, refusedByLock, renewalLockOf } from './standing.js';
import type { SeatLot, SubscriptionFacts } from './subscription-facts.js';
import { dayAt, millisecondsOf } from './utc-day.js';

/** How many units are wanted, and when: at once, or from the next term on. */
export const seatChangeRequest = z.strictObject({
  units: z.int().min(0).max(1_000_000),
  when: z.enum(['now', 'renewal']).default('now'),
  /** Today's price of a unit and charge cycle (minor units), which more units are bought at. */
  unitPriceMinor: z.int().min(0).optional(),
  /** Of the seats in use, how many are freed with it. */
  seatsFreed: z.int().min(0).default(0),
  /** The id of the lot that more units become. */
  lotId: z.string().min(1).optional(),
});
export type SeatChangeRequest = z.infer<typeof seatChangeRequest>;

const dropped = (facts: SubscriptionFacts) => (facts.scheduledChange ? (['scheduled_change_dropped'] as const) : []);
const missing = (facts: SubscriptionFacts, { units, seatsFreed }: SeatChangeRequest): number =>
  Math.max(0, facts.unitsInUse - seatsFreed - units);

/** Units of a lot that go. */
interface Taken {
  readonly lot: SeatLot;
  readonly units: number;
}

/** The lots from which so many units are taken: those that were bought last go first, as what was there before is kept. */
export const takeUnits = (lots: readonly SeatLot[], units: number): Taken[] => {
  let left = units;
  const newestFirst = lots.map((lot, index) => ({ lot, index }));
  newestFirst.sort((a, b) => millisecondsOf(b.lot.boughtAt) - millisecondsOf(a.lot.boughtAt) || b.index - a.index);
  return newestFirst.flatMap(({ lot }) => {
    const taken = Math.min(lot.units, left);
    left -= taken;
    return taken > 0 ? [{ lot, units: taken }] : [];
  });
};

/** The lots that are left when units are taken, in their order, with what was given back of their charges. */
export const lotsWithout = (lots: readonly SeatLot[], taken: readonly Taken[], lines: readonly AmountLine[]): SeatLot[] =>
  lots.flatMap((lot) => {
    const gone = taken.find((one) => one.lot.id === lot.id);
    const rest = gone ? withoutUnits(lot, gone.units, lines) : lot;
    return rest ? [rest] : [];
  });

const moreUnits = (facts: SubscriptionFacts, request: SeatChangeRequest, now: string): Decision => {
  const { term, policy, changes } = facts;
  const after = { ...facts, units: request.units, scheduledChange: null, changes: changes + 1 };
  if (!term) return decided(facts, 'allowed', 'more_units', { effectiveAt: now, after });
  const { unitPriceMinor, lotId = `${facts.id}/${String(changes + 1)}` } = request;
  if (unitPriceMinor === undefined)
    return decided(facts, 'refused', 'no_price', { instead: [{ kind: 'ask_a_person', at: null, until: null }] });
  const bought = { id: lotId, units: request.units - facts.units, unitPriceMinor, boughtAt: now };
  const line = chargeLine(bought, { ...cycleAt(term, dayAt(now)), from: dayAt(now) });
  const lot: SeatLot = { ...bought, cancellableUntil: windowEndOf(policy.cancellation, now), charges: [chargeOfLine(line)] };
  const holds = { until: endOfTerm(term), amountsUntil: amountsUntil({ ...facts, lots: [] }, [line], now), effectiveAt: now };
  const parts = { ...holds, lines: [line], warnings: dropped(facts), after: { ...after, lots: [...facts.lots, lot] } };
  return decided(facts, 'allowed', 'more_units', parts);
};

const unitsOf = (lots: readonly SeatLot[]): number => lots.reduce((sum, { units }) => sum + units, 0);

/** Of units that may go while their lots are open: the deadline with which too few would be. */
const untilTooFew = (open: readonly SeatLot[], wanted: number): string | null => {
  const byDeadline = [...open].sort((a, b) => millisecondsOf(a.cancellableUntil) - millisecondsOf(b.cancellableUntil));
  const at = byDeadline.findIndex((_lot, index) => unitsOf(byDeadline.slice(index + 1)) < wanted);
  return byDeadline[at]?.cancellableUntil ?? null;
};

const takenBack = (facts: SubscriptionFacts, open: readonly SeatLot[], units: number, now: string) => {
  const taken = takeUnits(open, units);
  return { taken, lines: taken.flatMap((one) => refundLines(facts, one.lot, one.units, now)) };
};

/** More units are wanted back than lots are open for. */
const boundUnits = (
  facts: SubscriptionFacts,
  open: readonly SeatLot[],
  request: SeatChangeRequest,
  endsAt: string,
  now: string,
): Decision => {
  const deadlines = facts.lots.map(({ cancellableUntil }) => cancellableUntil);
  const later = atRenewal(facts, now, request.units);
  if (open.length === 0) return decided(facts, 'refused', 'window_closed', { since: latest(deadlines), until: endsAt, instead: later });
  const openDeadlines = open.map(({ cancellableUntil }) => cancellableUntil);
  const [since, until] = [earliest(deadlines), earliest([latest(openDeadlines), endsAt])];
  const totalMinor = totalOfLines(takenBack(facts, open, unitsOf(open), now).lines);
  const units = facts.units - unitsOf(open);
  const fewer: Alternative = { kind: 'fewer_units_now', at: null, until: earliest(openDeadlines), units, totalMinor };
  return decided(facts, 'refused', 'some_lots_bound', { since, until, instead: [fewer, ...later] });
};

const fewerUnits = (facts: SubscriptionFacts, request: SeatChangeRequest, now: string): Decision => {
  const { term, lots, policy } = facts;
  const seatsToFree = missing(facts, request);
  const unitsInUse = Math.max(0, facts.unitsInUse - request.seatsFreed);
  if (seatsToFree > 0)
    return decided(facts, 'refused', 'seats_in_use', {
      seatsToFree,
      instead: [{ kind: 'free_seats', at: null, until: null, units: seatsToFree }],
    });
  const after = { ...facts, units: request.units, unitsInUse, scheduledChange: null, changes: facts.changes + 1 };
  if (!term) return decided(facts, 'allowed', 'fewer_units', { effectiveAt: now, after });
  const endsAt = endOfTerm(term);
  const open = lots.filter((lot) => isOpen(facts, lot, now));
  const wanted = facts.units - request.units;
  if (!policy.cancellation.partialReduction) {
    const until = earliest(lots.map(({ cancellableUntil }) => cancellableUntil));
    const whole: Alternative[] = open.length === lots.length ? [{ kind: 'cancel_now', at: null, until }] : [];
    return decided(facts, 'refused', 'no_partial_reduction', { instead: [...whole, ...atRenewal(facts, now, request.units)] });
  }
  if (unitsOf(open) < wanted) return boundUnits(facts, open, request, endsAt, now);
  const { taken, lines } = takenBack(facts, open, wanted, now);
  const holds = { since: earliest(taken.map(({ lot }) => lot.boughtAt)), amountsUntil: amountsUntil(facts, lines, now), effectiveAt: now };
  const until = term.kind === 'extended' ? endsAt : earliest([untilTooFew(open, wanted), endsAt]);
  const parts = { ...holds, until, lines, warnings: dropped(facts), after: { ...after, lots: lotsWithout(lots, taken, lines) } };
  return decided(facts, 'allowed', 'fewer_units', parts);
};

const fromRenewalOn = (facts: SubscriptionFacts, request: SeatChangeRequest, now: string): Decision => {
  if (!facts.term) return decided(facts, 'refused', 'open_ended');
  const locked = refusedByLock(facts, now);
  if (locked) return locked;
  const until = renewalLockOf(facts);
  if (facts.renewal !== 'renew') return decided(facts, 'refused', 'renewal_off', { instead: atRenewal(facts, now) });
  const scheduledChange = { ...facts.scheduledChange, units: request.units };
  const seatsToFree = missing(facts, request);
  const warnings = seatsToFree > 0 ? (['seats_go'] as const) : [];
  const after = { ...facts, scheduledChange, changes: facts.changes + 1 };
  return decided(facts, 'scheduled', 'at_renewal', { until, effectiveAt: endOfTerm(facts.term), seatsToFree, warnings, after });
};

/**
 * Whether the number of units can be changed, and what is charged or given back (requirement B41): more at any time, as a lot of its own at
 * today's price; fewer only from lots that are still in their window, and otherwise from the next term on.
 */
export const decideSeatChange = (facts: SubscriptionFacts, request: SeatChangeRequest, now: string): Decision => {
  const standing = refusedAsItStands(facts, now);
  if (standing) return standing;
  const { units, minUnits, maxUnits, term, policy, changes } = facts;
  if (term?.kind === 'trial' && request.when === 'now')
    return decided(facts, 'refused', 'trial', { until: endOfTerm(term), instead: atRenewal(facts, now, request.units) });
  const planned = request.when === 'renewal' ? (facts.scheduledChange?.units ?? units) : units;
  if (request.units === planned) return decided(facts, 'refused', 'nothing_changes');
  if (request.units < minUnits || request.units > maxUnits) return decided(facts, 'refused', 'units_out_of_range');
  if (changes >= policy.term.changesAtMost)
    return decided(facts, 'refused', 'too_many_changes', { instead: [{ kind: 'ask_a_person', at: null, until: null }] });
  if (request.when === 'renewal') return fromRenewalOn(facts, request, now);
  return request.units > units ? moreUnits(facts, request, now) : fewerUnits(facts, request, now);
};
