import { customerFacts, type CustomerFacts } from '../../domain/customer/create-customer.js';
import type { Language } from '../../domain/customer/customer.js';
import type { FieldIssue } from '../failure.js';
import { deviceZone } from '../format/times.js';
import { language } from '../i18n.js';
import { me } from '../session/session.js';

/** A customer's facts as they are typed: text, also where it isn't right yet. */
export interface FactsDraft {
  company: string;
  city: string;
  stateOrProvince: string;
  accountName: string;
  contact: { firstName: string; lastName: string; email: string };
  address: { street1: string; street2: string; postalCode: string; country: string };
  phone: string;
  emergencyEmail: string;
  language: Language;
  timeZone: string;
  taxId: string;
}

/** An empty form; language and time zone begin with the person's own, as customers are mostly near. */
export const emptyFacts = (): FactsDraft => ({
  company: '',
  city: '',
  stateOrProvince: '',
  accountName: '',
  contact: { firstName: '', lastName: '', email: '' },
  address: { street1: '', street2: '', postalCode: '', country: '' },
  phone: '',
  emergencyEmail: '',
  language: language(),
  timeZone: me()?.user.timeZone ?? deviceZone(),
  taxId: '',
});

export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A schema's issues by field name; the schema's messages are the codes of the words shown. */
export const fieldIssues = (issues: readonly SchemaIssue[]): FieldIssue[] =>
  issues.map((issue) => ({ field: issue.path.map(String).join('.'), code: issue.message, params: {} }));

/** What is wrong with the facts, by the very schema that the server uses. */
export const factsIssues = (draft: FactsDraft): FieldIssue[] => {
  const parsed = customerFacts.safeParse(draft);
  return parsed.success ? [] : fieldIssues(parsed.error.issues);
};

interface StoredFacts {
  readonly [key: string]: unknown;
  readonly company: string;
  readonly city: string;
  readonly stateOrProvince: string;
  readonly accountName: string;
  readonly contactFirstName: string;
  readonly contactLastName: string;
  readonly contactEmail: string;
  readonly street1: string | null;
  readonly street2: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly phone: string | null;
  readonly emergencyEmail: string | null;
  readonly language: Language;
  readonly timeZone: string;
  readonly taxId: string | null;
}

/** A customer's present facts, ready to be edited. */
export const draftOf = (stored: StoredFacts): FactsDraft => ({
  company: stored.company,
  city: stored.city,
  stateOrProvince: stored.stateOrProvince,
  accountName: stored.accountName,
  contact: { firstName: stored.contactFirstName, lastName: stored.contactLastName, email: stored.contactEmail },
  address: {
    street1: stored.street1 ?? '',
    street2: stored.street2 ?? '',
    postalCode: stored.postalCode ?? '',
    country: stored.country ?? '',
  },
  phone: stored.phone ?? '',
  emergencyEmail: stored.emergencyEmail ?? '',
  language: stored.language,
  timeZone: stored.timeZone,
  taxId: stored.taxId ?? '',
});

export type { CustomerFacts };
