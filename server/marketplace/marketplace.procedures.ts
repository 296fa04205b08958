import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { searchText } from '../../domain/text/safe-text.js';
import { procedureFor } from '../trpc.js';

export interface ProductCard {
  readonly id: string;
  readonly code: string;
  readonly vendor: string;
  readonly category: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly descriptionEn: string;
  readonly descriptionIt: string;
  readonly unitType: string;
  readonly plans: number;
  /** The lowest price of a unit and charge (minor units), and how often that is charged. */
  readonly fromMinor: number;
  readonly fromCycle: string;
  readonly currency: string;
}

export interface MarketplaceOffer {
  readonly id: string;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly currency: string;
  readonly unitPriceMinor: number;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly policy: {
    readonly windowHours: number;
    readonly windowClock: 'elapsed-hours' | 'utc-days';
    readonly refundRule: string;
    readonly afterWindow: string;
    readonly partialReduction: boolean;
  };
}

export interface MarketplacePlan {
  readonly id: string;
  readonly code: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly offers: readonly MarketplaceOffer[];
}

/** An offer that is sold now. */
export const SOLD = `o.valid_from <= now() AND (o.valid_until IS NULL OR o.valid_until > now())`;

const CARD = `
  SELECT p.id, p.code, p.vendor, p.category, p.name_en AS "nameEn", p.name_it AS "nameIt", p.description_en AS "descriptionEn",
         p.description_it AS "descriptionIt", p.unit_type AS "unitType", s.plans, s.from_minor AS "fromMinor", s.from_cycle AS "fromCycle", s.currency
    FROM page p CROSS JOIN LATERAL (
      SELECT count(DISTINCT pl.id)::int AS plans, min(o.unit_price_minor)::float8 AS from_minor,
             (array_agg(o.billing_cycle ORDER BY o.unit_price_minor))[1] AS from_cycle, (array_agg(o.currency ORDER BY o.unit_price_minor))[1] AS currency
        FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active) s`;

const IS_SOLD = `EXISTS (SELECT 1 FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active)`;

const BY_NAME = `
  WITH page AS MATERIALIZED (
    SELECT p.* FROM product p WHERE p.active AND ($1::text IS NULL OR p.category = $1) AND ${IS_SOLD} ORDER BY lower(p.name_en), p.id OFFSET $2 LIMIT $3)
  ${CARD} ORDER BY lower(p.name_en), p.id`;

const LIKE = `
  WITH page AS MATERIALIZED (
    SELECT p.*, f.place FROM licenza_find_products($1, $2, $3, $4) WITH ORDINALITY AS f (id, place) JOIN product p ON p.id = f.id)
  ${CARD} ORDER BY p.place`;

const input = z.object({
  q: searchText().optional(),
  category: z
    .string()
    .regex(/^[a-z_]{1,40}$/, { error: 'invalid' })
    .optional(),
  /** How many to leave out: the order of a search is by likeness, which has no key to go on from. */
  cursor: z.number().int().min(0).max(10_000).optional(),
  limit: z.number().int().min(1).max(100).default(24),
});

/** A page of what is sold: by name, or by likeness to what was typed, misspelt words included (B30). */
export const marketplaceSearch = procedureFor('marketplace.read')
  .input(input)
  .query(async ({ ctx, input: { q, category = null, cursor = 0, limit } }) => {
    const typed = (q ?? '').trim().toLowerCase();
    const rows = typed
      ? await ctx.database.read<ProductCard>(ctx.scope, LIKE, [typed, category, cursor, limit + 1])
      : await ctx.database.read<ProductCard>(ctx.scope, BY_NAME, [category, cursor, limit + 1]);
    return { rows: rows.slice(0, limit), nextCursor: rows.length > limit ? cursor + limit : undefined };
  });

/** The categories in which something is sold, with how much (B30). */
export const marketplaceCategories = procedureFor('marketplace.read').query(({ ctx }) =>
  ctx.database.read<{ category: string; products: number }>(
    ctx.scope,
    `SELECT p.category, count(*)::int AS products FROM product p WHERE p.active AND ${IS_SOLD} GROUP BY p.category ORDER BY p.category`,
  ),
);

const OFFERS = `
  SELECT pl.id, pl.code, pl.name_en AS "nameEn", pl.name_it AS "nameIt",
         jsonb_agg(jsonb_build_object('id', o.id, 'termDuration', o.term_duration, 'billingCycle', o.billing_cycle, 'currency', o.currency,
           'unitPriceMinor', o.unit_price_minor, 'minSeats', o.min_seats, 'maxSeats', o.max_seats,
           'policy', jsonb_build_object('windowHours', c.window_hours, 'windowClock', c.window_clock, 'refundRule', c.refund_rule,
             'afterWindow', c.after_window, 'partialReduction', c.partial_reduction)) ORDER BY o.term_duration DESC, o.billing_cycle, o.id) AS offers
    FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} JOIN cancellation_policy c ON c.id = o.cancellation_policy_id
   WHERE pl.product_id = $1 AND pl.active GROUP BY pl.id ORDER BY pl.position, pl.name_en`;

/** One product with its plans and what each can be bought at (B31). Error: not_found. */
export const marketplaceProduct = procedureFor('marketplace.read')
  .input(z.object({ code: z.string().regex(/^[\w.-]{1,100}$/, { error: 'invalid' }) }))
  .query(async ({ ctx, input: { code } }) => {
    const [product] = await ctx.database.read<ProductCard>(
      ctx.scope,
      `WITH page AS MATERIALIZED (SELECT p.* FROM product p WHERE p.code = $1 AND p.active AND ${IS_SOLD}) ${CARD}`,
      [code],
    );
    if (!product) throw new Failure('not_found');
    const plans = await ctx.database.read<MarketplacePlan>(ctx.scope, OFFERS, [product.id]);
    return { product, plans };
  });
