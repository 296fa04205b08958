import { orderLineEnds, type OrderLineState } from '../../domain/order/order.js';
import { undoWithin, type LineWindow } from '../../domain/order/undo-deadline.js';
import { windowEndOf, type WindowClock } from '../../domain/subscription/cancellation-window.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { LinesAtVendor, OrderCall } from '../../workflows/contracts/purchase.js';
import { besideBeginning } from './order-progress.js';
import { countLines } from './order-rows.js';
import { overtaken, progressStatement, whyUnmoved } from './record-progress.js';

/** A line with its offer. Amounts in minor units. */
export interface LineRead {
  readonly id: string;
  readonly lineNumber: number;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly state: OrderLineState;
  readonly vendorRef: string | null;
  readonly failureCode: string | null;
  /** The vendor's own dates of it; instants, ISO-8601 UTC. */
  readonly boughtAt: string | null;
  readonly cancellableUntil: string | null;
  readonly termEndsAt: string | null;
  readonly offerId: string;
  readonly offerCode: string;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly windowHours: number;
  readonly windowClock: string;
  readonly planId: string;
  readonly planCode: string;
  readonly vendor: string;
  readonly serviceEn: string;
  readonly serviceIt: string;
}

/** Amounts in minor units. */
export interface PaymentRead {
  readonly id: string;
  readonly method: string;
  readonly state: string;
  readonly currency: string;
  readonly authorisedMinor: number;
  readonly capturedMinor: number;
  readonly processorRef: string | null;
  readonly idempotencyKey: string;
}

/** The customer's account at the vendor. */
export interface TenantRead {
  readonly id: string;
  readonly domain: string;
  readonly state: string;
  readonly vendorRef: string | null;
  readonly qualification: string;
  readonly agreement: unknown;
  readonly agreedAt: string | null;
  readonly details: unknown;
}

/** Who is told that a service is ready. */
export interface BuyerRead {
  readonly id: string;
  readonly language: string;
  readonly address: string;
}

/** What makes up a purchase, of one moment. */
export interface OrderRead {
  readonly id: string;
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly vendorTenantId: string | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly paymentMethod: string;
  readonly cardRef: string | null;
  readonly basketRef: string | null;
  /** The customer's record at the card processor. */
  readonly processorCustomer: string | null;
  readonly tenant: TenantRead | null;
  /** null for somebody who has left. */
  readonly buyer: BuyerRead | null;
  readonly lines: readonly LineRead[];
  readonly payments: readonly PaymentRead[];
}

const LINES = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'lineNumber', l.line_number, 'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor,
           'state', l.state, 'vendorRef', l.vendor_ref, 'failureCode', l.failure_code, 'boughtAt', l.bought_at,
           'cancellableUntil', l.cancellable_until, 'termEndsAt', l.term_ends_at, 'offerId', f.id, 'offerCode', f.code,
           'termDuration', f.term_duration, 'billingCycle', f.billing_cycle, 'windowHours', c.window_hours, 'windowClock', c.window_clock,
           'planId', p.id, 'planCode', p.code, 'vendor', r.vendor, 'serviceEn', r.name_en || ' ' || p.name_en, 'serviceIt', r.name_it || ' ' || p.name_it)
         ORDER BY l.line_number), '[]')
    FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN cancellation_policy c ON c.id = f.cancellation_policy_id
    JOIN plan p ON p.id = f.plan_id JOIN product r ON r.id = p.product_id WHERE l.order_id = o.id`;

const PAYMENTS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'method', p.method, 'state', p.state, 'currency', p.currency,
           'authorisedMinor', p.authorised_minor, 'capturedMinor', p.captured_minor, 'processorRef', p.processor_ref,
           'idempotencyKey', p.idempotency_key) ORDER BY p.created_at), '[]')
    FROM payment p WHERE p.order_id = o.id`;

