import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createProvisioningVendors, type VendorSettings } from '../../../adapters/provisioning-vendors.js';
import type {
  AgreementSigner,
  ProvisioningVendor,
  TenantRequest,
  VendorLine,
  VendorOrder,
  VendorTenants,
} from '../../../adapters/provisioning-vendor.js';
import { vendorApiKey } from '../../support/global-setup.js';
import { partnerApiKey, partnerWebhookSecret } from '../../support/partner-keys.js';

/** Our side of the run's simulators. */
export const vendorsWith = (changes: Partial<VendorSettings> = {}) =>
  createProvisioningVendors({
    PARTNER_API_URL: inject('partnerUrl'),
    PARTNER_API_KEY: partnerApiKey,
    PARTNER_WEBHOOK_SECRET: partnerWebhookSecret,
    PARTNER_REQUESTS_PER_MINUTE: 10_000,
    LICENCE_VENDOR_URL: inject('vendorUrl'),
    LICENCE_VENDOR_API_KEY: vendorApiKey,
    ...changes,
  });

export const signer: AgreementSigner = {
  firstName: 'Carla',
  lastName: 'Conti',
  email: 'carla@acme.example',
  phone: '+39 02 1234567',
  agreedAt: '2026-11-21T08:00:00.000Z',
};

/** A domain that nobody has; how it begins tells the simulator what to do. */
export const freeDomain = (prefix = 'acme'): string => `${prefix}-${randomUUID().slice(0, 13)}.onmicrosoft.com`;

export const tenantRequest = (domain: string, changes: Partial<TenantRequest> = {}): TenantRequest => ({
  domain,
  qualification: 'none',
  company: 'Acme S.r.l.',
  address: { line1: 'Via Dante 1', city: 'Milano', state: 'MI', postalCode: '20121', country: 'IT' },
  contact: { firstName: 'Carla', lastName: 'Conti', email: 'carla@acme.example', phone: '+39 02 1234567' },
  language: 'it',
  ...(changes.qualification === 'education' ? { facts: { educationSegment: 'k12' } } : {}),
  ...changes,
});

export const orderLine = (changes: Partial<VendorLine> = {}): VendorLine => ({
  lineId: randomUUID(),
  planCode: 'M365-BB',
  offerCode: 'M365-BB-P1Y-annual',
  quantity: 5,
  termDuration: 'P1Y',
  billingCycle: 'annual',
  ...changes,
});

export const tenantsOf = ({ tenants }: ProvisioningVendor): VendorTenants => {
  if (!tenants) throw new Error('the vendor has no tenants');
  return tenants;
};

/** A customer at the vendor who has accepted the agreement. */
export const readyTenant = async (vendor: ProvisioningVendor, domain = freeDomain()): Promise<string> => {
  const { accountRef } = await tenantsOf(vendor).create(tenantRequest(domain));
  await tenantsOf(vendor).acceptAgreement(accountRef, signer);
  return accountRef;
};

export interface RememberedOrder {
  readonly order: VendorOrder;
  /** As the workflow's rows have it: with what was remembered. */
  place(): ReturnType<ProvisioningVendor['place']>;
  read(): ReturnType<ProvisioningVendor['read']>;
  basketRefs(): readonly string[];
}

/** An order that keeps what the vendor's adapter asks to remember, as ours does in the database. */
export const rememberedOrder = (vendor: ProvisioningVendor, accountRef: string, lines: readonly VendorLine[]): RememberedOrder => {
  const order = { orderId: randomUUID(), accountRef, lines };
  const refs: string[] = [];
  const current = (): VendorOrder => ({ ...order, ...(refs.length > 0 ? { basketRef: refs.at(-1)! } : {}) });
  // Told once more of what it has, the database has it still.
  const remember = async (ref: string): Promise<void> => {
    if (refs.at(-1) !== ref) refs.push(ref);
  };
  return {
    order,
    place: () => vendor.place(current(), remember),
    read: () => vendor.read(current()),
    basketRefs: () => refs,
  };
};
