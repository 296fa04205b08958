import { accountNameKey } from '../../domain/customer/account-name.js';
import type { CustomerFacts } from '../../domain/customer/create-customer.js';
import { customerCsv, customerCsvColumns, customerCsvMaxRows, readCustomerRow, type CsvFault } from '../../domain/customer/customer-csv.js';
import type { Tx } from '../../prisma/client.js';
import { readCsv, type CsvRow } from '../csv/read-csv.js';

export interface CheckedRow {
  /** Line in the file as a spreadsheet shows it; the header is 1. */
  readonly line: number;
  readonly company: string;
  readonly accountName: string;
  /** Present when every cell is right; the name may be taken all the same, which is a fault. */
  readonly facts?: CustomerFacts;
  readonly faults: readonly CsvFault[];
  /** The row as it stands in the file, for one with what was refused. */
  readonly cells: Readonly<Record<string, string>>;
}

const takenNames = async (tx: Tx, tier1Id: string, keys: readonly string[]): Promise<Set<string>> => {
  const rows = await tx.$queryRaw<
    { key: string }[]
  >`SELECT DISTINCT taken AS key FROM unnest(${[...keys]}::text[]) AS name, LATERAL licenza_taken_account_names(${tier1Id}::uuid, name) AS taken WHERE taken = name`;
  return new Set(rows.map((row) => row.key));
};

const checkRow = ({ line, cells, tooLong }: CsvRow): CheckedRow => {
  const known = Object.fromEntries(Object.keys(customerCsvColumns).map((column) => [column, cells[column] ?? '']));
  const result = readCustomerRow(known);
  const faults = 'faults' in result ? result.faults : [];
  return {
    line,
    company: (cells.company ?? '').slice(0, 120),
    accountName: (cells.account_name ?? '').slice(0, 120),
    facts: 'facts' in result ? result.facts : undefined,
    cells,
    faults: tooLong ? [{ column: null, code: 'csv_cells' }, ...faults] : faults,
  };
};

/** Reads a file, each row checked by the wizard's schema. Throws a FieldFailure at `csv`. */
export const readRows = async (csv: string, chosen?: Readonly<Record<string, string>>): Promise<CheckedRow[]> =>
  (await readCsv(csv, customerCsv, { most: customerCsvMaxRows, chosen })).map(checkRow);

/** Checks the rows' names against the file and the database. */
export const checkNames = async (tx: Tx, tier1Id: string, rows: readonly CheckedRow[]): Promise<CheckedRow[]> => {
  const taken = await takenNames(
    tx,
    tier1Id,
    rows.flatMap(({ facts }) => (facts ? [accountNameKey(facts.accountName)] : [])),
  );
  const seen = new Set<string>();
  return rows.map((row) => {
    if (!row.facts) return row;
    const key = accountNameKey(row.facts.accountName);
    const code = taken.has(key) ? 'account_name_taken' : seen.has(key) ? 'duplicate_in_file' : undefined;
    seen.add(key);
    return code ? { ...row, faults: [...row.faults, { column: 'account_name', code }] } : row;
  });
};
