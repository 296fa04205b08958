import type { TenantRequest, VendorTenants } from '../provisioning-vendor.js';
import { isVettedByVendor } from '../../domain/tenant/qualification.js';
import { createAgreements } from './agreements.js';
import type { PartnerApi } from './partner-api.js';
import { createQualifications } from './qualifications.js';
import { partnerCustomer, type PartnerCustomer } from './resources.js';
import { same } from './same-text.js';
import { failWith, finalDetailOf } from './translate-refusal.js';

/** A customer that an earlier try made, whose answer was lost; with other facts in it, it's another customer of ours. */
const isOurEarlierTry = ({ billingProfile }: PartnerCustomer, request: TenantRequest): boolean =>
  same(billingProfile?.email, request.contact.email) && same(billingProfile?.companyName, request.company);

const customerBody = ({ domain, company, address, contact, language }: TenantRequest) => ({
  companyProfile: { domain },
  billingProfile: {
    email: contact.email,
    culture: language === 'it' ? 'it-IT' : 'en-US',
    language,
    companyName: company,
    defaultAddress: {
      firstName: contact.firstName,
      lastName: contact.lastName,
      phoneNumber: contact.phone,
      addressLine1: address.line1,
      city: address.city,
      state: address.state,
      postalCode: address.postalCode,
      country: address.country,
    },
  },
});

/** Customers, their domains, agreements and qualifications at the vendor. */
export const createPartnerTenants = (api: PartnerApi): VendorTenants => {
  const qualify = createQualifications(api);
  const agreements = createAgreements(api);

  const isTaken = (domain: string) => api.exists(`/v1/domains/${encodeURIComponent(domain)}`);

  const find = async (domain: string): Promise<{ accountRef: string } | undefined> => {
    const filter = JSON.stringify({ Field: 'Domain', Value: domain, Operator: 'starts_with' });
    const found = await api.list(`/v1/customers?size=0&filter=${encodeURIComponent(filter)}`, partnerCustomer);
    const customer = found.find(({ companyProfile }) => same(companyProfile?.domain, domain));
    return customer && { accountRef: customer.id };
  };

  const findEarlierTry = async (request: TenantRequest): Promise<string | undefined> => {
    const found = await find(request.domain);
    if (!found) return undefined;
    const customer = await api.call('GET', `/v1/customers/${found.accountRef}`, partnerCustomer);
    if (isOurEarlierTry(customer, request)) return customer.id;
    throw failWith('tenant_domain_taken', 'the domain is another customer’s');
  };

  const make = async (request: TenantRequest): Promise<string> => {
    if (await isTaken(request.domain)) throw failWith('tenant_domain_taken', 'the domain is in use');
    try {
      return (await api.call('POST', '/v1/customers', partnerCustomer, { body: customerBody(request) })).id;
    } catch (error) {
      const refusal = finalDetailOf(error);
      if (!refusal) throw error;
      // The domain may have been taken between the look and the request, by an earlier try of ours too. No code is documented for it.
      const earlier = await findEarlierTry(request);
      if (earlier !== undefined) return earlier;
      if (await isTaken(request.domain)) throw failWith('tenant_domain_taken', (error as Error).message, refusal);
      if (refusal.status !== 400) throw error;
      throw failWith('tenant_details_refused', (error as Error).message, refusal);
    }
  };

  return {
    isFree: async (domain) => !(await isTaken(domain)),
    find,
    create: async (request) => {
      const { qualification } = request;
      const earlier = await findEarlierTry(request);
      if (earlier === undefined && isVettedByVendor(qualification))
        throw failWith('tenant_not_eligible', 'a new customer can’t be a non-profit one before the vendor has vetted it');
      const accountRef = earlier ?? (await make(request));
      if (qualification !== 'none') await qualify(accountRef, qualification, request.facts);
      return { accountRef };
    },
    acceptAgreement: agreements.accept,
    hasAgreed: agreements.hasAgreed,
  };
};