const TENANT = `
  SELECT jsonb_build_object('id', t.id, 'domain', t.domain, 'state', t.state, 'vendorRef', t.vendor_ref, 'qualification', t.qualification,
           'agreement', t.agreement, 'agreedAt', t.agreed_at, 'details', t.details)
    FROM vendor_tenant t WHERE t.id = o.vendor_tenant_id`;

const BUYER = `
  SELECT jsonb_build_object('id', u.id, 'language', u.language, 'address', coalesce(u.notification_email, u.email))
    FROM app_user u WHERE u.id = o.placed_by AND u.deleted_at IS NULL AND u.customer_id = o.customer_id`;

const selectOrder = (id: string, isBegun = 'true'): string => `
  SELECT o.id, ${isBegun} AS "isBegun", o.tier1_id AS "tier1Id", o.channel_id AS "channelId", o.customer_id AS "customerId", o.number, o.state, o.version,
         o.vendor_tenant_id AS "vendorTenantId", o.currency, o.total_minor AS "totalMinor", o.payment_method AS "paymentMethod",
         o.card_ref AS "cardRef", o.basket_ref AS "basketRef",
         (SELECT c.card_customer_ref FROM customer c WHERE c.id = o.customer_id) AS "processorCustomer",
         (${TENANT}) AS tenant, (${BUYER}) AS buyer, (${LINES}) AS lines, (${PAYMENTS}) AS payments
    FROM customer_order o WHERE o.id = ${id}`;
const READ = selectOrder('$1');
const selectBegun = (id: string): string => selectOrder(`${id}::uuid`, 'EXISTS (SELECT 1 FROM moved)');

/** Reads an order in one statement, so that its parts are of one moment; and without a transaction, as most of a step's time would be that. */
export const readWholeOrder = async (database: Database, orderId: string): Promise<OrderRead> => {
  const [order] = await database.read<OrderRead>(platformScope, READ, [orderId]);
  if (!order) throw new Error(`there is no order ${orderId}`);
  return order;
};

/**
 * Reads an order for a call to the outside. The first call of a step writes the step in the same statement, whose order is as it was before.
 * Throws for a call that comes so late that the process has gone on: it mustn't do anything outside any more.
 */
export const beginCall = async (database: Database, { orderId, begins }: OrderCall): Promise<OrderRead> => {
  if (!begins) return readWholeOrder(database, orderId);
  const ask = (text: string, parameters: readonly unknown[]) => database.run(platformScope, text, parameters);
  const { sql, values } = progressStatement(begins, {}, besideBeginning(begins, selectBegun));
  for (;;) {
    const [order] = (await ask(sql, values)) as (OrderRead & { isBegun: boolean })[];
    if (!order) throw new Error(`there is no order ${orderId}`);
    if (order.isBegun || !begins.fence) return order;
    const why = await whyUnmoved(ask, begins);
    if (why === 'overtaken') throw overtaken();
    if (why === 'repeated') return order;
  }
};

/** Until when a line can be given back: as its vendor says, else by its policy from when it was bought. */
const windowOf = ({ boughtAt, cancellableUntil, windowHours, windowClock }: LineRead): LineWindow => {
  const byPolicy = (from: string) => windowEndOf({ windowHours, windowClock: windowClock as WindowClock }, new Date(from).toISOString());
  return { boughtAt, cancellableUntil: cancellableUntil ?? (boughtAt === null ? null : byPolicy(boughtAt)) };
};

const ENDED: readonly OrderLineState[] = orderLineEnds;

/** How the lines stand at an instant (ms since 1970); where some are refused, also how many are there under the order's account. */
export const standOf = ({ lines }: OrderRead, now: number): LinesAtVendor => {
  const within = undoWithin(lines.filter(({ state }) => !ENDED.includes(state)).map(windowOf), now);
  const counted = { ...countLines(lines), ...(within === undefined ? {} : { undoWithinMs: within }) };
  if (counted.refused === 0) return counted;
  const isThere = ({ state, vendor }: LineRead) => (state === 'provisioning' || state === 'provisioned') && vendor === tenantVendor;
  return { ...counted, inAccount: lines.filter(isThere).length };
};
