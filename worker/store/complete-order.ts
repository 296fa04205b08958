import { randomUUID } from 'node:crypto';
import { chargeOf } from '../../domain/order/amounts.js';
import { orderEnds, type OrderState } from '../../domain/order/order.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import { windowEndOf, type WindowClock } from '../../domain/subscription/cancellation-window.js';
import { termEndOf } from '../../domain/subscription/term.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { OrderProgress } from '../../workflows/contracts/purchase.js';
import { chargeOfLines, statesBefore } from './order-rows.js';
import { POSTMAN_SECONDS } from '../postman.js';
import { readWholeOrder, type BuyerRead, type LineRead, type OrderRead } from './read-order.js';
import { besideParameter, notOvertaken, overtaken, progressStatement, whyUnmoved, type Beside } from './record-progress.js';

const [ORDER, VERSION, END, BEFORE] = [besideParameter(1), besideParameter(2), besideParameter(3), besideParameter(4)];
const [AT, SOLD] = [besideParameter(5), besideParameter(6)];

// The first part decides: whoever finds the order as it was read ends it, and everything else follows from its row. Of two writers at
// once the second one waits for the first one's row, finds another version, and writes nothing.
const PARTS = [
  `ended AS (
    UPDATE customer_order SET state = ${END}::text, completed_at = ${AT}::timestamptz, version = version + 1
     WHERE id = ${ORDER}::uuid AND version = ${VERSION}::int AND state = ANY (${BEFORE}::text[])
       AND ($11::int[] IS NULL OR EXISTS (SELECT 1 FROM process WHERE id = $1::uuid AND ${notOvertaken}))
    RETURNING *)`,
  // A line becomes a subscription with its first lot, and keeps the policy that it was bought under. The lot's deadline is fixed here and never computed again.
  `line AS (
    UPDATE order_line l SET state = 'active', subscription_id = s."subscriptionId"
      FROM ended, jsonb_to_recordset(${SOLD}::jsonb) AS s ("lineId" uuid, "subscriptionId" uuid, "planId" uuid, "inTenant" boolean, "boughtAt" timestamptz, "termEndsAt" timestamptz,
           "cancellableUntil" timestamptz, "chargedMinor" bigint, "messageId" uuid, message jsonb, payload jsonb)
     WHERE l.order_id = ${ORDER}::uuid AND l.order_id = ended.id AND l.id = s."lineId" AND l.state = 'provisioned'
    RETURNING l.tier1_id, l.channel_id, l.customer_id, l.offer_id, l.vendor_ref, l.quantity, l.unit_price_minor, ended.currency,
              CASE WHEN s."inTenant" THEN ended.vendor_tenant_id END AS vendor_tenant_id, s.*)`,
  `subscribed AS (
    INSERT INTO subscription (id, tier1_id, channel_id, customer_id, source, plan_id, offer_id, policy, vendor_tenant_id, vendor_ref, state, units, target_units,
                              starts_at, term_starts_at, term_ends_at)
    SELECT "subscriptionId", tier1_id, channel_id, customer_id, 'bought', "planId", offer_id, licenza_policy_of(offer_id), vendor_tenant_id, vendor_ref, 'active',
           quantity, quantity, ${AT}::timestamptz, "boughtAt", "termEndsAt"
      FROM line)`,
  `lot AS (
    INSERT INTO seat_lot (id, tier1_id, channel_id, customer_id, subscription_id, units, unit_price_minor, currency, bought_at, cancellable_until, charged_minor)
    SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, "subscriptionId", quantity, unit_price_minor, currency, "boughtAt",
           "cancellableUntil", "chargedMinor" FROM line)`,
  // Posts what is owed on account; the rest of what was held is free again. A card was charged before.
  `posted AS (
    UPDATE payment p SET state = 'captured', captured_minor = (SELECT coalesce(sum("chargedMinor"), 0) FROM line), updated_at = now()
      FROM ended WHERE p.order_id = ended.id AND p.method = 'account' AND p.state = 'authorised'
    RETURNING p.customer_id, p.authorised_minor - p.captured_minor AS free)`,
  `freed AS (
    UPDATE customer c SET credit_used_minor = c.credit_used_minor - posted.free FROM posted WHERE c.id = posted.customer_id AND posted.free > 0)`,
  // The mail that a service is ready (B37), to who bought it.
  `mailed AS (
    INSERT INTO message (id, tier1_id, channel_id, customer_id, user_id, template, state, language, params, to_address, due_at, message_id_header)
    SELECT "messageId", tier1_id, channel_id, customer_id, (message ->> 'userId')::uuid, 'service_ready', 'sending', message ->> 'language', message -> 'params',
           message ->> 'to', now(), message ->> 'header' FROM line WHERE "messageId" IS NOT NULL)`,
  // Sent as soon as this is committed. What the postman can't hand over becomes a process of its own.
  `left_to_postman AS (
    INSERT INTO outbox (command, workflow_id, payload, next_attempt_at)
    SELECT 'start', message ->> 'workflowId', payload, now() + interval '${String(POSTMAN_SECONDS)} seconds' FROM line
     WHERE "messageId" IS NOT NULL)`,
  `settled AS (UPDATE undo_entry u SET state = 'done' FROM ended WHERE u.process_id = $1::uuid AND u.state = 'registered')`,
];

