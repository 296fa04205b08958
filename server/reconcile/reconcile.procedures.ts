import { z } from 'zod';
import { procedureFor } from '../trpc.js';
import { differenceItems, readReconcile } from './read-reconcile.js';

/** What was compared with the engine, the vendors and the card processor, and what differs. */
export const getReconcile = procedureFor('process.engine').query(({ ctx }) => readReconcile(ctx.database));

/** What of a customer, or of some subjects, differs from the outside and needs somebody. */
export const listDifferences = procedureFor('process.read')
  .input(z.strictObject({ customerId: z.uuid().optional(), subjectIds: z.array(z.uuid()).max(10).optional() }))
  .query(({ ctx, input }) => differenceItems(ctx.database, ctx.scope, input));
