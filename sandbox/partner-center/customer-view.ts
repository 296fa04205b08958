import { randomUUID } from 'node:crypto';
import type { Customer } from './partner-resources.js';

export const shown = ({ id, companyProfile, billingProfile }: Customer) => ({
  id,
  companyProfile: {
    tenantId: id,
    domain: companyProfile.domain,
    companyName: billingProfile.companyName,
    attributes: { objectType: 'CustomerCompanyProfile' },
  },
  relationshipToPartner: 'reseller',
  attributes: { objectType: 'Customer' },
});

export const shownWhole = (customer: Customer) => ({
  ...shown(customer),
  billingProfile: { ...customer.billingProfile, attributes: { objectType: 'CustomerBillingProfile' } },
});

/** A customer that the partner had long before: names that begin with existing-, so that one can be found at first try. */
export const existingCustomer = (partner: string, domain: string): Customer => ({
  id: randomUUID(),
  partner,
  createdAt: new Date().toISOString(),
  companyProfile: { domain },
  billingProfile: {
    email: `admin@${domain}`,
    culture: 'it-IT',
    language: 'it',
    companyName: domain.split('.')[0]!,
    defaultAddress: { country: 'IT', city: 'Milano', addressLine1: 'Via Dante 1', firstName: 'Ada', lastName: 'Neri' },
  },
});
