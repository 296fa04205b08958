import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { writeAudit } from '../audit/write-audit.js';
import { FieldFailure } from '../errors/issues-of.js';
import { procedureFor } from '../trpc.js';

/** Sets how much a customer may owe on account (minor units). Errors: not_found; credit_below_used at `limitMinor`. */
export const setCreditLimit = procedureFor('credit.write')
  .input(
    z.strictObject({
      customerId: z.uuid(),
      limitMinor: z.number().int().min(0, { error: 'too_small' }).max(100_000_000_000, { error: 'too_big' }),
      reason: reasonText(),
    }),
  )
  .mutation(({ ctx, input: { customerId, limitMinor, reason } }) =>
    ctx.database.write(ctx.scope, async (tx) => {
      const customer = await tx.customer.findUnique({ where: { id: customerId } });
      if (!customer) throw new Failure('not_found');
      const { count } = await tx.customer.updateMany({
        where: { id: customerId, creditUsedMinor: { lte: limitMinor } },
        data: { creditLimitMinor: limitMinor, version: { increment: 1 }, updatedAt: new Date() },
      });
      if (count === 0) throw new FieldFailure([{ path: ['limitMinor'], code: 'credit_below_used' }]);
      const { tier1Id, channelId } = customer;
      await writeAudit(tx, ctx, [
        {
          action: 'customer.credit_limit',
          subjectType: 'customer',
          subjectId: customerId,
          tenant: { tier1Id, channelId, customerId },
          before: { limitMinor: Number(customer.creditLimitMinor) },
          after: { limitMinor },
          reason,
        },
      ]);
      return { ok: true };
    }),
  );
