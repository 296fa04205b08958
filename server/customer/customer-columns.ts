import { accountNameKey } from '../../domain/customer/account-name.js';
import type { CustomerFacts } from '../../domain/customer/create-customer.js';

/** The columns of a customer that its facts fill. */
export const customerColumns = (facts: CustomerFacts) => ({
  accountName: facts.accountName,
  accountNameKey: accountNameKey(facts.accountName),
  company: facts.company,
  city: facts.city,
  stateOrProvince: facts.stateOrProvince,
  contactFirstName: facts.contact.firstName,
  contactLastName: facts.contact.lastName,
  contactEmail: facts.contact.email,
  street1: facts.address?.street1 ?? null,
  street2: facts.address?.street2 ?? null,
  postalCode: facts.address?.postalCode ?? null,
  country: facts.address?.country ?? null,
  phone: facts.phone ?? null,
  emergencyEmail: facts.emergencyEmail ?? null,
  language: facts.language,
  timeZone: facts.timeZone,
  taxId: facts.taxId ?? null,
});
