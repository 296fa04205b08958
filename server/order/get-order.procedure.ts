import { z } from 'zod';
import { Failure, isFailureCode } from '../../domain/failure/failure-code.js';
import { orderSteps, type OrderLineState, type OrderState, type PaymentState, type UndoState } from '../../domain/order/order.js';
import { allowedCommands } from '../../domain/order/remedies.js';
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
}

const ORDER = `
  SELECT o.id, o.number, o.state, o.customer_id AS "customerId", c.company AS "customerName", o.total_minor::float8 AS "totalMinor", o.currency,
         o.payment_method AS "paymentMethod", o.placed_at AS "placedAt", u.first_name || ' ' || u.last_name AS "placedByName", o.completed_at AS "completedAt",
         o.input ->> 'purchaseReference' AS "purchaseReference", t.domain, t.qualification, t.state AS "tenantState", t.vendor_ref AS "tenantRef",
         p.id AS "processId", p.workflow_id AS "workflowId", p.step, p.step_since AS "stepSince", p.next_kind AS "nextKind", p.next_at AS "nextAt",
         p.failure_code AS "failureCode"
    FROM customer_order o JOIN customer c ON c.id = o.customer_id JOIN process p ON p.subject_id = o.id AND p.kind = 'order'
    LEFT JOIN app_user u ON u.id = o.placed_by LEFT JOIN vendor_tenant t ON t.id = o.vendor_tenant_id WHERE o.id = $1`;

const LINES = `
  SELECT l.id, l.line_number AS "lineNumber", pr.name_en AS "productEn", pr.name_it AS "productIt", pl.name_en AS "planEn", pl.name_it AS "planIt",
         pr.unit_type AS "unitType", f.term_duration AS "termDuration", f.billing_cycle AS "billingCycle", l.quantity,
         l.unit_price_minor::float8 AS "unitPriceMinor", l.charge_minor::float8 AS "chargeMinor", l.state, pr.vendor, l.vendor_ref AS "vendorRef",
         l.subscription_id AS "subscriptionId", l.failure_code AS "failureCode", l.failure_note AS "failureNote"
    FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id
   WHERE l.order_id = $1 ORDER BY l.line_number`;

const PAYMENTS = `
  SELECT id, method, state, currency, authorised_minor::float8 AS "authorisedMinor", captured_minor::float8 AS "capturedMinor",
         refunded_minor::float8 AS "refundedMinor", processor_ref AS "processorRef", action_url AS "actionUrl", failure_code AS "failureCode",
         created_at AS "createdAt" FROM payment WHERE order_id = $1 ORDER BY created_at, id`;

const LEDGER = `
  SELECT e.position, e.step, e.state, e.at, e.undone_at AS "undoneAt", e.failure_code AS "failureCode"
    FROM undo_entry e JOIN process p ON p.id = e.process_id WHERE p.subject_id = $1 AND p.kind = 'order' ORDER BY e.position`;

/** What may be commanded of an order as it stands. */
const commandsOf = (order: OrderFacts, lines: readonly OrderLineView[]) =>
  allowedCommands({
    state: order.state,
    step: orderSteps.find((step) => step === order.step),
    failure: isFailureCode(order.failureCode) ? order.failureCode : undefined,
    undoing: order.step.startsWith('undoing_'),
    somethingProvisioned: lines.some(({ state }) => state === 'provisioned'),
  });

/** One order with its lines, payments, the ledger of what can be undone, and what may be done now. Error: not_found. */
export const getOrder = procedureFor('order.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input: { id } }) => {
    const [[order], lines, payments, ledger] = await Promise.all([
      ctx.database.read<OrderFacts>(ctx.scope, ORDER, [id]),
      ctx.database.read<OrderLineView>(ctx.scope, LINES, [id]),
      ctx.database.read<PaymentView>(ctx.scope, PAYMENTS, [id]),
      ctx.database.read<LedgerEntry>(ctx.scope, LEDGER, [id]),
    ]);
    if (!order) throw new Failure('not_found');
    return { ...order, lines, payments, ledger, commands: commandsOf(order, lines) };
  });
