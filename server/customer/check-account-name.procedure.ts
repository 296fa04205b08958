import { accountNameInput, accountNameKey, accountNameSchema, suggestAccountName } from '../../domain/customer/account-name.js';
import { procedureFor } from '../trpc.js';
import { channelFor } from './create-customer.procedure.js';

/** Whether an account name is free in the channel's tier-1 family (A3); for use while typing. */
export const checkAccountName = procedureFor('customer.create')
  .input(accountNameInput)
  .query(({ ctx, input }) =>
    ctx.database.write(ctx.scope, async (tx) => {
      const parsed = accountNameSchema.safeParse(input.accountName);
      if (!parsed.success) return { state: 'invalid' as const, code: parsed.error.issues[0]?.message ?? 'account_name' };
      const { tier1Id } = await channelFor(tx, ctx.user, input.channelId);
      const key = accountNameKey(parsed.data);
      const rows = await tx.$queryRaw<{ key: string }[]>`SELECT key FROM licenza_taken_account_names(${tier1Id}::uuid, ${key}) AS key`;
      const taken = new Set(rows.map((row) => row.key));
      return taken.has(key) ? { state: 'taken' as const, suggestion: suggestAccountName(parsed.data, taken) } : { state: 'free' as const };
    }),
  );
