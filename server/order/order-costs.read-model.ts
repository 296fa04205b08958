import type { VendorLine } from '../../adapters/provisioning-vendor.js';
import type { OrderLineState } from '../../domain/order/order.js';
import type { Database, Scope } from '../../prisma/client.js';

/** A line as its vendor knows it, and what the customer pays for it. */
interface LineRead extends Omit<VendorLine, 'vendorRef'> {
  readonly vendor: string;
  readonly vendorRef: string | null;
  readonly state: OrderLineState;
  readonly chargeMinor: number;
}

export interface OrderToCost {
  readonly customerId: string;
  readonly currency: string;
  /** The account at the vendor whose orders need one. */
  readonly tenantRef: string | null;
  /** What was taken of the customer's money and not given back. */
  readonly keptMinor: number;
  readonly lines: readonly LineRead[];
}

const LINES = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('lineId', l.id, 'planCode', pl.code, 'offerCode', f.code, 'quantity', l.quantity,
           'termDuration', f.term_duration, 'billingCycle', f.billing_cycle, 'vendor', pr.vendor, 'vendorRef', l.vendor_ref, 'state', l.state,
           'chargeMinor', l.charge_minor) ORDER BY l.line_number), '[]')
    FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id WHERE l.order_id = o.id`;

const ORDER = `
  SELECT o.customer_id AS "customerId", o.currency, t.vendor_ref AS "tenantRef",
         (SELECT coalesce(sum(y.captured_minor - y.refunded_minor), 0)::float8 FROM payment y WHERE y.order_id = o.id) AS "keptMinor",
         (${LINES}) AS lines
    FROM customer_order o LEFT JOIN vendor_tenant t ON t.id = o.vendor_tenant_id WHERE o.id = $1`;

/** What has to be known of an order before its vendors can be asked what it costs; undefined where the scope has no such order. */
export const readOrderToCost = async (database: Database, scope: Scope, orderId: string): Promise<OrderToCost | undefined> =>
  (await database.read<OrderToCost>(scope, ORDER, [orderId]))[0];
