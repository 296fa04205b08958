import type { Lot, Subscription } from './partner-resources.js';

/** Units that were bought together can be given back together: each addition has a window of its own, as the purchase has. */
export const lotsOf = ({ lots, quantity, creationDate }: Subscription): readonly Lot[] => lots ?? [{ quantity, boughtAt: creationDate }];

export const windowEnd = ({ boughtAt }: Lot, windowMs: number): string => new Date(Date.parse(boughtAt) + windowMs).toISOString();

export const openLots = (subscription: Subscription, windowMs: number, now = Date.now()): readonly Lot[] =>
  lotsOf(subscription).filter(({ boughtAt }) => Date.parse(boughtAt) + windowMs > now);

/** Takes units back, from the newest lot first; undefined where more would be taken than can be given back. */
export const withoutUnits = (subscription: Subscription, units: number, windowMs: number): Lot[] | undefined => {
  const open = openLots(subscription, windowMs);
  if (open.reduce((sum, { quantity }) => sum + quantity, 0) < units) return undefined;
  let left = units;
  const kept = [...lotsOf(subscription)].reverse().map((lot) => {
    const taken = open.includes(lot) ? Math.min(left, lot.quantity) : 0;
    left -= taken;
    return { ...lot, quantity: lot.quantity - taken };
  });
  return kept.reverse().filter(({ quantity }) => quantity > 0);
};
