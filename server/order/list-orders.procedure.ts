import { procedureFor } from '../trpc.js';
import { listOrders, orderListInput } from './orders.read-model.js';

/** A page of orders, newest first. */
export const orderList = procedureFor('order.read')
  .input(orderListInput)
  .query(({ ctx, input }) => listOrders(ctx.database, ctx.scope, input));

/** How many orders of each state there are in the caller's scope, of those that aren't over. */
export const openOrderCounts = procedureFor('order.read').query(({ ctx }) =>
  ctx.database.read<{ state: string; count: number }>(
    ctx.scope,
    `SELECT state, count(*)::int AS count FROM customer_order WHERE state IN ('placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing') GROUP BY state`,
  ),
);
