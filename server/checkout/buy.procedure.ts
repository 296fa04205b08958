import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { randomUUID } from 'node:crypto';
import { buyInput, type BuyInput } from '../../domain/checkout/checkout.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { Tx } from '../../prisma/client.js';
import { holdCredit } from '../../records/customer/credit.js';
import { needsOf } from '../../records/order/order-needs.js';
import { tenantRowOf, tenantVendor } from '../../records/tenant/tenant-row.js';
import { writeAudit } from '../audit/write-audit.js';
import { readCart, type CartView } from '../cart/cart.read-model.js';
import { actorOf } from '../context.js';
import { enqueue } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import { violates } from '../errors/violates.js';
import { once } from '../idempotency.js';
import { procedureFor, type UserContext } from '../trpc.js';
import type { PurchaseInput } from '../../workflows/contracts/purchase.js';
import { checkCard, checkTenant } from './check-choices.js';
import { checkEligibility } from './check-eligibility.js';

const CONFIRM_WITHIN_MS = 2_000;

export interface Bought {
  readonly orderId: string;
  readonly number: string;
  readonly workflowId: string;
}

/** What is shown is what is charged: every line at the price that it was shown at, and together the amount on the button. */
const checkAmounts = (cart: CartView, input: BuyInput): void => {
  if (cart.lines.length === 0) throw new Failure('cart_empty');
  if (cart.version !== input.cartVersion) throw new Failure('changed_meanwhile');
  const troubled = cart.lines.find(({ problem }) => problem !== null);
  if (troubled?.problem) throw new Failure(troubled.problem, { plan: troubled.planEn });
  if (cart.totalMinor !== input.shownTotalMinor || cart.currency !== input.currency) throw new Failure('price_changed');
  if (cart.needsTenant && !input.tenant) throw new FieldFailure([{ path: ['tenant'], code: 'required' }]);
};

/** The basket is emptied in the transaction that makes it an order, for the version that was looked at: of two tabs one buys. */
const emptyCart = async (tx: Tx, cart: CartView): Promise<void> => {
  const { count } = await tx.cart.updateMany({
    where: { id: cart.id ?? '', version: cart.version },
    data: { version: { increment: 1 }, updatedAt: new Date() },
  });
  if (count === 0) throw new Failure('changed_meanwhile');
  await tx.cartLine.deleteMany({ where: { cartId: cart.id ?? '' } });
};

const nextNumber = async (tx: Tx): Promise<string> => {
  const [row] = await tx.$queryRaw<{ number: string }[]>`
    SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY') || '-' || lpad(nextval('order_number_seq')::text, 6, '0') AS number`;
  return row!.number;
};

const linesOf = (cart: CartView, tenant: object) =>
  cart.lines.map(({ offerId, quantity, unitPriceMinor, chargeMinor }, index) => ({
    ...(tenant as CustomerTenant),
    lineNumber: index + 1,
    offerId,
    quantity,
    unitPriceMinor,
    chargeMinor,
    state: 'placed',
  }));

