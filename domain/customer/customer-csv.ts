import type { CsvRegistry } from '../csv/csv-columns.js';
import { customerFacts, type CustomerFacts } from './create-customer.js';

/** The columns of the customer import, in the template's order, each with where its value belongs. */
export const customerCsvColumns = {
  company: ['company'],
  city: ['city'],
  state_or_province: ['stateOrProvince'],
  account_name: ['accountName'],
  contact_first_name: ['contact', 'firstName'],
  contact_last_name: ['contact', 'lastName'],
  contact_email: ['contact', 'email'],
  street1: ['address', 'street1'],
  street2: ['address', 'street2'],
  postal_code: ['address', 'postalCode'],
  country: ['address', 'country'],
  phone: ['phone'],
  emergency_email: ['emergencyEmail'],
  language: ['language'],
  time_zone: ['timeZone'],
  tax_id: ['taxId'],
} as const;

export type CustomerCsvColumn = keyof typeof customerCsvColumns;

/** What a file of customers may hold, for whoever reads, explains or fills it. */
export const customerCsv: CsvRegistry = {
  columns: Object.keys(customerCsvColumns),
  required: ['company', 'city', 'state_or_province', 'account_name', 'contact_first_name', 'contact_last_name', 'contact_email'],
  likely: {
    azienda: 'company',
    ragione_sociale: 'company',
    società: 'company',
    città: 'city',
    provincia: 'state_or_province',
    state: 'state_or_province',
    province: 'state_or_province',
    nome_account: 'account_name',
    nome: 'contact_first_name',
    first_name: 'contact_first_name',
    cognome: 'contact_last_name',
    last_name: 'contact_last_name',
    email: 'contact_email',
    e_mail: 'contact_email',
    indirizzo: 'street1',
    via: 'street1',
    street: 'street1',
    cap: 'postal_code',
    zip: 'postal_code',
    paese: 'country',
    telefono: 'phone',
    lingua: 'language',
    fuso_orario: 'time_zone',
    vat: 'tax_id',
    vat_number: 'tax_id',
    partita_iva: 'tax_id',
    p_iva: 'tax_id',
    piva: 'tax_id',
    codice_fiscale: 'tax_id',
  },
};

/** At most this many rows in one import. */
export const customerCsvMaxRows = 1_000;

export interface CsvFault {
  readonly column: CustomerCsvColumn | null;
  readonly code: string;
}

const columnAt = (path: readonly PropertyKey[]): CustomerCsvColumn | null => {
  const wanted = path.join('.');
  const found = Object.entries(customerCsvColumns).find(([, target]) => target.join('.') === wanted);
  return found ? (found[0] as CustomerCsvColumn) : null;
};

const nest = (row: Readonly<Record<string, string>>): object => {
  const facts: Record<string, unknown> = {};
  for (const [column, path] of Object.entries(customerCsvColumns)) {
    const value = row[column]?.trim();
    if (value === undefined || value === '') continue;
    const [head, tail] = path;
    if (tail === undefined) facts[head] = value;
    else facts[head] = { ...(facts[head] as object | undefined), [tail]: value };
  }
  return { contact: {}, ...facts };
};

/** Checks one row with the wizard's own schema. Values are untouched text, never a formula. */
export const readCustomerRow = (row: Readonly<Record<string, string>>): { facts: CustomerFacts } | { faults: CsvFault[] } => {
  const parsed = customerFacts.safeParse(nest(row));
  if (parsed.success) return { facts: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => ({
      column: columnAt(issue.path),
      code: /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid',
    })),
  };
};
