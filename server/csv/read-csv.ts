import Papa from 'papaparse';
import { FieldFailure } from '../errors/issues-of.js';

export interface CsvRow {
  /** Row of the file as a spreadsheet numbers it; the heading is 1 where nothing stands above it. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** True when the row has more cells than the heading, so that its text is likely in the wrong columns. */
  readonly tooLong: boolean;
}

const refuse = (code: string, params?: Record<string, string | number>): never => {
  throw new FieldFailure([{ path: ['csv'], code, ...(params ? { params } : {}) }]);
};

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/**
 * Reads a CSV file with a heading, separated by commas, semicolons or tabs. Blank rows are left out, and counted.
 * Throws a FieldFailure at `csv`: csv_quotes, csv_columns_missing, csv_empty or csv_too_many.
 */
export const readCsv = (csv: string, { required, most }: { required: readonly string[]; most: number }): CsvRow[] => {
  const { data, errors } = Papa.parse<string[]>(csv.replace(/^\uFEFF/, ''), { skipEmptyLines: false });
  if (errors.some((error) => error.type === 'Quotes')) refuse('csv_quotes');
  const headingAt = data.findIndex((cells) => !isBlank(cells));
  const heading = (data[headingAt] ?? []).map((name) => name.trim().toLowerCase());
  const missing = required.filter((column) => !heading.includes(column));
  if (missing.length > 0) refuse('csv_columns_missing', { columns: missing.join(', ') });
  const rows = data.flatMap((cells, index): CsvRow[] => {
    if (index <= headingAt || isBlank(cells)) return [];
    const named = heading.map((name, at): [string, string] => [name, cells[at] ?? '']);
    return [{ line: index + 1, cells: Object.fromEntries(named), tooLong: !isBlank(cells.slice(heading.length)) }];
  });
  if (rows.length === 0) refuse('csv_empty');
  if (rows.length > most) refuse('csv_too_many', { max: most });
  return rows;
};
