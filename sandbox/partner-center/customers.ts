import { randomUUID } from 'node:crypto';
import { existingCustomer, shown, shownWhole } from './customer-view.js';
import { parseBody } from './parse-body.js';
import { PartnerRefusal, type Answer } from './partner-errors.js';
import type { PartnerLedger } from './partner-ledger.js';
import { agreementSchema, customerSchema, qualificationSchema, uncapitalised } from './partner-requests.js';
import type { Customer } from './partner-resources.js';
import type { PartnerOptions } from './partner-options.js';

/** The template of the agreement that customers accept, as the vendor's own metadata names it. */
export const AGREEMENT_TEMPLATE = '117a77b0-9360-443b-8795-c6dedc750cf9';

const filterOf = (text: string | null): Record<string, string | undefined> => {
  try {
    return uncapitalised(JSON.parse(text ?? '{}')) as Record<string, string | undefined>;
  } catch {
    throw new PartnerRefusal(3000);
  }
};

const samePerson = (one: { email: string }, other: { email: string }): boolean =>
  (['firstName', 'lastName', 'email', 'phoneNumber'] as const).every(
    (field) => (one as Record<string, string>)[field] === (other as Record<string, string>)[field],
  );

/** Customers of partners, with their domains, agreements and qualifications. */
export class Customers {
  constructor(
    private readonly ledger: PartnerLedger,
    private readonly options: PartnerOptions,
  ) {}

  /** Domains that begin with taken- are somebody's, whoever asks. */
  isTaken(domain: string): boolean {
    return domain.startsWith('taken-') || this.ledger.customerOf(domain) !== undefined;
  }

  /** The customer, when it's the partner's own. */
  own(partner: string, customerId: string): Customer {
    const customer = this.ledger.customers.get(customerId);
    if (!customer) throw new PartnerRefusal(60003);
    if (customer.partner !== partner) throw new PartnerRefusal(20002);
    return customer;
  }

  create(partner: string, body: unknown): Answer {
    const order = parseBody(customerSchema, body);
    // The documents name no code for it, only that the domain isn't available then.
    if (this.isTaken(order.companyProfile.domain)) throw new PartnerRefusal(800002, 409, 'The domain name is not available');
    const { limits } = this.options;
    if (limits && this.of(partner).length >= limits.customers) throw new PartnerRefusal(800018);
    const customer: Customer = { ...order, id: randomUUID(), partner, createdAt: new Date().toISOString() };
    this.ledger.record({ customers: [customer] });
    return { status: 201, body: { ...shownWhole(customer), userCredentials: { userName: 'admin', password: randomUUID() } } };
  }

  read(customer: Customer): Answer {
    return { status: 200, body: shownWhole(customer) };
  }

  /** `filter` is the vendor's own: {"Field":"Domain","Value":"acme","Operator":"starts_with"}. */
  find(partner: string, filter: string | null): Answer {
    const { field, value, operator } = filterOf(filter);
    if (field?.toLowerCase() !== 'domain' || !value || operator !== 'starts_with') throw new PartnerRefusal(3000);
    if (value.startsWith('existing-') && !this.ledger.customerOf(value))
      this.ledger.record({ customers: [existingCustomer(partner, value)] });
    const begins = value.toLowerCase();
    // A whole domain is one look-up: with thousands of customers the bench would measure the list.
    const exact = this.ledger.customerOf(begins);
    const found = exact ? [exact].filter((customer) => customer.partner === partner) : this.of(partner);
    const items = found.filter(({ companyProfile }) => companyProfile.domain.startsWith(begins)).map(shown);
    return { status: 200, body: { totalCount: items.length, items, attributes: { objectType: 'SeekBasedResourceCollection' } } };
  }

  agree(customer: Customer, body: unknown): Answer {
    const agreement = parseBody(agreementSchema, body);
    if (agreement.templateId !== AGREEMENT_TEMPLATE) throw new PartnerRefusal(800002, 400, 'Invalid request input: templateId');
    const known = this.ledger.agreementsOf(customer.id);
    if (known.some(({ primaryContact }) => samePerson(primaryContact, agreement.primaryContact))) throw new PartnerRefusal(600061);
    const kept = { ...agreement, customerId: customer.id, userId: randomUUID() };
    this.ledger.record({ agreements: [kept] });
    return { status: 201, body: kept };
  }

  agreements(customer: Customer): Answer {
    const items = this.ledger.agreementsOf(customer.id);
    return { status: 200, body: { totalCount: items.length, items, attributes: { objectType: 'Collection' } } };
  }

  /** The vendor decides at once for names that begin with denied- or vetted-; it takes the others' word. */
  qualify(customer: Customer, body: unknown): Answer {
    const { qualification } = parseBody(qualificationSchema, body);
    if (this.options.limits && !['None', 'Education'].includes(qualification)) throw new PartnerRefusal(900127);
    const { domain } = customer.companyProfile;
    const decided = domain.startsWith('denied-')
      ? { vettingStatus: 'Denied' as const, vettingReason: `Not a customer of the kind ${qualification}` }
      : { vettingStatus: domain.startsWith('vetted-') ? ('InReview' as const) : ('Approved' as const) };
    const kept = { qualification, ...decided };
    this.ledger.record({ customers: [{ ...customer, qualification: kept }] });
    return { status: 201, body: { ...kept, vettingCreateDate: new Date().toISOString() } };
  }

  qualifications({ qualification }: Customer): Answer {
    return { status: 200, body: qualification ? [qualification] : [] };
  }

  private of(partner: string): Customer[] {
    return [...this.ledger.customers.values()].filter((customer) => customer.partner === partner);
  }
}