const HAS_ENDED = 'EXISTS (SELECT 1 FROM ended)';

const mailOf = (order: OrderRead, line: LineRead, { id: userId, language, address }: BuyerRead, mailHost: string) => {
  const messageId = randomUUID();
  const service = language === 'it' ? line.serviceIt : line.serviceEn;
  const params = { service, units: String(line.quantity), order: order.number, path: `/orders/${order.id}` };
  const header = `<${messageId}@${mailHost}>`;
  return {
    messageId,
    message: { userId, language, params, to: address, header, workflowId: workflowIdOf('message', messageId) },
    payload: { workflowType: workflowTypes.message, args: [{ messageId, processId: messageId }] },
  };
};

/** Of what was bought, by the vendor's clock: what it says itself, else counted from when it sold. */
const datesOf = ({ boughtAt, cancellableUntil, termEndsAt, termDuration, windowHours, windowClock }: LineRead, at: string) => {
  const from = new Date(boughtAt ?? at).toISOString();
  return {
    boughtAt: from,
    termEndsAt: termEndsAt ?? termEndOf(from, termDuration),
    cancellableUntil: cancellableUntil ?? windowEndOf({ windowHours, windowClock: windowClock as WindowClock }, from),
  };
};

const soldLine = (order: OrderRead, line: LineRead, at: string, mailHost: string): object => ({
  lineId: line.id,
  subscriptionId: randomUUID(),
  planId: line.planId,
  inTenant: line.vendor === tenantVendor,
  ...datesOf(line, at),
  chargedMinor: chargeOf({ unitPriceMinor: line.unitPriceMinor, quantity: line.quantity }),
  ...(order.buyer ? mailOf(order, line, order.buyer, mailHost) : {}),
});

interface Completion {
  /** Instant, ISO-8601 UTC. */
  readonly at: string;
  readonly progress: OrderProgress;
  readonly mailHost: string;
}

const besideEnd = (order: OrderRead, outcome: OrderState, { at, mailHost }: Completion): Beside => {
  const sold = order.lines.filter(({ state }) => state === 'provisioned').map((line) => soldLine(order, line, at, mailHost));
  return {
    parts: PARTS,
    values: [order.id, order.version, outcome, statesBefore(outcome), at, JSON.stringify(sold)],
    onlyIf: HAS_ENDED,
    answer: `SELECT ${HAS_ENDED} AS "hasEnded", (SELECT coalesce(array_agg("messageId"), '{}') FROM line WHERE "messageId" IS NOT NULL) AS "messageIds"`,
  };
};

export interface Completed {
  readonly outcome: 'completed' | 'partly_completed';
  /** Of the mails that this has left for the postman. */
  readonly messageIds: readonly string[];
}

/** Ends a purchase whose lines are there, in one statement; one that has ended stays as it is. An order that changed meanwhile is read anew. */
export const completeOrder = async (database: Database, completion: Completion): Promise<Completed> => {
  for (;;) {
    const order = await readWholeOrder(database, completion.progress.orderId);
    const outcome = order.lines.some(({ state }) => state === 'left_out') ? 'partly_completed' : 'completed';
    if ((orderEnds as readonly string[]).includes(order.state)) return { outcome, messageIds: [] };
    if (!(statesBefore(outcome) as readonly string[]).includes(order.state)) throw new Error(`order ${order.number} is ${order.state}`);
    const { progress } = completion;
    const events = [...(progress.events ?? []), { kind: `order_${outcome}` as const, key: `${order.id}:end` }];
    const charged = { amountMinor: String(chargeOfLines(order.lines, ['provisioned'])), currency: order.currency };
    const { sql, values } = progressStatement({ ...progress, events }, charged, besideEnd(order, outcome, completion));
    const ask = (text: string, parameters: readonly unknown[]) => database.run(platformScope, text, parameters);
    const [answer] = (await ask(sql, values)) as { hasEnded: boolean; messageIds: string[] }[];
    if (answer?.hasEnded) return { outcome, messageIds: answer.messageIds };
    if ((await whyUnmoved(ask, progress)) === 'overtaken') throw overtaken();
  }
};
