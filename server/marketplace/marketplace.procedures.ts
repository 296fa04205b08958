import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { procedureFor } from '../trpc.js';
import { categoryCounts } from './category-counts.js';
import {
  CARD,
  IS_SOLD,
  marketplaceInput,
  marketplaceSql,
  SOLD,
  type FoundProduct,
  type MarketplaceCursor,
  type ProductCard,
} from './marketplace.read-model.js';

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

/** A page of what is sold: by name, or by likeness to what was typed, misspelt words included (B30). */
export const marketplaceSearch = procedureFor('marketplace.read')
  .input(marketplaceInput)
  .query(async ({ ctx, input }) => {
    const { sql, values } = marketplaceSql(input);
    const found = await ctx.database.read<FoundProduct>(ctx.scope, sql, values);
    const last = found.length > input.limit ? found[input.limit - 1] : undefined;
    const rows: ProductCard[] = found.slice(0, input.limit).map(({ rank: _rank, nameKey: _nameKey, ...card }) => card);
    return { rows, nextCursor: last && ([last.rank, [last.nameKey, last.id]] as MarketplaceCursor) };
  });

/** The categories in which something is sold, with how much (B30). */
export const marketplaceCategories = procedureFor('marketplace.read').query(({ ctx }) => categoryCounts(ctx.database));

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
