import { beforeAll, describe, expect, it } from 'vitest';
import { failureKinds, isFailureCode } from '../../domain/failure/failure-code.js';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { failureOfCode } from '../../adapters/partner-center/translate-refusal.js';
import { partnerErrorCodes, type PartnerErrorCode } from '../../sandbox/partner-center/partner-errors.js';
import { mendPartner, partnerFaults, partnerState } from '../support/partner.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, signer, tenantRequest, tenantsOf, vendorsWith } from './support/orders.js';

let vendor: ProvisioningVendor;
beforeAll(() => {
  vendor = vendorsWith().microsoft;
});

const create = (domain: string, changes = {}) => tenantsOf(vendor).create(tenantRequest(domain, changes));

describe('a tenant that the vendor refuses (B33)', () => {
  it('a domain that somebody else has, before anything is made', async () => {
    const domain = freeDomain('taken');
    expect(await tenantsOf(vendor).isFree(domain)).toBe(false);
    expect(await tenantsOf(vendor).find(domain)).toBeUndefined();
    await expect(create(domain)).rejects.toMatchObject({ type: 'tenant_domain_taken', nonRetryable: true });
  });

  it('a domain that another customer of ours has is not given to this one', async () => {
    const domain = freeDomain();
    await create(domain);
    await expect(create(domain, { company: 'Somebody Else' })).rejects.toMatchObject({ type: 'tenant_domain_taken' });
    expect((await partnerState({ domain })).customers).toHaveLength(1);
  });

  it('a domain that another partner’s customer has', async () => {
    const domain = freeDomain();
    await readyTenant(vendorsWith({ PARTNER_API_KEY: 'test-partner-key.another-partner' }).microsoft, domain);
    expect(await tenantsOf(vendor).find(domain)).toBeUndefined();
    await expect(create(domain)).rejects.toMatchObject({ type: 'tenant_domain_taken' });
  });

  it.each([
    ['the vendor says no', freeDomain('denied'), 'education'],
    ['the vendor has to vet a non-profit customer first', freeDomain(), 'non_profit'],
  ] as const)('a qualification: %s', async (_why, domain, qualification) => {
    await expect(create(domain, { qualification })).rejects.toMatchObject({ type: 'tenant_not_eligible', nonRetryable: true });
    const corrected = await create(domain);
    expect((await partnerState({ domain })).customers.map(({ id }) => id)).toEqual([corrected.accountRef]);
  });

  it.each([
    ['an education without its segment', { qualification: 'education', facts: {} }],
    ['a government without its validation code', { qualification: 'government_community', facts: { website: 'city.example' } }],
  ] as const)('a qualification without what the vendor wants to know: %s', async (_what, changes) => {
    await expect(create(freeDomain(), changes)).rejects.toMatchObject({ type: 'tenant_not_eligible', nonRetryable: true });
  });

  it('a qualification is asked for with the fields that the vendor documents for its kind', async () => {
    const [school, city] = [freeDomain(), freeDomain()];
    await create(school, { qualification: 'education', facts: { educationSegment: 'higher_education', website: 'uni.example' } });
    await create(city, { qualification: 'government_community', facts: { validationCode: 'GCC-1' } });
    expect((await partnerState({ domain: school })).customers[0]?.qualification).toMatchObject({
      qualification: 'Education',
      educationSegment: 'HigherEducation',
      website: 'uni.example',
    });
    expect((await partnerState({ domain: city })).customers[0]?.qualification).toMatchObject({ vettingStatus: 'Approved' });
  });

  it('a qualification that is still in review is no refusal, and is asked for once', async () => {
    const domain = freeDomain('vetted');
    const { accountRef } = await create(domain, { qualification: 'education' });
    expect(await create(domain, { qualification: 'education' })).toEqual({ accountRef });
    const { customers, calls } = await partnerState({ domain });
    expect(customers[0]?.qualification).toMatchObject({ qualification: 'Education', vettingStatus: 'InReview' });
    expect(calls[`set-qualification ${accountRef}`]).toBe(1);
  });

  it('details that the vendor doesn’t accept', async () => {
    const domain = freeDomain();
    await partnerFaults({ mode: 'refuse', code: 600051, match: { operation: 'create-customer', domain }, times: 1 });
    await expect(create(domain)).rejects.toMatchObject({ type: 'tenant_details_refused', nonRetryable: true });
    await expect(create(domain, { company: '' })).rejects.toMatchObject({ type: 'tenant_details_refused' });
    await create(domain);
  });

  it('an agreement', async () => {
    const { accountRef } = await create(freeDomain('unsigned'));
    const agreeing = tenantsOf(vendor).acceptAgreement(accountRef, signer);
    await expect(agreeing).rejects.toMatchObject({ type: 'agreement_refused', nonRetryable: true });
  });

  it('an agreement or an order of a customer that isn’t there', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(tenantsOf(vendor).acceptAgreement(nobody, signer)).rejects.toMatchObject({ type: 'tenant_not_found' });
    await expect(rememberedOrder(vendor, nobody, [orderLine()]).place()).rejects.toMatchObject({ type: 'tenant_not_found' });
  });
});

