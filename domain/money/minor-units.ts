/** How many digits of the minor unit a currency has: 2 for EUR, 0 for JPY. Throws a RangeError for what is no code of three letters. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** A double gives back so many digits of the decimal that it was written as, also after being multiplied by a whole number. */
const EXACT_DIGITS = 15;

/**
 * An amount that came as a double in the currency's own unit (13.05), in its minor unit (1305). Rounded once, halves up, by the
 * decimal digits: 1.005 is 101, though the double is a little less. Undefined for what is no number that can be counted exactly.
 */
export const toMinorUnits = (amount: number, currency: string): number | undefined => {
  const [digits = '', exponent] = amount.toExponential(EXACT_DIGITS - 1).split('e');
  const minor = Math.round(Number(`${digits}e${String(Number(exponent) + minorDigits(currency))}`));
  return Number.isSafeInteger(minor) ? minor : undefined;
};
