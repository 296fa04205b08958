import { randomUUID } from 'node:crypto';
import type { TenantChoice } from '../../domain/checkout/checkout.js';
import { factsOf, type QualificationFacts } from '../../domain/tenant/qualification.js';
import { tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { Tx } from '../../prisma/client.js';

/** The vendor whose orders need an account. */
export const tenantVendor = 'microsoft';

/** What a tenant's row keeps of how it was asked for, for the vendor. */
export interface TenantDetails {
  readonly kind: 'new' | 'existing';
  readonly company?: string;
  readonly address?: {
    readonly line1: string;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
    readonly country: string;
  };
  readonly facts?: QualificationFacts;
  readonly contact?: { readonly firstName: string; readonly lastName: string; readonly email: string; readonly phone: string };
}

/** Who accepted the vendor's agreement for the customer, and when. */
export interface TenantSigner {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly agreedAt: string;
}

/**
 * The row of the account that a purchase names, made or brought up to date. One that is ready stays as it is.
 * Its id, or undefined for a known one that isn't this customer's.
 */
export const tenantRowOf = async (tx: Tx, owner: CustomerTenant, choice: TenantChoice): Promise<string | null> => {
  if (choice.kind === 'known') {
    const known = await tx.vendorTenant.findFirst({ where: { id: choice.tenantId, customerId: owner.customerId } });
    return known?.id ?? null;
  }
  const domain = choice.kind === 'new' ? `${choice.prefix}${tenantSuffix}` : choice.domain;
  const { accepted: _accepted, ...signer } = choice.agreement;
  const agreement = { ...signer, agreedAt: new Date().toISOString() };
  const details: TenantDetails =
    choice.kind === 'new'
      ? {
          kind: 'new',
          company: choice.company,
          address: choice.address,
          contact: choice.contact,
          facts: factsOf(choice.qualification, choice),
        }
      : { kind: 'existing' };
  const wanted = {
    qualification: choice.kind === 'new' ? choice.qualification : 'none',
    agreement,
    details: details as object,
  };
  const where = { customerId_vendor_domain: { customerId: owner.customerId, vendor: tenantVendor, domain } };
  const there = await tx.vendorTenant.findUnique({ where });
  if (!there) {
    const id = randomUUID();
    await tx.vendorTenant.create({ data: { id, ...owner, vendor: tenantVendor, domain, state: 'requested', ...wanted } });
    return id;
  }
  // A refused agreement is put right by another signer.
  if (there.state === 'ready' && !there.agreedAt) await tx.vendorTenant.update({ where: { id: there.id }, data: { agreement } });
  if (there.state !== 'ready') await tx.vendorTenant.update({ where: { id: there.id }, data: { ...wanted, state: 'requested' } });
  return there.id;
};
