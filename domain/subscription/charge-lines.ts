import { arithmeticOf, prorate } from '../money/prorate.js';
import { cyclesFrom, type ChargeCycle } from './charge-cycle.js';
import type { AmountLine } from './decision.js';
import type { LotCharge, SeatLot, SubscriptionFacts } from './subscription-facts.js';
import { dateOf, dayAt, dayOf, type UtcDay } from './utc-day.js';

/** The charge of units for the days of a cycle that are billed. */
export const chargeLine = (lot: Pick<SeatLot, 'id' | 'units' | 'unitPriceMinor'>, { from, to, cycleDays }: ChargeCycle): AmountLine => {
  const { id: lotId, units, unitPriceMinor } = lot;
  const [first, through] = [dateOf(from), dateOf(to - 1)];
  const share = { unitPriceMinor, units, parts: to - from, ofParts: cycleDays };
  const amountMinor = prorate(share);
  const days = { from: first, through, per: 'day' as const };
  return {
    kind: 'charge',
    lotId,
    chargeId: `${lotId}@${first}`,
    ...days,
    ...share,
    amountMinor,
    arithmetic: arithmeticOf(share, amountMinor),
  };
};

/** What a lot keeps of its charge. */
export const chargeOfLine = ({ chargeId, from, through, ofParts, units, unitPriceMinor, amountMinor }: AmountLine): LotCharge => ({
  id: chargeId,
  from,
  through,
  cycleDays: ofParts,
  units,
  unitPriceMinor,
  amountMinor,
  refundedMinor: 0,
});

/** The day after the last one that a lot was charged for; of one that wasn't charged yet, its first. */
const chargedUpTo = ({ charges, boughtAt }: SeatLot, starts: UtcDay): UtcDay => {
  const last = charges.at(-1);
  return last ? dayOf(last.through) + 1 : Math.max(dayAt(boughtAt), starts);
};

/** The charges of a term that its lots haven't had, of all cycles that begin before a day: one line for each lot and cycle, by date. */
export const chargesBefore = ({ term, lots }: SubscriptionFacts, before: UtcDay): AmountLine[] => {
  if (!term) return [];
  const starts = dayOf(term.startsOn);
  const upTo = lots.map((lot) => chargedUpTo(lot, starts));
  const cycles = cyclesFrom(term, starts).filter(({ from }) => from < before);
  return cycles.flatMap(({ from, to, cycleDays }) =>
    lots.flatMap((lot, index) => {
      const first = Math.max(upTo[index] ?? from, from);
      return first < to && first < before ? [chargeLine(lot, { from: first, to, cycleDays })] : [];
    }),
  );
};

/** What is still to be charged to the end of the term. */
export const chargesAhead = (facts: SubscriptionFacts): AmountLine[] =>
  facts.term ? chargesBefore(facts, dayOf(facts.term.endsOn) + 1) : [];

/** The lots with the charges that were made of them. */
export const withCharges = (lots: readonly SeatLot[], lines: readonly AmountLine[]): SeatLot[] =>
  lots.map((lot) => {
    const own = lines.filter(({ lotId }) => lotId === lot.id).map(chargeOfLine);
    return own.length === 0 ? lot : { ...lot, charges: [...lot.charges, ...own] };
  });
