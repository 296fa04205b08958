import { z } from 'zod';
import type { LineCost, ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { Failure, type FailureCode } from '../../domain/failure/failure-code.js';
import { isOffAtVendor, marginOf, paidFor, type Margin } from '../../domain/order/margin.js';
import type { OrderLineState } from '../../domain/order/order.js';
import { asked } from '../checkout/check-choices.js';
import { dearProcedureFor, type UserContext } from '../trpc.js';
import { readOrderToCost, type OrderToCost } from './order-costs.read-model.js';

type Line = OrderToCost['lines'][number];
/** Why a line has no cost: its vendor tells no price of it, it isn't bought, or the vendor couldn't be asked. */
type NoCost = 'not_told' | 'not_bought' | FailureCode;

/** Amounts in minor units, for one charge. */
export interface LineCostView {
  readonly lineId: string;
  /** What the customer pays. */
  readonly chargedMinor: number;
  readonly currency: string;
  /** What we pay; null for the reason that `reason` says. */
  readonly cost: { readonly currency: string; readonly amountMinor: number } | null;
  readonly reason: NoCost | null;
  /** null where there is no cost, or it's in another currency. */
  readonly margin: Margin | null;
}

const atVendor: readonly OrderLineState[] = ['provisioning', 'provisioned', 'active'];

/** What one vendor says of some of its lines. That it doesn't answer is told of its own lines: the other vendors' words stand. */
const ask = async (vendor: ProvisioningVendor, order: OrderToCost, lines: readonly Line[]): Promise<readonly LineCost[] | FailureCode> => {
  const accountRef = vendor.tenants ? order.tenantRef : order.customerId;
  if (!vendor.costs || accountRef === null) return [];
  const wanted = lines.map(({ vendorRef, ...line }) => ({ ...line, ...(vendorRef === null ? {} : { vendorRef }) }));
  try {
    return await asked(vendor.costs(accountRef, wanted));
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
};

const askAll = async ({ vendors }: UserContext, order: OrderToCost): Promise<ReadonlyMap<string, readonly LineCost[] | FailureCode>> => {
  const wanted = order.lines.filter(({ state }) => !isOffAtVendor(state));
  const answers = Object.entries(vendors).map(async ([code, vendor]) => {
    const lines = wanted.filter((line) => line.vendor === code);
    return [code, lines.length > 0 ? await ask(vendor, order, lines) : []] as const;
  });
  return new Map(await Promise.all(answers));
};

const viewOf = ({ currency, keptMinor }: OrderToCost, line: Line, told: readonly LineCost[] | FailureCode = []): LineCostView => {
  const { lineId, state } = line;
  const chargedMinor = paidFor(line, keptMinor);
  const view = { lineId, chargedMinor, currency, cost: null, reason: null, margin: null };
  if (isOffAtVendor(state)) return { ...view, reason: 'not_bought' };
  if (typeof told === 'string') return { ...view, reason: told };
  const found = told.find((cost) => cost.lineId === lineId);
  if (!found) return { ...view, reason: atVendor.includes(state) ? 'not_told' : 'not_bought' };
  const cost = { currency: found.currency, amountMinor: found.amountMinor };
  return { ...view, cost, margin: cost.currency === currency ? marginOf(chargedMinor, cost.amountMinor) : null };
};

/**
 * What the lines of an order cost us, as their vendors say now; nothing of it is kept. A vendor that can't be asked is the `reason` of its
 * lines. Error: not_found.
 */
export const vendorCosts = dearProcedureFor('order.cost', 'vendor')
  .input(z.strictObject({ orderId: z.uuid() }))
  .query(async ({ ctx, input: { orderId } }) => {
    const order = await readOrderToCost(ctx.database, ctx.scope, orderId);
    if (!order) throw new Failure('not_found');
    const told = await askAll(ctx, order);
    return { lines: order.lines.map((line) => viewOf(order, line, told.get(line.vendor))) };
  });