describe('an order that the vendor refuses (B35, B38)', () => {
  it('without an agreement: the whole order, and nothing is bought', async () => {
    const { accountRef } = await create(freeDomain());
    await expect(rememberedOrder(vendor, accountRef, [orderLine()]).place()).rejects.toMatchObject({ type: 'agreement_refused' });
    expect((await partnerState({ customerId: accountRef })).subscriptions).toEqual([]);
  });

  it.each([
    [2091, 'vendor_offer_unavailable'],
    [800020, 'vendor_offer_unavailable'],
    [800017, 'vendor_units_out_of_range'],
    [800066, 'vendor_units_out_of_range'],
    [800069, 'vendor_account_blocked'],
    [800073, 'vendor_account_blocked'],
    [800086, 'tenant_not_eligible'],
    [800024, 'vendor_partner_blocked'],
    [900121, 'vendor_partner_blocked'],
  ] as const)('%i refuses its line as %s; the other line is bought, and a later try buys this one', async (code, failure) => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const [good, bad] = [orderLine(), orderLine()];
    await partnerFaults({ mode: 'refuse', code, match: { domain, line: bad.lineId } });
    const order = rememberedOrder(vendor, accountRef, [bad, good]);
    const refused = { lineId: bad.lineId, state: 'refused', failure };
    expect(await order.place()).toMatchObject([refused, { lineId: good.lineId, state: 'active' }]);
    expect(await order.read()).toEqual(expect.arrayContaining([expect.objectContaining(refused)]));
    await mendPartner(domain);
    expect((await order.place()).map(({ state }) => state)).toEqual(['active', 'active']);
    expect((await partnerState({ domain })).subscriptions).toHaveLength(2);
  });

  it('a cart that the vendor refuses whole for one line’s sake: that line alone is refused', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const [good, bad] = [orderLine(), orderLine({ offerCode: 'RETIRED-P1M' })];
    await partnerFaults({ mode: 'refuse', code: 2091, match: { domain, operation: 'create-cart', offer: 'RETIRED' } });
    const order = rememberedOrder(vendor, accountRef, [bad, good]);
    expect(await order.place()).toMatchObject([{ state: 'refused', failure: 'vendor_offer_unavailable' }, { state: 'active' }]);
    expect(await order.place()).toMatchObject([{ state: 'refused', failure: 'vendor_offer_unavailable' }, { state: 'active' }]);
    expect(await rememberedOrder(vendor, accountRef, [bad]).place()).toMatchObject([{ state: 'refused' }]);
    expect((await partnerState({ domain })).subscriptions).toHaveLength(1);
  });

  it('offers for customers of a kind are sold to those alone, and that is known before', async () => {
    const plain = await readyTenant(vendor);
    const schoolDomain = freeDomain();
    const { accountRef: school } = await create(schoolDomain, { qualification: 'education' });
    await tenantsOf(vendor).acceptAgreement(school, signer);
    const line = orderLine({ offerCode: 'EDU-A3-P1Y-annual' });
    expect(await vendor.unsold!({ accountRef: plain }, [line])).toEqual([line.lineId]);
    expect(await vendor.unsold!({ accountRef: school }, [line, orderLine()])).toEqual([]);
    expect(await vendor.unsold!({ country: 'IT', qualification: 'none' }, [line])).toEqual([line.lineId]);
    expect(await vendor.unsold!({ country: 'IT', qualification: 'education' }, [line])).toEqual([]);
    expect(await rememberedOrder(vendor, plain, [line]).place()).toMatchObject([{ state: 'refused', failure: 'tenant_not_eligible' }]);
    expect(await rememberedOrder(vendor, school, [line]).place()).toMatchObject([{ state: 'active' }]);
  });

  it('more seats than the offer has', async () => {
    const accountRef = await readyTenant(vendor);
    const placed = await rememberedOrder(vendor, accountRef, [orderLine({ quantity: 301 })]).place();
    expect(placed).toMatchObject([
      { state: 'refused', failure: 'vendor_units_out_of_range', note: expect.stringContaining('10015') as string },
    ]);
  });

  it('a line that was refused and then left out isn’t bought with the others’ next try', async () => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const [good, bad] = [orderLine(), orderLine()];
    await partnerFaults({ mode: 'refuse', code: 2091, match: { domain, line: bad.lineId }, times: 1 });
    const order = rememberedOrder(vendor, accountRef, [bad, good]);
    await order.place();
    const [basketRef] = order.basketRefs();
    await vendor.place({ ...order.order, lines: [good], basketRef: basketRef! }, async () => undefined);
    expect((await partnerState({ domain })).subscriptions.map(({ friendlyName }) => friendlyName)).toEqual([`M365-BB ${good.lineId}`]);
  });

  it('a cancellation after the window', async () => {
    const accountRef = await readyTenant(vendor, freeDomain('locked'));
    const line = orderLine();
    await rememberedOrder(vendor, accountRef, [line]).place();
    await expect(vendor.cancel(accountRef, line)).rejects.toMatchObject({ type: 'vendor_cancel_refused', nonRetryable: true });
  });
});

describe('the vendor’s codes', () => {
  // Who may not even ask, and what only a broken request of ours brings: these have no remedy of their own.
  const general: PartnerErrorCode[] = [3000, 20003, 2011, 600061, 800002, 800008, 800065, 900127];

  it.each(partnerErrorCodes.filter((code) => !general.includes(code)))('%i is one of our failures, with a remedy', (code) => {
    const failure = failureOfCode(code, 'vendor_refused');
    expect(failure).not.toBe('vendor_refused');
    expect(isFailureCode(failure) && failureKinds[failure].remedies.length).toBeGreaterThan(0);
  });

  it('one that we don’t know is a plain refusal', () => {
    expect(failureOfCode(424242, 'vendor_refused')).toBe('vendor_refused');
  });

  it('a wrong token', async () => {
    const stranger = vendorsWith({ PARTNER_API_KEY: 'wrong' }).microsoft;
    // The platform's own matter: it's tried again, and no customer is asked for anything.
    await expect(tenantsOf(stranger).isFree(freeDomain())).rejects.toMatchObject({ type: 'vendor_sign_in_refused', nonRetryable: false });
  });
});
