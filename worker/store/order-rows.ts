import type { VendorDates } from '../../adapters/provisioning-vendor.js';
import { chargeOf } from '../../domain/order/amounts.js';
import { orderTransitions, type OrderLineState, type OrderState, type PaymentState } from '../../domain/order/order.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { LinesAtVendor } from '../../workflows/contracts/purchase.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';

/** What makes up a purchase, read under a lock on its order, so that two writers can't cross. */
export const lockOrder = async (tx: Tx, orderId: string) => {
  await tx.$executeRaw`SELECT 1 FROM customer_order WHERE id = ${orderId}::uuid FOR UPDATE`;
  return readOrder(tx, orderId);
};

export const readOrder = (tx: Tx, orderId: string) =>
  tx.order.findUniqueOrThrow({
    where: { id: orderId },
    include: { lines: { orderBy: { lineNumber: 'asc' } }, payments: { orderBy: { createdAt: 'asc' } } },
  });

export type OrderRow = Awaited<ReturnType<typeof readOrder>>;
export type LineRow = OrderRow['lines'][number];
export type PaymentRow = OrderRow['payments'][number];

export const tenantOf = ({ tier1Id, channelId, customerId }: CustomerTenant): CustomerTenant => ({ tier1Id, channelId, customerId });

/** States from which the table lets an order come to `to`. */
export const statesBefore = (to: OrderState): OrderState[] =>
  (Object.keys(orderTransitions) as OrderState[]).filter((from) => from === to || orderTransitions[from].includes(to));

/** Compare-and-set of the order's state; one that the table doesn't allow changes nothing. */
export const moveOrder = async (tx: Tx, orderId: string, to: OrderState, completedAt?: Date): Promise<void> => {
  await tx.order.updateMany({
    where: { id: orderId, state: { in: statesBefore(to) } },
    data: { state: to, version: { increment: 1 }, ...(completedAt ? { completedAt } : {}) },
  });
};

export const moveLine = async (
  tx: Tx,
  line: { readonly id: string },
  from: readonly OrderLineState[],
  data: {
    state: OrderLineState;
    vendorRef?: string;
    failureCode?: string | null;
    failureNote?: string | null;
    subscriptionId?: string;
  } & VendorDates,
): Promise<void> => {
  await tx.orderLine.updateMany({ where: { id: line.id, state: { in: [...from] } }, data });
};

const ALIVE: readonly string[] = ['pending', 'requires_action', 'authorised', 'captured'] satisfies PaymentState[];

/** The payment that holds or has taken the order's money. */
export const alivePayment = <Payment extends { readonly state: string }>(order: {
  readonly payments: readonly Payment[];
}): Payment | undefined => order.payments.find(({ state }) => ALIVE.includes(state));

interface ChargedLine {
  readonly state: string;
  readonly unitPriceMinor: bigint | number;
  readonly quantity: number;
}

/** What the lines in these states cost (minor units). */
export const chargeOfLines = (lines: readonly ChargedLine[], states: readonly OrderLineState[]): number =>
  lines
    .filter(({ state }) => (states as readonly string[]).includes(state))
    .reduce((sum, { unitPriceMinor, quantity }) => sum + chargeOf({ unitPriceMinor: Number(unitPriceMinor), quantity }), 0);

/** How the lines stand, as the workflow decides by it. */
export const countLines = (lines: readonly { readonly state: string; readonly failureCode: string | null }[]): LinesAtVendor => {
  const inState = (...states: OrderLineState[]) => lines.filter(({ state }) => (states as string[]).includes(state));
  const failure = inState('refused')[0]?.failureCode;
  return {
    provisioning: inState('placed', 'provisioning').length,
    provisioned: inState('provisioned', 'active').length,
    refused: inState('refused').length,
    ...(isFailureCode(failure) ? { failure } : {}),
  };
};

/** How the lines stand; where some are refused, also how many are there under the order's account. */
export const standOfLines = async (tx: Tx, lines: readonly LineRow[]): Promise<LinesAtVendor> => {
  const counted = countLines(lines);
  if (counted.refused === 0) return counted;
  const there = lines.filter(({ state }) => state === 'provisioning' || state === 'provisioned');
  const inAccount = await tx.offer.findMany({
    where: { id: { in: there.map(({ offerId }) => offerId) }, plan: { product: { vendor: tenantVendor } } },
    select: { id: true },
  });
  return { ...counted, inAccount: there.filter(({ offerId }) => inAccount.some(({ id }) => id === offerId)).length };
};
