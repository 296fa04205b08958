import type { PlacedOrder } from './place-orders.js';
import type { Shop } from './shop.js';

/** An order of one line, as our tables have it. Amounts in minor units. */
interface Kept {
  readonly number: string;
  readonly state: string;
  readonly total: number;
  readonly byCard: boolean;
  readonly lineId: string;
  readonly lineState: string;
  readonly quantity: number;
  readonly subscriptions: number;
  readonly lots: number;
  readonly payments: number;
  readonly captured: number;
  readonly mails: number;
}

const KEPT = `
  WITH subscribed AS (SELECT customer_id, vendor_ref, count(*)::int AS subscriptions FROM subscription GROUP BY 1, 2),
  lot AS (SELECT subscription_id, count(*)::int AS lots FROM seat_lot GROUP BY 1),
  paid AS (SELECT order_id, count(*)::int AS payments, sum(captured_minor - refunded_minor)::float8 AS captured FROM payment WHERE state <> 'released' GROUP BY 1),
  mailed AS (SELECT params ->> 'order' AS number, count(*)::int AS mails FROM message WHERE template = 'service_ready' GROUP BY 1)
  SELECT o.number, o.state, o.total_minor::float8 AS total, o.payment_method = 'card' AS "byCard", l.id AS "lineId", l.state AS "lineState", l.quantity,
         coalesce(s.subscriptions, 0) AS subscriptions, coalesce(t.lots, 0) AS lots, coalesce(p.payments, 0) AS payments,
         coalesce(p.captured, 0) AS captured, coalesce(m.mails, 0) AS mails
    FROM customer_order o JOIN order_line l ON l.order_id = o.id
    LEFT JOIN subscribed s ON s.customer_id = o.customer_id AND s.vendor_ref = l.vendor_ref LEFT JOIN lot t ON t.subscription_id = l.subscription_id
    LEFT JOIN paid p ON p.order_id = o.id LEFT JOIN mailed m ON m.number = o.number
   WHERE o.id = ANY ($1::uuid[])`;

// What every customer owes by the payments, and what stands in the customer's row.
const CREDIT = `
  SELECT count(*)::int AS wrong FROM customer c
    LEFT JOIN LATERAL (SELECT coalesce(sum(CASE state WHEN 'captured' THEN captured_minor ELSE authorised_minor END), 0) AS owed
                         FROM payment p WHERE p.customer_id = c.id AND p.method = 'account' AND p.state IN ('authorised', 'captured')) p ON true
   WHERE c.credit_used_minor <> p.owed`;

interface AtVendor {
  readonly subscriptions: readonly { readonly friendlyName: string; readonly status: string; readonly quantity: number }[];
}
interface AtProcessor {
  readonly payments: readonly {
    readonly amount_received: number;
    readonly amount_capturable: number;
    readonly metadata: { readonly order_number?: string };
  }[];
}

const stateOf = async <T>(url: string | undefined): Promise<T> => (await fetch(`${url ?? ''}/sim/state`)).json() as Promise<T>;

const groupBy = <Each>(all: readonly Each[], keyOf: (each: Each) => string | undefined): Map<string | undefined, Each[]> => {
  const groups = new Map<string | undefined, Each[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
};

const LINE_ID_LENGTH = 36;

/** Counts by our tables, by the vendor and by the card processor: orders of which something is missing, and of which something is there twice. */
export const checkOrders = async (
  { world, client }: Shop,
  placed: readonly PlacedOrder[],
): Promise<{ readonly lost: number; readonly doubled: number }> => {
  const { rows } = await client.query<Kept>(KEPT, [placed.map(({ orderId }) => orderId)]);
  const { subscriptions } = await stateOf<AtVendor>(world.partnerVariables.PARTNER_API_URL);
  const { payments } = await stateOf<AtProcessor>(world.cardVariables.CARD_API_URL);
  const living = subscriptions.filter(({ status }) => status === 'active' || status === 'pending');
  const byLine = groupBy(living, ({ friendlyName }) => friendlyName.slice(-LINE_ID_LENGTH));
  const byNumber = groupBy(payments, ({ metadata }) => metadata.order_number);
  const isLost = ({ number, state, total, byCard, lineId, lineState, quantity, ...counts }: Kept): boolean => {
    const units = (byLine.get(lineId) ?? []).reduce((sum, each) => sum + each.quantity, 0);
    const taken = (byNumber.get(number) ?? []).reduce((sum, { amount_received }) => sum + amount_received, 0);
    const isPaid = counts.captured >= total && (!byCard || taken >= total);
    const isThere = state === 'completed' && lineState === 'active' && units >= quantity;
    return !(isThere && isPaid && counts.subscriptions > 0 && counts.lots > 0 && counts.mails > 0);
  };
  const isDoubled = ({ number, total, byCard, lineId, quantity, ...counts }: Kept): boolean => {
    const there = byLine.get(lineId) ?? [];
    const charges = byNumber.get(number) ?? [];
    const taken = charges.reduce((sum, { amount_received, amount_capturable }) => sum + amount_received + amount_capturable, 0);
    const isTwice = [counts.subscriptions, counts.lots, counts.payments, counts.mails, there.length, charges.length].some(
      (count) => count > 1,
    );
    return isTwice || counts.captured > total || taken > (byCard ? total : 0) || there.some((each) => each.quantity > quantity);
  };
  const { wrong } = (await client.query<{ wrong: number }>(CREDIT)).rows[0]!;
  if (wrong > 0) throw new Error(`the credit of ${String(wrong)} customers doesn't add up`);
  return { lost: placed.length - rows.length + rows.filter(isLost).length, doubled: rows.filter(isDoubled).length };
};
