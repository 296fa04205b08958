import { Temporal } from 'temporal-polyfill';
import { termEndOf } from './term.js';

/** A term as it is billed; instants ISO-8601 UTC. */
export interface BilledTerm {
  readonly termStartsAt: string;
  readonly termEndsAt: string;
  readonly billingCycle: string;
}

const CYCLES: Readonly<Record<string, string>> = { monthly: 'P1M', annual: 'P1Y' };
/** Three years by the month. */
const MOST_BILLS = 36;

/**
 * The instants at which a term is billed after its first bill, the purchase's: the midnights (UTC) of its anniversaries, counted from its
 * first day, so that a term from 31 January is billed on 28 February and on 31 March. What is paid upfront has none.
 */
export const billsOf = ({ termStartsAt, termEndsAt, billingCycle }: BilledTerm): string[] => {
  const cycle = CYCLES[billingCycle];
  if (cycle === undefined) return [];
  const { months, years } = Temporal.Duration.from(cycle);
  const bills = Array.from({ length: MOST_BILLS }, (_none, index) =>
    termEndOf(termStartsAt, Temporal.Duration.from({ months: months * (index + 1), years: years * (index + 1) }).toString()),
  );
  return bills.filter((at) => Date.parse(at) < Date.parse(termEndsAt));
};

/** The next bill within the term; undefined where none is left, and the renewal's is the next one. */
export const nextBillOf = (term: BilledTerm, now: string): string | undefined =>
  billsOf(term).find((at) => Date.parse(at) > Date.parse(now));

/** Units that were bought together, at a price for each unit and bill in minor units. */
export interface BilledLot {
  readonly units: number;
  readonly unitPriceMinor: number;
  readonly cancellableUntil: string;
}

/** What would still be billed in the term if its customer left now (minor units): of each lot whose window is closed, the bills to come. */
export const owedOf = (lots: readonly BilledLot[], term: BilledTerm, now: string): number => {
  const left = billsOf(term).filter((at) => Date.parse(at) > Date.parse(now)).length;
  const bound = lots.filter(({ cancellableUntil }) => Date.parse(cancellableUntil) <= Date.parse(now));
  return bound.reduce((sum, { units, unitPriceMinor }) => sum + units * unitPriceMinor * left, 0);
};
