import { z } from 'zod';
import { closings } from '../../domain/closing/closing.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { procedureFor } from '../trpc.js';
import { whatCloses } from './what-closes.js';

/**
 * What would end, go on or stand in the way if a customer were disabled or deleted now, and what is owed; amounts for who may read orders.
 * Error: not_found.
 */
export const closingPreview = procedureFor('customer.write')
  .input(z.object({ id: z.uuid(), closing: z.enum(closings) }))
  .query(async ({ ctx, input: { id, closing } }) => {
    const [customer] = await ctx.database.read(ctx.scope, "SELECT 1 FROM customer WHERE id = $1 AND state <> 'deleted'", [id]);
    if (!customer) throw new Failure('not_found');
    const ask = <Row>(sql: string, values: readonly unknown[]) => ctx.database.read<Row & object>(ctx.scope, sql, [...values]);
    const items = await whatCloses(ask, id, closing, new Date().toISOString());
    const seesAmounts = mayDo(ctx.user, 'order.read');
    return {
      items: items.map((item) => (seesAmounts ? item : { ...item, owedMinor: null })),
      blocked: items.some(({ fate }) => fate === 'blocks'),
    };
  });
