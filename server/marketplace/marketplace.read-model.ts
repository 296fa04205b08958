import { z } from 'zod';
import { searchText } from '../../domain/text/safe-text.js';
import { pageCursor } from '../list/cursor.js';

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

/** A product's card and its place in the order that was asked for. */
export interface FoundProduct extends ProductCard {
  /** How far it is from what was typed, 0 being nearest; 0 for all without a search. */
  readonly rank: number;
  readonly nameKey: string;
}

/** An offer that is sold now. */
export const SOLD = `o.valid_from <= now() AND (o.valid_until IS NULL OR o.valid_until > now())`;

/** What a product's card shows, of the products of `page p`; `more` are further columns. */
const cardWith = (more: string): string => `
  SELECT ${more} p.id, p.code, p.vendor, p.category, p.name_en AS "nameEn", p.name_it AS "nameIt", p.description_en AS "descriptionEn",
         p.description_it AS "descriptionIt", p.unit_type AS "unitType", s.plans, s.from_minor AS "fromMinor", s.from_cycle AS "fromCycle", s.currency
    FROM page p CROSS JOIN LATERAL (
      SELECT count(DISTINCT pl.id)::int AS plans, min(o.unit_price_minor)::float8 AS from_minor,
             (array_agg(o.billing_cycle ORDER BY o.unit_price_minor))[1] AS from_cycle, (array_agg(o.currency ORDER BY o.unit_price_minor))[1] AS currency
        FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active) s`;

/** A product's card, without a place. */
export const CARD = cardWith('');

/** That a product `p` can be bought now. */
export const IS_SOLD = `EXISTS (SELECT 1 FROM plan pl JOIN offer o ON o.plan_id = pl.id AND ${SOLD} WHERE pl.product_id = p.id AND pl.active)`;

// One with the category and one without: the same statement for both could use the index of neither.
const byName = (where: string): string => `
  WITH page AS MATERIALIZED (
    SELECT p.*, 0 AS rank, lower(p.name_en) AS name_key FROM product p WHERE p.active AND ${IS_SOLD} ${where} ORDER BY lower(p.name_en), p.id LIMIT $1)
  ${cardWith('p.rank, p.name_key AS "nameKey",')} ORDER BY p.name_key, p.id`;

const BY_LIKENESS = `
  WITH page AS MATERIALIZED (
    SELECT p.*, f.rank, f.name_key FROM licenza_search_products($1, $2, $3, $4, $5, $6) AS f JOIN product p ON p.id = f.id)
  ${cardWith('p.rank, p.name_key AS "nameKey",')} ORDER BY p.rank, p.name_key, p.id`;

export const marketplaceInput = z.object({
  q: searchText().optional(),
  category: z
    .string()
    .regex(/^[a-z_]{1,40}$/, { error: 'invalid' })
    .optional(),
  /** Rank, name and id of the last product that was shown. */
  cursor: z.tuple([z.number().int().min(0).max(100), pageCursor]).optional(),
  limit: z.number().int().min(1).max(100).default(24),
});

export type MarketplaceCursor = [rank: number, place: [nameKey: string, id: string]];
export type MarketplaceQuery = z.output<typeof marketplaceInput>;

/** The SQL of a page; exported for the bench, which runs the same through a bare handler. */
export const marketplaceSql = ({ q, category, cursor, limit }: MarketplaceQuery): { sql: string; values: unknown[] } => {
  const typed = (q ?? '').trim();
  const [rank, place] = cursor ?? [];
  if (typed)
    return { sql: BY_LIKENESS, values: [typed, category ?? null, rank ?? null, place?.[0] ?? null, place?.[1] ?? null, limit + 1] };
  const values: unknown[] = [limit + 1];
  const bind = (value: unknown) => `$${String(values.push(value))}`;
  const where = [
    category === undefined ? '' : `AND p.category = ${bind(category)}`,
    place === undefined ? '' : `AND (lower(p.name_en), p.id) > (${place.map(bind).join(', ')})`,
  ];
  return { sql: byName(where.join(' ')), values };
};
