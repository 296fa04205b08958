import type { Buyer } from '../../adapters/provisioning-vendor.js';
import type { TenantChoice } from '../../domain/checkout/checkout.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { CartView } from '../cart/cart.read-model.js';
import type { UserContext } from '../trpc.js';
import { ifReachable } from './check-choices.js';

/** For whom the vendor would be asked; undefined where there is nobody yet, or the account isn't ready. */
const buyerOf = async (ctx: UserContext, choice: TenantChoice): Promise<Buyer | undefined> => {
  if (choice.kind === 'new') return { country: choice.address.country, qualification: choice.qualification };
  if (choice.kind === 'existing') return ctx.tenants.find(choice.domain);
  const [known] = await ctx.database.read<{ ref: string | null }>(ctx.scope, 'SELECT vendor_ref AS ref FROM vendor_tenant WHERE id = $1', [
    choice.tenantId,
  ]);
  return known?.ref ? { accountRef: known.ref } : undefined;
};

/**
 * Refuses, before any money moves, what the vendor doesn't sell to this account or to a customer of this kind. Error:
 * tenant_not_eligible, with the plan's name. Where the vendor can't be asked now, the purchase's own process finds out.
 */
export const checkEligibility = async (ctx: UserContext, cart: CartView, choice: TenantChoice | undefined): Promise<void> => {
  const lines = cart.lines.filter(({ vendor }) => vendor === tenantVendor);
  const partner = ctx.vendors[tenantVendor];
  if (!choice || lines.length === 0 || !partner.unsold) return;
  const offers = await ctx.database.read<{ id: string; code: string }>(
    ctx.scope,
    'SELECT id, code FROM offer WHERE id = ANY ($1::uuid[])',
    [lines.map(({ offerId }) => offerId)],
  );
  const asked = lines.map(({ id, offerId, planCode, quantity, termDuration, billingCycle }) => ({
    lineId: id,
    planCode,
    offerCode: offers.find((offer) => offer.id === offerId)?.code ?? '',
    quantity,
    termDuration,
    billingCycle,
  }));
  const unsold = await ifReachable(async () => {
    const buyer = await buyerOf(ctx, choice);
    return buyer && partner.unsold?.(buyer, asked);
  });
  const refused = lines.find(({ id }) => unsold?.includes(id));
  if (refused) throw new Failure('tenant_not_eligible', { plan: refused.planEn });
};
