import { withClient } from '../../sandbox/database/external-database.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { PurchaseInput } from '../../workflows/contracts/purchase.js';
import { address, contact, type Buyer } from './buyers.js';

/**
 * `again`: what most purchases are, on account, into the account that the customer has at the vendor. `first`: with every step
 * there is, a new account at the vendor with its agreement, and a card.
 */
export const orderKinds = ['again', 'first'] as const;
export type OrderKind = (typeof orderKinds)[number];

/** What its workflow is started with. */
export type PlacedOrder = PurchaseInput;

const OFFER = 'M365-BB-P1M-monthly';
const QUANTITY = 2;

// The rows that checkout.buy leaves, for many orders of the buyers in turn. What starts the workflow is left to who measures it.
const PLACE = `
  WITH buyer AS (SELECT *, row_number() OVER () - 1 AS place FROM jsonb_to_recordset($1) AS b ("customerId" uuid, "userId" uuid, "tenantId" uuid, "cardRef" text)),
  bought AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS process_id, gen_random_uuid() AS tenant_id, 'B-' || nextval('order_number_seq') AS number,
           c.tier1_id, c.channel_id, c.id AS customer_id, buyer.*, o.id AS offer_id, o.unit_price_minor AS price, o.unit_price_minor * $4 AS total
      FROM generate_series(1, $2::int) n
      JOIN buyer ON buyer.place = n % jsonb_array_length($1) JOIN customer c ON c.id = buyer."customerId" CROSS JOIN offer o WHERE o.code = $5),
  tenant AS (
    INSERT INTO vendor_tenant (id, tier1_id, channel_id, customer_id, vendor, domain, state, agreement, details)
    SELECT tenant_id, tier1_id, channel_id, customer_id, $6, 'b' || replace(tenant_id::text, '-', '') || '.onmicrosoft.com', 'requested', $7, $8
      FROM bought WHERE $3),
  placed AS (
    INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, vendor_tenant_id, currency, total_minor, input,
                                payment_method, card_ref, search_text)
    SELECT id, tier1_id, channel_id, customer_id, number, 'placed', "userId", CASE WHEN $3 THEN tenant_id ELSE "tenantId" END, 'EUR', total, '{}',
           CASE WHEN $3 THEN 'card' ELSE 'account' END, CASE WHEN $3 THEN "cardRef" END, lower(number) || ' acquirente s.r.l. microsoft 365 business basic'
      FROM bought),
  line AS (
    INSERT INTO order_line (id, tier1_id, channel_id, customer_id, order_id, line_number, offer_id, quantity, unit_price_minor, charge_minor, state)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, 1, offer_id, $4, price, total, 'placed' FROM bought),
  held AS (
    INSERT INTO payment (id, tier1_id, channel_id, customer_id, order_id, method, state, currency, authorised_minor, idempotency_key)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, 'account', 'authorised', 'EUR', total, id || ':account:0' FROM bought WHERE NOT $3),
  owed AS (
    UPDATE customer c SET credit_used_minor = credit_used_minor + b.total
      FROM (SELECT customer_id, sum(total) AS total FROM bought GROUP BY customer_id) b WHERE c.id = b.customer_id AND NOT $3),
  process AS (
    INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, title, started_by)
    SELECT process_id, tier1_id, channel_id, customer_id, 'order', id, 'order/' || id, number, "userId" FROM bought),
  ledger AS (
    INSERT INTO undo_entry (id, tier1_id, channel_id, customer_id, process_id, position, step, state)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, process_id, 0, 'release_payment', 'registered' FROM bought),
  told AS (
    INSERT INTO timeline_event (tier1_id, channel_id, customer_id, process_id, subject_id, kind, params, actor_id, actor_name, dedupe_key)
    SELECT tier1_id, channel_id, customer_id, process_id, id, 'order_placed', jsonb_build_object('title', number), "userId", 'Ada Neri', 'placed:' || id FROM bought)
  SELECT id AS "orderId", process_id AS "processId",
         jsonb_build_object('method', CASE WHEN $3 THEN 'card' ELSE 'account' END, 'tenant', $3, 'agreement', $3) AS needs FROM bought`;

/** So many orders as they stand when the customer has clicked, whose workflows nobody has started yet. */
export const placeOrders = (
  databaseUrl: string,
  buyers: readonly Buyer[],
  { kind, count }: { kind: OrderKind; count: number },
): Promise<PlacedOrder[]> =>
  withClient(databaseUrl, async (client) => {
    const agreement = { ...contact, agreedAt: new Date().toISOString() };
    const details = { kind: 'new', company: 'Acquirente S.r.l.', address, contact };
    const values = [
      JSON.stringify(buyers),
      count,
      kind === 'first',
      QUANTITY,
      OFFER,
      tenantVendor,
      JSON.stringify(agreement),
      JSON.stringify(details),
    ];
    return (await client.query<PlacedOrder>(PLACE, values)).rows;
  });
