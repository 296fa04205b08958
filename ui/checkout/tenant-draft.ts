import { tenantChoice } from '../../domain/checkout/checkout.js';
import { educationSegments, factsOf, type Qualification, type QualificationFacts } from '../../domain/tenant/qualification.js';
import { tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import type { FieldIssue } from '../failure.js';
import { inShapeOf } from '../kept-draft.js';

export const tenantKinds = ['new', 'existing', 'known', ''] as const;

/** The account at the vendor as it is typed: a new one, one that is there, or one known from before. */
export interface TenantDraft {
  kind: (typeof tenantKinds)[number];
  tenantId: string;
  prefix: string;
  domain: string;
  qualification: string;
  educationSegment: string;
  website: string;
  validationCode: string;
  company: string;
  address: { line1: string; city: string; state: string; postalCode: string; country: string };
  contact: { firstName: string; lastName: string; email: string; phone: string };
  agreement: { firstName: string; lastName: string; email: string; phone: string };
  accepted: boolean;
  /** The customer's own facts were filled in; what was typed since isn't overwritten. */
  prefilled: boolean;
}

export const emptyTenant = (): TenantDraft => ({
  kind: '',
  tenantId: '',
  prefix: '',
  domain: '',
  qualification: 'none',
  educationSegment: '',
  website: '',
  validationCode: '',
  company: '',
  address: { line1: '', city: '', state: '', postalCode: '', country: '' },
  contact: { firstName: '', lastName: '', email: '', phone: '' },
  agreement: { firstName: '', lastName: '', email: '', phone: '' },
  accepted: false,
  prefilled: false,
});

interface CustomerFacts {
  readonly accountName: string;
  readonly company: string;
  readonly street1: string | null;
  readonly city: string;
  readonly stateOrProvince: string;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly contactFirstName: string;
  readonly contactLastName: string;
  readonly contactEmail: string;
  readonly phone: string | null;
}

interface GivenTenant {
  readonly domain: string | null;
  readonly qualification: string | null;
  readonly tenantState: string | null;
  readonly tenantGiven: {
    readonly kind?: 'new' | 'existing';
    readonly company?: string;
    readonly facts?: QualificationFacts;
    readonly address?: TenantDraft['address'];
    readonly contact?: TenantDraft['contact'];
    readonly agreement: TenantDraft['agreement'] | null;
  } | null;
}

/** The draft with everything as it was asked for before, so that only what was wrong is typed again. What was accepted then stays accepted. */
export const withGiven = (draft: TenantDraft, { domain, qualification, tenantState, tenantGiven }: GivenTenant): TenantDraft => {
  if (tenantGiven === null) return draft;
  const { kind, company, address, contact, agreement, facts = {} } = tenantGiven;
  // An account that is there already isn't asked for anew: it stays the one that is meant.
  const isNew = kind === 'new' && tenantState !== 'ready';
  return {
    ...draft,
    kind: isNew || kind === undefined ? (kind ?? draft.kind) : 'existing',
    prefix: isNew ? (domain ?? '').replace(tenantSuffix, '') : draft.prefix,
    domain: isNew ? draft.domain : (domain ?? ''),
    qualification: qualification ?? draft.qualification,
    educationSegment: facts.educationSegment ?? draft.educationSegment,
    website: facts.website ?? draft.website,
    validationCode: facts.validationCode ?? draft.validationCode,
    company: company ?? draft.company,
    address: { ...draft.address, ...address },
    contact: { ...draft.contact, ...contact },
    agreement: agreement === null ? draft.agreement : inShapeOf(draft.agreement, agreement),
    accepted: agreement !== null,
  };
};

const PREFIX_LENGTH = 27;
const COMPANY_LENGTH = 120;

/** What was typed, and where nothing was, the other. */
const filled = <T extends Readonly<Record<string, string>>>(typed: T, known: T): T =>
  Object.fromEntries(Object.entries(known).map(([name, value]) => [name, typed[name] === '' ? value : typed[name]])) as T;

/** The draft with what is known of the customer wherever nothing was typed yet: the customer may arrive after the first key. */
export const withFacts = (draft: TenantDraft, facts: CustomerFacts): TenantDraft => {
  const person = {
    firstName: facts.contactFirstName,
    lastName: facts.contactLastName,
    email: facts.contactEmail,
    phone: facts.phone ?? '',
  };
  const address = {
    line1: facts.street1 ?? '',
    city: facts.city,
    state: facts.stateOrProvince,
    postalCode: facts.postalCode ?? '',
    country: facts.country ?? '',
  };
  const { prefix, company } = draft;
  const suggested = facts.accountName.toLowerCase().replace(/[^a-z0-9]/g, '');
  return {
    ...draft,
    ...filled({ prefix, company }, { prefix: suggested.slice(0, PREFIX_LENGTH), company: facts.company.slice(0, COMPANY_LENGTH) }),
    address: filled(draft.address, address),
    contact: filled(draft.contact, person),
    agreement: filled(draft.agreement, person),
    prefilled: true,
  };
};

/** The draft as the API takes it. */
export const tenantInput = (draft: TenantDraft): unknown => {
  const agreement = { ...draft.agreement, accepted: draft.accepted };
  if (draft.kind === 'known') return { kind: 'known', tenantId: draft.tenantId };
  if (draft.kind === 'existing') return { kind: 'existing', domain: draft.domain, agreement };
  const { prefix, qualification, company, address, contact } = draft;
  const { educationSegment, website, validationCode } = draft;
  const segment = educationSegments.find((each) => each === educationSegment);
  const facts = factsOf(qualification as Qualification, { educationSegment: segment, website, validationCode });
  return { kind: 'new', prefix, qualification, ...facts, company, address, contact, agreement };
};

/** What is wrong with it, by the schema that the server uses; fields are named as in the input of the purchase. */
export const tenantIssues = (draft: TenantDraft): FieldIssue[] => {
  if (draft.kind === '') return [{ field: 'tenant.kind', code: 'required', params: {} }];
  const parsed = tenantChoice.safeParse(tenantInput(draft));
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ field: ['tenant', ...path].join('.'), code: message, params: {} }));
};
