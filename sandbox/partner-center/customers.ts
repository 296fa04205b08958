import { randomUUID } from 'node:crypto';
import { collection, pageOf } from './collection.js';
import { existingCustomer, shown, shownWhole } from './customer-view.js';
import { parseBody } from './parse-body.js';
import { PartnerRefusal, type Answer } from './partner-errors.js';
import type { PartnerLedger } from './partner-ledger.js';
import { agreementSchema, customerSchema, qualificationSchema } from './partner-requests.js';
import type { Customer } from './partner-resources.js';
import type { PartnerOptions } from './partner-options.js';

/** The template of the agreement that customers accept, as the vendor's own metadata names it. */
export const AGREEMENT_TEMPLATE = '117a77b0-9360-443b-8795-c6dedc750cf9';

interface Filter {
  readonly field: string;
  readonly value: string;
  readonly operator: string;
}

/** {"Field":"Domain","Value":"acme","Operator":"starts_with"}, or as another client writes it: keys, field and operator in any case and spelling. */
const filterOf = (written: string): Filter => {
  const parsed = readFilter(written);
  const named = new Map<string, unknown>(Object.entries(parsed).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  const text = (...keys: string[]): string => keys.map((key) => named.get(key)).find((value) => typeof value === 'string') ?? '';
  return {
    field: text('field', 'fieldtype').toLowerCase(),
    value: text('value'),
    operator: text('operator', 'operatortype').toLowerCase().replaceAll('_', ''),
  };
};

const readFilter = (written: string): object => {
  try {
    const parsed: unknown = JSON.parse(written);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Refused below, as a filter that isn't one.
  }
  throw new PartnerRefusal(3000);
};

const SEARCHED: Readonly<Record<string, (customer: Customer) => string>> = {
  domain: ({ companyProfile }) => companyProfile.domain,
  companyname: ({ billingProfile }) => billingProfile.companyName,
};

const samePerson = (one: { email: string }, other: { email: string }): boolean =>
  (['firstName', 'lastName', 'email', 'phoneNumber'] as const).every(
    (field) => (one as Record<string, string>)[field] === (other as Record<string, string>)[field],
  );

const missing = (field: string) => new PartnerRefusal(800002, 400, `Invalid request input: ${field}`);

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

  /** The partner's customers, all or those of a filter, page by page. */
  find(partner: string, query: URLSearchParams, token: string | undefined): Answer {
    const written = query.get('filter');
    return pageOf((written === null ? this.of(partner) : this.filtered(partner, filterOf(written))).map(shown), '/customers', query, token);
  }

  private filtered(partner: string, { field, value, operator }: Filter): Customer[] {
    const searched = Object.hasOwn(SEARCHED, field) ? SEARCHED[field] : undefined;
    if (!searched || value === '' || operator !== 'startswith') throw new PartnerRefusal(3000);
    const begins = value.toLowerCase();
    if (field === 'domain' && begins.startsWith('existing-') && !this.ledger.customerOf(begins))
      this.ledger.record({ customers: [existingCustomer(partner, begins)] });
    // A whole domain is one look-up: with thousands of customers the bench would measure the list.
    const exact = field === 'domain' ? this.ledger.customerOf(begins) : undefined;
    if (exact) return exact.partner === partner ? [exact] : [];
    return this.of(partner).filter((customer) => searched(customer).toLowerCase().startsWith(begins));
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
    return collection(this.ledger.agreementsOf(customer.id));
  }

  /** The vendor decides at once for names that begin with denied- or vetted-; it takes the others' word. */
  qualify(customer: Customer, body: unknown): Answer {
    const { qualification, educationSegment, validationCode, website } = parseBody(qualificationSchema, body);
    if (this.options.limits && !['None', 'Education'].includes(qualification)) throw new PartnerRefusal(900127);
    if (this.options.qualificationFields) {
      if (qualification === 'Education' && educationSegment === undefined) throw missing('educationSegment');
      if (qualification === 'GovernmentCommunityCloud' && validationCode === undefined) throw missing('validationCode');
    }
    const { domain } = customer.companyProfile;
    const decided = domain.startsWith('denied-')
      ? { vettingStatus: 'Denied' as const, vettingReason: `Not a customer of the kind ${qualification}` }
      : { vettingStatus: domain.startsWith('vetted-') ? ('InReview' as const) : ('Approved' as const) };
    const said = { ...(educationSegment ? { educationSegment } : {}), ...(website ? { website } : {}) };
    const kept = { qualification, ...said, ...decided };
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
