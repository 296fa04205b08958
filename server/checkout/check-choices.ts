import { ApplicationFailure } from '@temporalio/common';
import type { PaymentChoice, TenantChoice } from '../../domain/checkout/checkout.js';
import { Failure, isFailureCode } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import { FieldFailure } from '../errors/issues-of.js';
import { mayNameAccount } from './account-owner.js';
import type { UserContext } from '../trpc.js';

/** What an outside service answers; what it fails with as a failure of ours. */
export const asked = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApplicationFailure && isFailureCode(error.type)) throw new Failure(error.type);
    throw error;
  }
};

/** The answer, or undefined where the service can't be asked now: then the purchase's own process finds out. */
export const ifReachable = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await ask();
  } catch {
    return undefined;
  }
};

/** Refuses an account that the vendor would refuse, or that isn't proven to be this customer's, before any money moves. */
export const checkTenant = async (ctx: UserContext, choice: TenantChoice | undefined, customerId: string): Promise<void> => {
  const { tenants } = ctx;
  if (choice?.kind === 'new') {
    const free = await ifReachable(() => tenants.isFree(`${choice.prefix}${tenantSuffix}`));
    if (free === false) throw new FieldFailure([{ path: ['tenant', 'prefix'], code: 'tenant_domain_taken' }]);
  }
  if (choice?.kind === 'existing') {
    // Whose it is comes first, and both refusals are one: what is asked tells nothing of who is a customer.
    if (!(await mayNameAccount(ctx, customerId, choice.domain)))
      throw new FieldFailure([{ path: ['tenant', 'domain'], code: 'tenant_not_found' }]);
    const found = await ifReachable(async () => ({ there: await tenants.find(choice.domain) }));
    if (found && !found.there) throw new FieldFailure([{ path: ['tenant', 'domain'], code: 'tenant_not_found' }]);
  }
};

/** Refuses a card that isn't this customer's, and one that somebody else than the customer chooses. */
export const checkCard = async (ctx: UserContext, payment: PaymentChoice | undefined): Promise<void> => {
  if (payment?.method !== 'card') return;
  if (!mayDo(ctx.user, 'order.place')) throw new FieldFailure([{ path: ['payment'], code: 'card_by_customer' }]);
  const [customer] = await ctx.database.read<{ ref: string | null }>(
    ctx.scope,
    'SELECT card_customer_ref AS ref FROM customer WHERE id = $1',
    [ctx.user.customerId],
  );
  const { ref } = customer ?? {};
  const cards = ref ? await asked(ctx.cards.listCards(ref)) : [];
  if (!cards.some((card) => card.ref === payment.cardRef)) throw new FieldFailure([{ path: ['payment', 'cardRef'], code: 'card_unknown' }]);
};
