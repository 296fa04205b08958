import { chargeOf, commitmentOf } from '../../domain/order/amounts.js';
import type { Database, Scope } from '../../prisma/client.js';
import { SOLD } from '../marketplace/marketplace.read-model.js';

interface StoredLine {
  readonly id: string;
  readonly offerId: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly currency: string;
  readonly priceHoldsUntil: string;
  readonly holds: boolean;
  readonly currentPriceMinor: number;
  readonly sold: boolean;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly planCode: string;
  readonly planEn: string;
  readonly planIt: string;
  readonly productCode: string;
  readonly productEn: string;
  readonly productIt: string;
  readonly unitType: string;
  readonly vendor: string;
}

export interface CartLineView extends Omit<StoredLine, 'holds' | 'currentPriceMinor' | 'sold'> {
  readonly chargeMinor: number;
  readonly commitment: { readonly months: number; readonly charges: number; readonly chargeMinor: number; readonly totalMinor: number };
  /** Why the line can't be bought as it stands: its price has changed since it was shown, or it isn't sold any more. */
  readonly problem: 'price_changed' | 'offer_unavailable' | null;
  /** What it costs now, where that has changed (minor units). */
  readonly newPriceMinor: number | null;
}

export interface CartView {
  readonly id: string | null;
  readonly version: number;
  readonly lines: readonly CartLineView[];
  readonly totalMinor: number;
  readonly currency: string;
  /** True when a line's vendor needs an account of the customer's. */
  readonly needsTenant: boolean;
}

const LINES = `
  SELECT l.id, l.offer_id AS "offerId", l.quantity, l.unit_price_minor::float8 AS "unitPriceMinor", l.currency, l.price_holds_until AS "priceHoldsUntil",
         l.price_holds_until > now() AS holds, o.unit_price_minor::float8 AS "currentPriceMinor",
         (pl.active AND p.active AND ${SOLD}) AS sold, o.term_duration AS "termDuration", o.billing_cycle AS "billingCycle", o.min_seats AS "minSeats",
         o.max_seats AS "maxSeats", pl.code AS "planCode", pl.name_en AS "planEn", pl.name_it AS "planIt", p.code AS "productCode", p.name_en AS "productEn",
         p.name_it AS "productIt", p.unit_type AS "unitType", p.vendor
    FROM cart_line l JOIN offer o ON o.id = l.offer_id JOIN plan pl ON pl.id = o.plan_id JOIN product p ON p.id = pl.product_id
   WHERE l.cart_id = $1 ORDER BY l.id`;

/** The price that is charged: the one that was shown for as long as it holds, and afterwards if it hasn't changed. */
const problemOf = ({ sold, holds, currentPriceMinor, unitPriceMinor }: StoredLine): CartLineView['problem'] => {
  if (!sold) return 'offer_unavailable';
  return !holds && currentPriceMinor !== unitPriceMinor ? 'price_changed' : null;
};

/** The open basket of a user, with what each line costs and commits to. Vendor with accounts: `tenantVendor`. */
export const readCart = async (database: Database, scope: Scope, userId: string, tenantVendor: string): Promise<CartView> => {
  const [cart] = await database.read<{ id: string; version: number }>(scope, 'SELECT id, version FROM cart WHERE user_id = $1', [userId]);
  if (!cart) return { id: null, version: 0, lines: [], totalMinor: 0, currency: 'EUR', needsTenant: false };
  const stored = await database.read<StoredLine>(scope, LINES, [cart.id]);
  const lines = stored.map((line): CartLineView => {
    const { holds: _holds, currentPriceMinor, sold: _sold, ...shown } = line;
    const problem = problemOf(line);
    return {
      ...shown,
      chargeMinor: chargeOf(line),
      commitment: commitmentOf(line),
      problem,
      newPriceMinor: problem === 'price_changed' ? currentPriceMinor : null,
    };
  });
  return {
    ...cart,
    lines,
    totalMinor: lines.reduce((sum, line) => sum + line.chargeMinor, 0),
    currency: lines[0]?.currency ?? 'EUR',
    needsTenant: lines.some(({ vendor }) => vendor === tenantVendor),
  };
};
