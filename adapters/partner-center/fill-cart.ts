import { ApplicationFailure } from '@temporalio/common';
import { isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import type { PartnerCarts } from './carts.js';
import { refuseLine } from './lines.js';
import type { PartnerCart } from './resources.js';

/** Refusals that are about what is bought, not about who buys. */
const OF_LINES: readonly FailureCode[] = [
  'vendor_offer_unavailable',
  'vendor_units_out_of_range',
  'vendor_line_failed',
  'vendor_partner_blocked',
  'tenant_not_eligible',
];
/** Refusals that are about the account, whichever line was being asked for. */
const OF_ACCOUNT: readonly FailureCode[] = ['agreement_refused', 'tenant_not_found'];

export interface FilledCart {
  /** Absent when the vendor takes none of the lines. */
  readonly cart?: PartnerCart;
  readonly refused: readonly LineAtVendor[];
}

/** The failure of one line, where it's one. `others`: the vendor takes other lines, so that what it says is of this one. */
const refusalOf = (line: VendorLine, error: unknown, others: boolean): LineAtVendor => {
  if (error instanceof ApplicationFailure && isFailureCode(error.type)) {
    const ofThisLine = others && error.nonRetryable === true && !OF_ACCOUNT.includes(error.type);
    if (ofThisLine || OF_LINES.includes(error.type)) return refuseLine(line, error.type, error.message);
  }
  throw error;
};

/**
 * A cart with the lines that the vendor takes. It may refuse a whole cart for one line's sake without saying which; then each
 * line is tried in a cart of its own. Carts cost nothing, and those that aren't checked out are forgotten.
 */
export const fillCart = async (carts: PartnerCarts, order: VendorOrder, lines: readonly VendorLine[]): Promise<FilledCart> => {
  const attempt = async (some: readonly VendorLine[]): Promise<PartnerCart | { readonly error: unknown }> =>
    carts.open(order, some).catch((error: unknown) => ({ error }));
  const whole = await attempt(lines);
  if (!('error' in whole)) return { cart: whole, refused: [] };
  const alone = lines.length === 1 ? [whole] : await Promise.all(lines.map((line) => attempt([line])));
  const others = alone.some((tried) => !('error' in tried));
  const refused = lines.flatMap((line, index) => {
    const tried = alone[index]!;
    return 'error' in tried ? [refusalOf(line, tried.error, others)] : [];
  });
  if (refused.length === 0) throw whole.error;
  const good = lines.filter(({ lineId }) => !refused.some((each) => each.lineId === lineId));
  return good.length === 0 ? { refused } : { cart: await carts.open(order, good), refused };
};
