import type { ProvisioningVendor, VendorOrder } from '../../adapters/provisioning-vendor.js';

/** The lines of one vendor, in that vendor's words. */
export interface VendorPart {
  readonly code: string;
  readonly vendor: ProvisioningVendor;
  readonly order: VendorOrder;
}