const place = async (tx: Tx, ctx: UserContext, cart: CartView, input: BuyInput): Promise<Bought> => {
  const customer = await tx.customer.findUnique({ where: { id: ctx.user.customerId ?? '' } });
  if (customer?.state !== 'active') throw new Failure('state_conflict', { state: customer?.state ?? 'unknown' });
  const tenant = { tier1Id: customer.tier1Id, channelId: customer.channelId, customerId: customer.id };
  await emptyCart(tx, cart);
  const vendorTenantId = cart.needsTenant && input.tenant ? await tenantRowOf(tx, tenant, input.tenant) : null;
  if (cart.needsTenant && vendorTenantId === null) throw new FieldFailure([{ path: ['tenant', 'tenantId'], code: 'tenant_unknown' }]);
  const [orderId, processId, number] = [randomUUID(), randomUUID(), await nextNumber(tx)];
  await tx.order.create({
    data: {
      id: orderId,
      ...tenant,
      number,
      state: 'placed',
      placedBy: ctx.user.id,
      vendorTenantId,
      currency: cart.currency,
      totalMinor: cart.totalMinor,
      paymentMethod: input.payment.method,
      cardRef: input.payment.method === 'card' ? input.payment.cardRef : null,
      searchText: [number, customer.company, customer.accountName, ...cart.lines.flatMap(({ productEn, planEn }) => [productEn, planEn])]
        .join(' ')
        .toLowerCase(),
      input: input.purchaseReference ? { purchaseReference: input.purchaseReference } : {},
    },
  });
  await tx.orderLine.createMany({ data: linesOf(cart, tenant).map((line) => ({ ...line, orderId })) });
  const owed = { id: orderId, totalMinor: cart.totalMinor, currency: cart.currency };
  if (input.payment.method === 'account' && !(await holdCredit(tx, tenant, owed))) {
    throw new Failure('credit_exceeded', {
      leftMinor: Number(customer.creditLimitMinor - customer.creditUsedMinor),
      currency: cart.currency,
    });
  }
  const workflowId = workflowIdOf('order', orderId);
  await tx.process.create({
    data: {
      id: processId,
      ...tenant,
      kind: 'order',
      protocol: 'commands',
      subjectId: orderId,
      workflowId,
      title: number,
      startedBy: ctx.user.id,
    },
  });
  // What was held above is let go of by this, the first entry of the way back.
  await tx.undoEntry.create({ data: { ...tenant, processId, step: 'release_payment', position: 0, state: 'registered' } });
  const actor = actorOf(ctx.user);
  const amount = { amountMinor: cart.totalMinor, currency: cart.currency };
  await tx.timelineEvent.create({
    data: {
      ...tenant,
      processId,
      subjectId: orderId,
      kind: 'order_placed' satisfies TimelineKind,
      params: { title: number, ...amount },
      actorId: actor.id,
      actorName: actor.name,
      dedupeKey: `placed:${orderId}`,
    },
  });
  const after = { number, ...amount, payment: input.payment.method, lines: linesOf(cart, {}) };
  await writeAudit(tx, ctx, [{ action: 'order.place', subjectType: 'order', subjectId: orderId, tenant, after }]);
  const start: Required<PurchaseInput> = {
    orderId,
    processId,
    needs: await needsOf(tx, { vendorTenantId, paymentMethod: input.payment.method }),
  };
  await enqueue(tx, [{ command: 'start', workflowId, workflowType: workflowTypes.order, args: [start] }]);
  return { orderId, number, workflowId };
};

/** A customer that is closed in the very moment takes no order; the database says so, as this transaction began before. */
const refusedAsClosed = (error: unknown): never => {
  if (violates(error, 'customer_order_of_active')) throw new Failure('state_conflict', { state: 'closed' });
  throw error;
};

/**
 * Buys what is in the basket (B35). Once for a key, and once for a basket. Errors: cart_empty, changed_meanwhile, price_changed,
 * offer_unavailable, tenant_not_eligible, credit_exceeded, rate_limited; faults at `tenant` and `payment`.
 */
export const buy = procedureFor('order.place')
  .input(buyInput)
  .mutation(async ({ ctx, input }) => {
    const cart = await readCart(ctx.database, ctx.scope, ctx.user.id, tenantVendor);
    const known = await ctx.database.write(ctx.scope, (tx) =>
      tx.idempotencyKey.findUnique({
        where: { userId_procedure_key: { userId: ctx.user.id, procedure: 'checkout.buy', key: input.idempotencyKey } },
      }),
    );
    if (!known) {
      checkAmounts(cart, input);
      await ctx.dear.spend(ctx.user, 'vendor');
      await Promise.all([
        checkTenant(ctx, input.tenant, ctx.user.customerId ?? ''),
        checkCard(ctx, input.payment),
        checkEligibility(ctx, cart, input.tenant),
      ]);
    }
    const { response } = await ctx.database.write(ctx.scope, (tx) =>
      once(tx, { userId: ctx.user.id, procedure: 'checkout.buy', key: input.idempotencyKey, request: input }, () =>
        place(tx, ctx, cart, input),
      ).catch(refusedAsClosed),
    );
    const confirmed = await ctx.outbox.dispatchNow([response.workflowId], CONFIRM_WITHIN_MS);
    return { orderId: response.orderId, number: response.number, engine: confirmed ? ('confirmed' as const) : ('queued' as const) };
  });
