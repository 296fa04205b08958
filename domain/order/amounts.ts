/** What is bought: prices in the currency's minor unit, per unit and charge. */
export interface PricedLine {
  readonly unitPriceMinor: number;
  readonly quantity: number;
  /** ISO 8601: P1M, P1Y, P3Y. */
  readonly termDuration: string;
  readonly billingCycle: string;
}

/** One charge of a line (minor units): the whole first period, since a new commitment starts on its own day. */
export const chargeOf = ({ unitPriceMinor, quantity }: Pick<PricedLine, 'unitPriceMinor' | 'quantity'>): number => {
  const charge = unitPriceMinor * quantity;
  if (!Number.isSafeInteger(charge)) throw new RangeError(`${String(unitPriceMinor)} × ${String(quantity)} is no safe amount`);
  return charge;
};

/** What is charged today for all lines (minor units). */
export const totalOf = (lines: readonly Pick<PricedLine, 'unitPriceMinor' | 'quantity'>[]): number =>
  lines.reduce((sum, line) => sum + chargeOf(line), 0);

const MONTHS: Readonly<Record<string, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const MONTHS_OF_CYCLE: Readonly<Record<string, number>> = { monthly: 1, annual: 12 };

/** The months of a term. Throws a RangeError for a term that isn't sold. */
export const monthsOf = (termDuration: string): number => {
  const months = MONTHS[termDuration];
  if (months === undefined) throw new RangeError(`${termDuration} is no term`);
  return months;
};

/** What a line commits to: how many charges, each of how much, and all together (minor units). */
export const commitmentOf = (line: PricedLine): { months: number; charges: number; chargeMinor: number; totalMinor: number } => {
  const months = monthsOf(line.termDuration);
  const charges = line.billingCycle === 'upfront' ? 1 : months / (MONTHS_OF_CYCLE[line.billingCycle] ?? months);
  const chargeMinor = chargeOf(line);
  return { months, charges, chargeMinor, totalMinor: chargeMinor * charges };
};
