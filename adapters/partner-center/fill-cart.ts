import { ApplicationFailure } from '@temporalio/common';
import { isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import type { LineAtVendor, VendorLine, VendorOrder } from '../provisioning-vendor.js';
import { markedLines, type PartnerCarts } from './carts.js';
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

/** A cart of the lines that the vendor doesn't mark in it: where it marks some, another one is made without them. */
const fill = async (carts: PartnerCarts, order: VendorOrder, lines: readonly VendorLine[]): Promise<FilledCart> => {
  const cart = await carts.open(order, lines);
  const marked = markedLines(lines, cart);
  if (marked.length === 0) return { cart, refused: [] };
  const good = without(lines, marked);
  const rest: FilledCart = good.length === 0 ? { refused: [] } : await fill(carts, order, good);
  return { ...rest, refused: [...marked, ...rest.refused] };
};

const without = (lines: readonly VendorLine[], refused: readonly LineAtVendor[]): VendorLine[] =>
  lines.filter(({ lineId }) => !refused.some((each) => each.lineId === lineId));

/**
 * A cart with the lines that the vendor takes. It may refuse a whole cart for one line's sake without saying which; then each
 * line is tried in a cart of its own. Carts cost nothing, and those that aren't checked out are forgotten.
 */
export const fillCart = async (carts: PartnerCarts, order: VendorOrder, lines: readonly VendorLine[]): Promise<FilledCart> => {
  const attempt = (some: readonly VendorLine[]): Promise<FilledCart | { readonly error: unknown }> =>
    fill(carts, order, some).catch((error: unknown) => ({ error }));
  const whole = await attempt(lines);
  if (!('error' in whole)) return whole;
  const alone = lines.length === 1 ? [whole] : await Promise.all(lines.map((line) => attempt([line])));
  const others = alone.some((tried) => 'cart' in tried);
  const refused = lines.flatMap((line, index) => {
    const tried = alone[index]!;
    return 'error' in tried ? [refusalOf(line, tried.error, others)] : tried.refused;
  });
  if (refused.length === 0) throw whole.error;
  const good = without(lines, refused);
  if (good.length === 0) return { refused };
  const rest = await fill(carts, order, good);
  return { ...rest, refused: [...refused, ...rest.refused] };
};
