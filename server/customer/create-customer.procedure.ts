import { createCustomerInput } from '../../domain/customer/create-customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Tx } from '../../prisma/client.js';
import type { SignedInUser } from '../context.js';
import { FieldFailure } from '../errors/issues-of.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { once } from '../idempotency.js';
import { procedureFor } from '../trpc.js';
import { withFreeLoginName } from '../user/with-free-login-name.js';
import { openAccount, type OpenedAccount } from './open-account.js';

/** How long the answer waits for the engine's word; without it the account is there all the same, and starts when the engine is back. */
const CONFIRM_WITHIN_MS = 2_000;

/** The channel that a new customer will belong to: the caller's own unless another one it may use is named. */
export const channelFor = async (tx: Tx, user: SignedInUser, channelId: string | undefined): Promise<{ id: string; tier1Id: string }> => {
  const id = channelId ?? user.channelId;
  if (!id) throw new FieldFailure([{ path: ['channelId'], code: 'required' }]);
  // Row-level security hides channels that aren't the caller's.
  const channel = await tx.channel.findUnique({ where: { id } });
  if (!channel) throw new FieldFailure([{ path: ['channelId'], code: 'channel' }]);
  return channel;
};

/**
 * Creates a customer (A1–A9). Idempotent by key: two clicks or a retry after a lost answer create once.
 * The account e-mail counts against who sends it and against its address. Errors: account_name_taken, idempotency_mismatch,
 * rate_limited, and faults by field.
 */
export const createCustomer = procedureFor('customer.create')
  .input(createCustomerInput)
  .mutation(async ({ ctx, input }) => {
    const { user, database, scope } = ctx;
    // Beside the transaction's own beginning; a repeated request, which sends nothing, goes through all the same.
    const spent = ctx.dear.spendMail(user, [input.contact.email]);
    spent.catch(() => undefined);
    const { response } = await withFreeLoginName(database, scope, async (tx) => {
      const channel = await channelFor(tx, user, input.channelId);
      return once<OpenedAccount>(tx, { userId: user.id, procedure: 'customers.create', key: input.idempotencyKey, request: input }, () =>
        spent.then(() => openAccount(tx, ctx, channel, input)),
      );
    }).catch((error: unknown) => {
      if (isUniqueViolation(error, 'customer')) throw new Failure('account_name_taken', { accountName: input.accountName });
      throw error;
    });
    const confirmed = await ctx.outbox.dispatchNow(response.workflowIds, CONFIRM_WITHIN_MS);
    const { workflowIds: _internal, ...opened } = response;
    return { ...opened, engine: confirmed ? ('confirmed' as const) : ('queued' as const) };
  });
