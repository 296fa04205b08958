/** A price for a whole, and how much of it is meant: so many units for so many of its parts (days of a charge cycle, hours of it). */
export interface Share {
  /** For one unit and the whole, in minor units of the currency. */
  readonly unitPriceMinor: number;
  readonly units: number;
  readonly parts: number;
  readonly ofParts: number;
}

/**
 * An amount divided by something whole, halves away from zero: 2.5 is 3, and what is given back of it is 3 too. Exact, as both are whole
 * numbers of any size. Throws a RangeError for an amount that a number can't hold exactly.
 */
export const dividedHalfUp = (amount: bigint, by: bigint): number => {
  if (by <= 0n) throw new RangeError('an amount is divided by something above none');
  const size = amount < 0n ? -amount : amount;
  const rounded = Number((2n * size + by) / (2n * by));
  if (!Number.isSafeInteger(rounded)) throw new RangeError(`${String(amount)} / ${String(by)} is no safe amount`);
  return amount < 0n && rounded !== 0 ? -rounded : rounded;
};

/** A share in minor units, rounded once: half up, for the whole line. Source: a line is its price ÷ days of the cycle × days × units. */
export const prorate = ({ unitPriceMinor, units, parts, ofParts }: Share): number =>
  dividedHalfUp(BigInt(unitPriceMinor) * BigInt(units) * BigInt(parts), BigInt(ofParts));

/** How an amount came about, to be read: "10050 × 1 × 19 / 31 = 6159.677… → 6160", in minor units. */
export const arithmeticOf = ({ unitPriceMinor, units, parts, ofParts }: Share, amountMinor: number): string => {
  const factors = `${String(unitPriceMinor)} × ${String(units)}`;
  if (parts === ofParts) return `${factors} = ${String(amountMinor)}`;
  const exact = BigInt(unitPriceMinor) * BigInt(units) * BigInt(parts);
  const thousandths = (exact * 1000n) / BigInt(ofParts);
  const decimals = `${String(thousandths / 1000n)}.${String(thousandths % 1000n).padStart(3, '0')}`;
  const more = (exact * 1000n) % BigInt(ofParts) === 0n ? '' : '…';
  return `${factors} × ${String(parts)} / ${String(ofParts)} = ${decimals}${more} → ${String(amountMinor)}`;
};
