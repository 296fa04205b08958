/** A customer's account at a vendor: asked for, there, refused for good, or owned no more. */
export const vendorTenantStates = ['requested', 'ready', 'failed', 'released'] as const;
export type VendorTenantState = (typeof vendorTenantStates)[number];

export const vendorTenantTransitions: Readonly<Record<VendorTenantState, readonly VendorTenantState[]>> = {
  requested: ['ready', 'failed'],
  // The vendor doesn't have it any more: it was asked, and said so.
  ready: ['requested', 'released'],
  failed: ['requested', 'ready'],
  released: ['requested', 'ready'],
};
