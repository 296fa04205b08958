import { z } from 'zod';
import { customerStates } from '../../domain/customer/customer.js';
import { searchText } from '../../domain/text/safe-text.js';
import { checkCursor, pageCursor } from '../list/cursor.js';
import { procedureFor } from '../trpc.js';
import { countCustomers, customerSorts, listCustomers } from './customers.read-model.js';

/** Filters of the customer list; the same for the page, the count and the CSV. */
export const customerFilters = z.object({
  q: searchText().optional(),
  state: z.array(z.enum(customerStates)).max(3).optional(),
  channelId: z.uuid().optional(),
  sort: z.enum(customerSorts).default('created'),
  direction: z.enum(['asc', 'desc']).default('desc'),
});

/** A page of customers, newest first unless asked otherwise. */
export const customerList = procedureFor('customer.read')
  .input(
    customerFilters.extend({ cursor: pageCursor.optional(), limit: z.number().int().min(1).max(200).default(50) }).superRefine(checkCursor),
  )
  .query(({ ctx, input }) => listCustomers(ctx.database, ctx.scope, input));

/** How many customers match, capped. */
export const customerCount = procedureFor('customer.read')
  .input(customerFilters)
  .query(({ ctx, input }) => countCustomers(ctx.database, ctx.scope, { ...input, limit: 1 }));
