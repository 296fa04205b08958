import { z } from 'zod';
import { Failure, isFailureCode } from '../../domain/failure/failure-code.js';
import {
  orderSteps,
  undoSteps,
  type OrderLineState,
  type OrderState,
  type PaymentState,
  type UndoState,
} from '../../domain/order/order.js';
import { allowedCommands } from '../../domain/order/remedies.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { tenantVendor, type TenantDetails, type TenantSigner } from '../../records/tenant/tenant-row.js';
import { procedureFor } from '../trpc.js';

interface OrderFacts {
  readonly id: string;
  readonly number: string;
  readonly state: OrderState;
  readonly customerId: string;
  readonly customerName: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly paymentMethod: 'account' | 'card';
  readonly placedAt: string;
  readonly placedByName: string | null;
  readonly completedAt: string | null;
  readonly purchaseReference: string | null;
  readonly domain: string | null;
  readonly qualification: string | null;
  readonly tenantState: string | null;
  readonly tenantRef: string | null;
  /** How the account was asked for, and who accepted the agreement; for whoever may correct it. */
  readonly tenantGiven: (TenantDetails & { readonly agreement: TenantSigner | null }) | null;
  readonly processId: string;
  readonly workflowId: string;
  readonly step: string;
  readonly stepSince: string;
  readonly nextKind: string | null;
  readonly nextAt: string | null;
  readonly failureCode: string | null;
}

export interface OrderLineView {
  readonly id: string;
  readonly lineNumber: number;
  readonly productEn: string;
  readonly productIt: string;
  readonly planEn: string;
  readonly planIt: string;
  readonly unitType: string;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly chargeMinor: number;
  readonly state: OrderLineState;
  readonly vendor: string;
  readonly vendorRef: string | null;
  readonly subscriptionId: string | null;
  readonly failureCode: string | null;
  readonly failureNote: string | null;
}

export interface PaymentView {
  readonly id: string;
  readonly method: 'account' | 'card';
  readonly state: PaymentState;
  readonly currency: string;
  readonly authorisedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly processorRef: string | null;
  readonly actionUrl: string | null;
  readonly failureCode: string | null;
  readonly createdAt: string;
}

export interface LedgerEntry {
  readonly position: number;
  readonly step: string;
  readonly state: UndoState;
  readonly at: string;
  readonly undoneAt: string | null;
  readonly failureCode: string | null;
  /** Who gave its undoing up, why and when; null where nobody did. */
  readonly givenUp: { readonly by: string; readonly reason: string; readonly at: string } | null;
}

interface OrderParts {
  readonly lines: OrderLineView[];
  readonly payments: PaymentView[];
  readonly ledger: LedgerEntry[];
}

/** The form in which instants leave the database elsewhere. */
const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LINES = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'lineNumber', l.line_number, 'productEn', pr.name_en, 'productIt', pr.name_it, 'planEn', pl.name_en,
           'planIt', pl.name_it, 'unitType', pr.unit_type, 'termDuration', f.term_duration, 'billingCycle', f.billing_cycle, 'quantity', l.quantity,
           'unitPriceMinor', l.unit_price_minor, 'chargeMinor', l.charge_minor, 'state', l.state, 'vendor', pr.vendor, 'vendorRef', l.vendor_ref,
           'subscriptionId', l.subscription_id, 'failureCode', l.failure_code, 'failureNote', l.failure_note) ORDER BY l.line_number), '[]')
    FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id WHERE l.order_id = o.id`;

const PAYMENTS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'method', y.method, 'state', y.state, 'currency', y.currency, 'authorisedMinor', y.authorised_minor,
           'capturedMinor', y.captured_minor, 'refundedMinor', y.refunded_minor, 'processorRef', y.processor_ref, 'actionUrl', y.action_url,
           'failureCode', y.failure_code, 'createdAt', ${instant('y.created_at')}) ORDER BY y.created_at, y.id), '[]')
    FROM payment y WHERE y.order_id = o.id`;

const LEDGER = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('position', e.position, 'step', e.step, 'state', e.state, 'at', ${instant('e.at')},
           'undoneAt', ${instant('e.undone_at')}, 'failureCode', e.failure_code, 'givenUp', e.detail -> 'givenUp') ORDER BY e.position), '[]')
    FROM undo_entry e WHERE e.process_id = p.id`;

// One statement, so that what it says of the order, its lines and its payments is of one moment.
const ORDER = `
  SELECT o.id, o.number, o.state, o.customer_id AS "customerId", c.company AS "customerName", o.total_minor::float8 AS "totalMinor", o.currency,
         o.payment_method AS "paymentMethod", o.placed_at AS "placedAt", u.first_name || ' ' || u.last_name AS "placedByName", o.completed_at AS "completedAt",
         o.input ->> 'purchaseReference' AS "purchaseReference", t.domain, t.qualification, t.state AS "tenantState", t.vendor_ref AS "tenantRef", t.details || jsonb_build_object('agreement', t.agreement) AS "tenantGiven",
         p.id AS "processId", p.workflow_id AS "workflowId", p.step, p.step_since AS "stepSince", p.next_kind AS "nextKind", p.next_at AS "nextAt",
         p.failure_code AS "failureCode",
         (${LINES}) AS lines, (${PAYMENTS}) AS payments, (${LEDGER}) AS ledger
    FROM customer_order o JOIN customer c ON c.id = o.customer_id JOIN process p ON p.subject_id = o.id AND p.kind = 'order'
    LEFT JOIN app_user u ON u.id = o.placed_by LEFT JOIN vendor_tenant t ON t.id = o.vendor_tenant_id WHERE o.id = $1`;

/** What may be commanded of an order as it stands. */
const commandsOf = (order: OrderFacts, lines: readonly OrderLineView[]) => {
  const there = lines.filter(({ state }) => state === 'provisioning' || state === 'provisioned');
  return allowedCommands({
    state: order.state,
    step: orderSteps.find((step) => step === order.step),
    failure: isFailureCode(order.failureCode) ? order.failureCode : undefined,
    undoing: undoSteps.find((step) => order.step === `undoing_${step}`),
    lines: {
      refused: lines.filter(({ state }) => state === 'refused').length,
      staying: there.length,
      inAccount: there.filter(({ vendor }) => vendor === tenantVendor).length,
    },
  });
};

/** One order with its lines, payments, the ledger of what can be undone, and what may be done now. Error: not_found. */
export const getOrder = procedureFor('order.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input: { id } }) => {
    const [order] = await ctx.database.read<OrderFacts & OrderParts>(ctx.scope, ORDER, [id]);
    if (!order) throw new Failure('not_found');
    const commands = commandsOf(order, order.lines);
    const corrects = commands.includes('correct') && mayDo(ctx.user, 'order.change');
    return { ...order, tenantGiven: corrects ? order.tenantGiven : null, commands };
  });
