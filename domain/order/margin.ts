import type { OrderLineState } from './order.js';

/** What is left of what a customer pays once the vendor is paid; less than nothing is a loss. */
export interface Margin {
  /** Minor units. */
  readonly amountMinor: number;
  /** Of what the customer pays, in hundredths of a percent; null where the customer pays nothing. */
  readonly shareBp: number | null;
}

/** The margin of two amounts of one currency (minor units). */
export const marginOf = (chargedMinor: number, costMinor: number): Margin => {
  const amountMinor = chargedMinor - costMinor;
  return { amountMinor, shareBp: chargedMinor > 0 ? Math.round((amountMinor * 10_000) / chargedMinor) : null };
};

/** Lines that nothing is bought for, and nothing will be. */
export const isOffAtVendor = (state: OrderLineState): boolean => state === 'left_out' || state === 'cancelled';

/**
 * What the customer pays for a line at each charge (minor units): nothing once it was left out or taken back, unless giving the money
 * back was given up (`keptMinor`: what was taken for the order and not returned).
 */
export const paidFor = ({ state, chargeMinor }: { state: OrderLineState; chargeMinor: number }, keptMinor: number): number => {
  if (state === 'left_out') return 0;
  const takenBack = state === 'cancelled' || state === 'not_cancelled';
  return takenBack && keptMinor <= 0 ? 0 : chargeMinor;
};
