import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { nextBillOf } from '../../domain/subscription/bills.js';
import type { SubscriptionSource, SubscriptionState } from '../../domain/subscription/subscription.js';
import { procedureFor } from '../trpc.js';
import { customerOf } from '../user/users.procedures.js';
import { namedSubscription, seatsInUse, subscriptionNames } from './subscription-sql.js';

export interface SubscriptionListRow {
  readonly id: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly unitType: string;
  readonly source: SubscriptionSource;
  readonly state: SubscriptionState;
  readonly units: number;
  readonly targetUnits: number;
  readonly used: number;
  readonly startDate: string | null;
  readonly startsAt: string;
  readonly endedAt: string | null;
  /** The five are null where the plan has no term. */
  readonly termDuration: string | null;
  readonly billingCycle: string | null;
  readonly termStartsAt: string | null;
  readonly termEndsAt: string | null;
  readonly renewal: 'renew' | 'end' | 'extend';
  readonly currency: string | null;
  /** What all its units cost a bill, in minor units. */
  readonly billMinor: number | null;
}

export interface SubscriptionFacts extends SubscriptionListRow {
  readonly customerId: string;
  readonly customerName: string;
  readonly timeZone: string;
  readonly vendorRef: string | null;
  readonly domain: string | null;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly unitPriceMinor: number | null;
  readonly chargedMinor: number | null;
  readonly cancellableUntil: string | null;
}

const LOT_SUM = '(SELECT sum(t.units * t.unit_price_minor)::float8 FROM seat_lot t WHERE t.subscription_id = s.id AND t.ended_at IS NULL)';
const COLUMNS = `
  s.id, ${subscriptionNames}, s.source, s.state, s.units, s.target_units AS "targetUnits", ${seatsInUse} AS used, s.start_date AS "startDate",
  s.starts_at AS "startsAt", s.ended_at AS "endedAt", coalesce(s.policy ->> 'termDuration', o.term_duration) AS "termDuration",
  coalesce(s.policy ->> 'billingCycle', o.billing_cycle) AS "billingCycle", s.term_starts_at AS "termStartsAt", s.term_ends_at AS "termEndsAt", s.renewal,
  o.currency, ${LOT_SUM} AS "billMinor"`;

const LIST = `SELECT ${COLUMNS} FROM ${namedSubscription} LEFT JOIN offer o ON o.id = s.offer_id
   WHERE s.customer_id = $1 ORDER BY s.ended_at NULLS FIRST, s.created_at DESC, s.id LIMIT 500`;

const ONE = `
  SELECT ${COLUMNS}, s.customer_id AS "customerId", c.company AS "customerName", c.time_zone AS "timeZone", s.vendor_ref AS "vendorRef", t.domain,
         l.order_id AS "orderId", co.number AS "orderNumber", lot.price AS "unitPriceMinor", lot.charged AS "chargedMinor", lot.until AS "cancellableUntil"
    FROM ${namedSubscription} JOIN customer c ON c.id = s.customer_id LEFT JOIN offer o ON o.id = s.offer_id
    LEFT JOIN vendor_tenant t ON t.id = s.vendor_tenant_id LEFT JOIN order_line l ON l.subscription_id = s.id
    LEFT JOIN customer_order co ON co.id = l.order_id
    LEFT JOIN LATERAL (SELECT min(unit_price_minor)::float8 AS price, sum(charged_minor - refunded_minor)::float8 AS charged,
                              max(cancellable_until) AS until FROM seat_lot WHERE subscription_id = s.id AND ended_at IS NULL) lot ON true
   WHERE s.id = $1`;

/** What a customer has and had, assigned and bought, the newest first (B40). */
export const subscriptionList = procedureFor('order.read')
  .input(z.object({ customerId: z.uuid().optional() }))
  .query(({ ctx, input }) => ctx.database.read<SubscriptionListRow>(ctx.scope, LIST, [customerOf(ctx, input.customerId)]));

/** One subscription with its term, price and dates (B40). Error: not_found. */
export const getSubscription = procedureFor('order.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input: { id } }) => {
    const [found] = await ctx.database.read<SubscriptionFacts>(ctx.scope, ONE, [id]);
    if (!found) throw new Failure('not_found');
    const { termStartsAt, termEndsAt, billingCycle } = found;
    const term = termStartsAt && termEndsAt && billingCycle ? { termStartsAt, termEndsAt, billingCycle } : undefined;
    return { ...found, nextBillAt: (term && nextBillOf(term, new Date().toISOString())) ?? null };
  });
