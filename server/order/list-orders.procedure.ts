import type { OrderState } from '../../domain/order/order.js';
import { hasCounts, rowCounts } from '../list/row-counts.js';
import { procedureFor } from '../trpc.js';
import { listOrders, orderListInput } from './orders.read-model.js';

/** A page of orders, newest first. */
export const orderList = procedureFor('order.read')
  .input(orderListInput)
  .query(({ ctx, input }) => listOrders(ctx.database, ctx.scope, input));

const OPEN: readonly string[] = ['placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing'] satisfies OrderState[];
const COUNT = 'SELECT state, count(*)::int AS count FROM customer_order WHERE state = ANY ($1) GROUP BY state';

/** How many orders of each state there are in the caller's scope, of those that aren't over. */
export const openOrderCounts = procedureFor('order.read').query(async ({ ctx: { database, scope } }) => {
  if (!hasCounts(scope)) return database.read<{ state: string; count: number }>(scope, COUNT, [OPEN]);
  const counts = await rowCounts(database, scope, 'customer_order');
  return counts.filter(({ word }) => OPEN.includes(word)).map(({ word, count }) => ({ state: word, count }));
});
