import type { VendorDates } from '../provisioning-vendor.js';
import type { PartnerSubscription } from './resources.js';

const DAY_MS = 24 * 3_600_000;

/** Its last day is included: the term ends at the midnight (UTC) after it. */
const termEndOf = (lastDay: string): string => new Date((Math.floor(Date.parse(lastDay) / DAY_MS) + 1) * DAY_MS).toISOString();

/** Until when all its units can be given back: while the windows of all of them are open. */
const windowOfAll = ({ quantity, refundableQuantity }: PartnerSubscription): string | undefined => {
  const lots = refundableQuantity?.details ?? [];
  const covered = lots.reduce((sum, lot) => sum + (lot.quantity ?? 0), 0);
  if (quantity === undefined || covered < quantity) return undefined;
  return lots
    .map(({ allowedUntilDateTime }) => allowedUntilDateTime)
    .filter((until) => until !== undefined)
    .sort()[0];
};

/** The dates that the vendor says of a subscription, which are the ones that count: its clock closes the window and ends the term. */
export const datesOf = (subscription: PartnerSubscription): VendorDates => {
  const { creationDate, effectiveStartDate, cancellationAllowedUntilDate, commitmentEndDate } = subscription;
  const boughtAt = creationDate ?? effectiveStartDate;
  const cancellableUntil = cancellationAllowedUntilDate ?? windowOfAll(subscription);
  return {
    ...(boughtAt === undefined ? {} : { boughtAt }),
    ...(cancellableUntil === undefined ? {} : { cancellableUntil }),
    ...(commitmentEndDate === undefined ? {} : { termEndsAt: termEndOf(commitmentEndDate) }),
  };
};
