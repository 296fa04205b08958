/**
 * Whose rows a piece of work may see and write. `platform`: all (staff, the worker, sign-in);
 * `tier1`: a tier-1 channel with its tier-2 channels; `channel`: one channel; `customer`: one customer.
 */
export type Scope = { readonly kind: 'platform' } | { readonly kind: 'tier1' | 'channel' | 'customer'; readonly tenant: string };

export const platformScope: Scope = { kind: 'platform' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The scope's tenant as the policies read it; throws for what isn't an id. */
export const tenantOf = (scope: Scope): string => {
  if (scope.kind === 'platform') return '';
  if (!UUID.test(scope.tenant)) throw new Error('a tenant id must be a UUID');
  return scope.tenant;
};
