import { z } from 'zod';
import { orderStates, type OrderState, type PaymentMethod } from '../../domain/order/order.js';
import { searchText } from '../../domain/text/safe-text.js';
import type { Database, Scope } from '../../prisma/client.js';
import { afterCursor, binder, cutPage, type Bind } from '../list/keyset.js';
import { patternsOf } from '../list/search-patterns.js';
import { instantCursor } from '../list/cursor.js';

export interface OrderListRow {
  readonly id: string;
  readonly number: string;
  readonly state: OrderState;
  readonly customerId: string;
  readonly customerName: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly paymentMethod: PaymentMethod;
  readonly placedAt: string;
  readonly completedAt: string | null;
  /** The first line's product and plan, and how many lines there are. */
  readonly firstEn: string;
  readonly firstIt: string;
  readonly lines: number;
  readonly processId: string | null;
  readonly step: string | null;
  readonly stepSince: string | null;
  readonly failureCode: string | null;
  /** The attempt that comes next, while it is tried again by itself. */
  readonly retryAttempt: number | null;
  readonly stuckSince: string | null;
}

export const orderFilters = z.object({
  q: searchText().optional(),
  state: z.array(z.enum(orderStates)).max(10).optional(),
  customerId: z.uuid().optional(),
});
export const orderListInput = orderFilters.extend({
  cursor: instantCursor.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type OrderListInput = z.output<typeof orderListInput>;

// The scope's own column leads the index that gives the order; row-level security alone would hide that from the planner.
const SCOPE_COLUMN = { platform: undefined, tier1: 'o.tier1_id', channel: 'o.channel_id', customer: 'o.customer_id' } as const;

/**
 * The orders of a page by what they say of themselves. A search has its page from the database's own function, scope, filters and place
 * included: beside any of these PostgreSQL would read all orders that fulfil it and look for the found ones among them.
 */
const pageConditions = (scope: Scope, { q, state, customerId, cursor, limit }: OrderListInput, bind: Bind): string => {
  const states = state?.length ? state : undefined;
  const patterns = patternsOf(q ?? '');
  if (patterns.length > 0) {
    const values = [patterns, states ?? null, customerId ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null].map(bind);
    return `o.id IN (SELECT licenza_find_orders(${values.join(', ')}, ${String(limit + 1)}))`;
  }
  const where = ['true'];
  const column = SCOPE_COLUMN[scope.kind];
  if (column && scope.kind !== 'platform') where.push(`${column} = ${bind(scope.tenant)}::uuid`);
  if (customerId) where.push(`o.customer_id = ${bind(customerId)}::uuid`);
  if (states) where.push(`o.state = ANY (${bind(states)}::text[])`);
  where.push(...afterCursor({ key: 'o.placed_at', type: 'timestamptz', id: 'o.id', direction: 'desc' }, cursor, bind));
  return where.join(' AND ');
};

/** The SQL of a page; exported for the bench, which runs the same through a bare handler. */
export const orderListSql = (scope: Scope, input: OrderListInput): { sql: string; values: unknown[] } => {
  const { values, bind } = binder();
  const where = pageConditions(scope, input, bind);
  const sql = `
    WITH page AS MATERIALIZED (
      SELECT o.* FROM customer_order o WHERE ${where} ORDER BY o.placed_at DESC, o.id DESC LIMIT ${String(input.limit + 1)})
    SELECT o.id, o.number, o.state, o.customer_id AS "customerId", c.company AS "customerName", o.total_minor::float8 AS "totalMinor", o.currency,
           o.payment_method AS "paymentMethod", o.placed_at AS "placedAt", o.completed_at AS "completedAt", f.first_en AS "firstEn", f.first_it AS "firstIt",
           f.lines, p.id AS "processId", p.step, p.step_since AS "stepSince", p.failure_code AS "failureCode",
           p.retry_attempt AS "retryAttempt", p.stuck_since AS "stuckSince"
      FROM page o JOIN customer c ON c.id = o.customer_id
      LEFT JOIN process p ON p.subject_id = o.id AND p.kind = 'order'
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS lines, coalesce((array_agg(pr.name_en || ' ' || pl.name_en ORDER BY l.line_number))[1], '') AS first_en,
               coalesce((array_agg(pr.name_it || ' ' || pl.name_it ORDER BY l.line_number))[1], '') AS first_it
          FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id
         WHERE l.order_id = o.id) f
     ORDER BY o.placed_at DESC, o.id DESC`;
  return { sql, values };
};

/** One page of the orders in scope, newest first. `nextCursor` is absent on the last page. */
export const listOrders = async (database: Database, scope: Scope, input: OrderListInput) => {
  const { sql, values } = orderListSql(scope, input);
  const rows = await database.read<OrderListRow>(scope, sql, values);
  return cutPage(rows, input.limit, ({ placedAt }) => placedAt);
};
