import { z } from 'zod';
import { searchText } from '../../domain/text/safe-text.js';

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

/** An offer that is sold now. */
export const SOLD = `o.valid_from <= now() AND (o.valid_until IS NULL OR o.valid_until > now())`;

/** What a product's card shows, of the products of `page p`. */
export const CARD = `
  SELECT p.id, p.code, p.vendor, p.category, p.name_en AS "nameEn", p.name_it AS "nameIt", p.description_en AS "descriptionEn",
         p.description_it AS "descriptionIt", p.unit_type AS "unitType", s.plans, s.from_minor AS "fromMinor", s.from_cycle AS "fromCycle", s.currency
    FROM page p CROSS JOIN LATERAL (
      SELECT count(DISTINCT pl.id)::int AS plans, min(o.unit_price_minor)::float8 AS from_minor,
             (array_agg(o.billing_cycle ORDER BY o.unit_price_minor))[1] AS from_cycle, (array_agg(o.currency ORDER BY o.unit_price_minor))[1] AS currency
        FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active) s`;

/** That a product `p` can be bought now. */
export const IS_SOLD = `EXISTS (SELECT 1 FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active)`;

const BY_NAME = `
  WITH page AS MATERIALIZED (
    SELECT p.* FROM product p WHERE p.active AND ($1::text IS NULL OR p.category = $1) AND ${IS_SOLD} ORDER BY lower(p.name_en), p.id OFFSET $2 LIMIT $3)
  ${CARD} ORDER BY lower(p.name_en), p.id`;

const LIKE = `
  WITH page AS MATERIALIZED (
    SELECT p.*, f.place FROM licenza_find_products($1, $2, $3, $4) WITH ORDINALITY AS f (id, place) JOIN product p ON p.id = f.id)
  ${CARD} ORDER BY p.place`;

export const marketplaceInput = z.object({
  q: searchText().optional(),
  category: z
    .string()
    .regex(/^[a-z_]{1,40}$/, { error: 'invalid' })
    .optional(),
  /** How many to leave out: the order of a search is by likeness, which has no key to go on from. */
  cursor: z.number().int().min(0).max(10_000).optional(),
  limit: z.number().int().min(1).max(100).default(24),
});

export type MarketplaceQuery = z.output<typeof marketplaceInput>;

/** The SQL of a page; exported for the bench, which runs the same through a bare handler. */
export const marketplaceSql = ({ q, category, cursor = 0, limit }: MarketplaceQuery): { sql: string; values: unknown[] } => {
  const typed = (q ?? '').trim().toLowerCase();
  const page = [category ?? null, cursor, limit + 1];
  return typed ? { sql: LIKE, values: [typed, ...page] } : { sql: BY_NAME, values: page };
};
