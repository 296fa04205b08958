import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { isTenantPrefix, tenantPrefix, tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import { requiredLine } from '../../domain/text/safe-text.js';
import { dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import { mayNameAccount, proofRecord } from './account-owner.js';
import { asked } from './check-choices.js';
import { domainText } from './confirm-domain.procedures.js';

export interface KnownTenant {
  readonly id: string;
  readonly domain: string;
  readonly qualification: string;
  /** How many services run under it; 0 where the purchase that made it was undone. */
  readonly services: number;
}

/** The accounts that the vendor has and whose agreement it has recorded, so that they can be bought for as they are (B34); those in use first. */
export const knownTenants = procedureFor('order.place').query(({ ctx }) =>
  ctx.database.read<KnownTenant>(
    ctx.scope,
    `SELECT t.id, t.domain, t.qualification, s.services
       FROM vendor_tenant t CROSS JOIN LATERAL (
         SELECT count(*)::int AS services FROM subscription WHERE customer_id = $1 AND state = 'active' AND vendor_tenant_id = t.id) s
      WHERE t.customer_id = $1 AND t.state = 'ready' AND t.agreed_at IS NOT NULL
      ORDER BY s.services > 0 DESC, t.created_at`,
    [ctx.user.customerId],
  ),
);

/** Whether a name for a new account is free (B33). `free` is false for a taken one. Errors: tenant_domain at `prefix`, vendor_*. */
export const checkDomain = dearProcedureFor('order.place', 'vendor')
  .input(z.strictObject({ prefix: requiredLine(60).transform(tenantPrefix).refine(isTenantPrefix, { error: 'tenant_domain' }) }))
  .query(async ({ ctx, input: { prefix } }) => {
    const domain = `${prefix}${tenantSuffix}`;
    return { domain, free: await asked(ctx.tenants.isFree(domain)) };
  });

/**
 * Whether this customer may buy for the account that has this domain (B34). One that isn't proven to be its own is answered as one that is
 * not there; `record` is what the domain's TXT record has to say. Errors: domain at `domain`, vendor_*.
 */
export const findDomain = dearProcedureFor('order.place', 'vendor')
  .input(z.strictObject({ domain: domainText }))
  .query(async ({ ctx, input: { domain } }) => {
    const customerId = ctx.user.customerId ?? '';
    const [may, there] = await Promise.all([mayNameAccount(ctx, customerId, domain), asked(ctx.tenants.find(domain))]);
    return { domain, found: may && there !== undefined, record: proofRecord(ctx, customerId, domain) };
  });

interface Account {
  readonly company: string;
  readonly email: string;
  readonly limitMinor: number;
  readonly usedMinor: number;
  readonly currency: string;
  readonly cardRef: string | null;
}

const accountOf = async (ctx: UserContext): Promise<Account> => {
  const [account] = await ctx.database.read<Account>(
    ctx.scope,
    `SELECT company, contact_email AS email, credit_limit_minor::float8 AS "limitMinor", credit_used_minor::float8 AS "usedMinor",
            credit_currency AS currency, card_customer_ref AS "cardRef" FROM customer WHERE id = $1`,
    [ctx.user.customerId],
  );
  if (!account) throw new Failure('forbidden');
  return account;
};

/**
 * How the caller can pay: what is left of the credit, and the cards left with the processor (B35). `cards` is null when it doesn't answer, or
 * was asked too often.
 */
export const paymentMethods = procedureFor('order.place').query(async ({ ctx }) => {
  const { limitMinor, usedMinor, currency, cardRef } = await accountOf(ctx);
  const listCards = async (ref: string) => {
    await ctx.dear.spend(ctx.user, 'vendor');
    return ctx.cards.listCards(ref);
  };
  const cards = cardRef ? await listCards(cardRef).catch(() => null) : [];
  return { account: { limitMinor, usedMinor, leftMinor: limitMinor - usedMinor, currency }, cards };
});

const cardSetupInput = z.strictObject({ orderId: z.uuid().optional() }).optional();

const ownsOrder = async ({ database, scope, user }: UserContext, orderId: string): Promise<boolean> => {
  const sql = 'SELECT 1 FROM customer_order WHERE id = $1 AND customer_id = $2';
  return (await database.read(scope, sql, [orderId, user.customerId])).length > 0;
};

/** The processor's page on which a card is left; it leads back to the checkout, or to the order that waits for a card. Errors: not_found, payment_*. */
export const startCardSetup = dearProcedureFor('order.place', 'vendor')
  .input(cardSetupInput)
  .mutation(async ({ ctx, input }) => {
    if (input?.orderId && !(await ownsOrder(ctx, input.orderId))) throw new Failure('not_found');
    const account = await accountOf(ctx);
    const customerId = ctx.user.customerId ?? '';
    const { processorCustomer } = account.cardRef
      ? { processorCustomer: account.cardRef }
      : await asked(ctx.cards.ensureCustomer({ customerId, company: account.company, email: account.email }));
    if (!account.cardRef) {
      await ctx.database.write(ctx.scope, (tx) =>
        tx.customer.updateMany({ where: { id: customerId, cardCustomerRef: null }, data: { cardCustomerRef: processorCustomer } }),
      );
    }
    const page = input?.orderId ? `orders/${input.orderId}` : 'checkout';
    const back = `${ctx.settings.PUBLIC_URL.replace(/\/$/, '')}/${page}`;
    const urls = { returnUrl: `${back}?card=added`, cancelUrl: back };
    return asked(ctx.cards.startCardSetup({ processorCustomer, ...urls, language: ctx.user.language }));
  });
