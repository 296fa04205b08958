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

// Spreadsheets skip blanks before a formula, and some take the full-width signs of East Asian keyboards too.
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/** A cell that a spreadsheet would run as a formula gets a leading quote (CSV injection). */
export const csvSafe = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);
