import { describe, expect, it } from 'vitest';
import { recurringOf } from '../../ui/cart/cart-totals.js';
import { emptyTenant, tenantInput, tenantIssues, withFacts } from '../../ui/checkout/tenant-draft.js';

const facts = {
  accountName: 'Fior-daliso & Figli',
  company: 'Fiordaliso S.r.l.',
  street1: null,
  city: 'Milano',
  stateOrProvince: 'MI',
  postalCode: '20121',
  country: 'IT',
  contactFirstName: 'Carla',
  contactLastName: 'Conti',
  contactEmail: 'carla@fiordaliso.example',
  phone: null,
};

describe('the account at the vendor as it is typed', () => {
  it('B33 begins with what is known of the customer, and keeps what was typed before that arrived', () => {
    const typed = { ...emptyTenant(), kind: 'new' as const, prefix: 'mine', contact: { ...emptyTenant().contact, firstName: 'Ada' } };
    const draft = withFacts(typed, facts);
    expect(draft).toMatchObject({ kind: 'new', prefix: 'mine', company: 'Fiordaliso S.r.l.', prefilled: true });
    expect(draft.contact).toEqual({ firstName: 'Ada', lastName: 'Conti', email: 'carla@fiordaliso.example', phone: '' });
    expect(draft.address).toMatchObject({ line1: '', city: 'Milano', country: 'IT' });
    expect(withFacts(emptyTenant(), facts).prefix).toBe('fiordalisofigli');
  });

  it('B33 B34 names each field by its path in the purchase, and sends only what the choice needs', () => {
    expect(tenantIssues(emptyTenant())).toEqual([{ field: 'tenant.kind', code: 'required', params: {} }]);
    const draft = { ...withFacts(emptyTenant(), facts), kind: 'new' as const };
    expect(tenantIssues(draft).map(({ field, code }) => `${field} ${code}`)).toEqual([
      'tenant.address.line1 required',
      'tenant.contact.phone required',
      'tenant.agreement.phone required',
      'tenant.agreement.accepted agreement_not_accepted',
    ]);
    expect(tenantInput({ ...draft, kind: 'known', tenantId: 'x' })).toEqual({ kind: 'known', tenantId: 'x' });
    expect(tenantInput({ ...draft, kind: 'existing', domain: 'a.example' })).toEqual({
      kind: 'existing',
      domain: 'a.example',
      agreement: { ...draft.agreement, accepted: false },
    });
  });
});

it('B32 adds up what is charged again, by how often; what is charged once is not among it', () => {
  const line = (billingCycle: string, chargeMinor: number, charges: number) => ({ billingCycle, chargeMinor, commitment: { charges } });
  expect(recurringOf([line('monthly', 500, 12), line('monthly', 300, 1), line('annual', 900, 3), line('monthly', 200, 12)])).toEqual([
    { billingCycle: 'monthly', chargeMinor: 700 },
    { billingCycle: 'annual', chargeMinor: 900 },
  ]);
  expect(recurringOf([line('annual', 900, 1)])).toEqual([]);
});
