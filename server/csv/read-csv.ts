import { z } from 'zod';
import { csvMaxColumns, readHeading, type CsvRegistry } from '../../domain/csv/csv-columns.js';
import { csvOriginal } from '../../domain/csv/write-csv.js';
import { FieldFailure } from '../errors/issues-of.js';
import { cutInThread } from './csv-threads.js';

export interface CsvRow {
  /** Row of the file as a spreadsheet numbers it; the heading is 1 where nothing stands above it. */
  readonly line: number;
  /** By column of the registry; what has no column is left out. */
  readonly cells: Readonly<Record<string, string>>;
  /** True when a cell with text stands under no heading, so that the row's text is likely in the wrong columns. */
  readonly tooLong: boolean;
}

/** What a person said of headings that aren't known: for each, by its key, the column that is meant, or nothing to leave it out. */
export const chosenColumns = z
  .record(z.string().max(60), z.string().max(60))
  .refine((chosen) => Object.keys(chosen).length <= csvMaxColumns, { error: 'too_many' })
  .optional();

const refuse = (code: string, params?: Record<string, string | number>): never => {
  throw new FieldFailure([{ path: ['csv'], code, ...(params ? { params } : {}) }]);
};

/**
 * Reads a CSV file with a heading, separated by commas, semicolons or tabs, or by what its first line names (`sep=;`). Blank rows are
 * left out, and counted. Throws a FieldFailure at `csv` with all that is wrong with the file as a whole; its rows aren't looked at then.
 */
export const readCsv = async (
  csv: string,
  registry: CsvRegistry,
  { most, chosen }: { most: number; chosen?: Readonly<Record<string, string>> | undefined },
): Promise<CsvRow[]> => {
  const cut = await cutInThread({ text: csv, mostRows: most, mostColumns: csvMaxColumns });
  if ('code' in cut) return refuse(cut.code, cut.params);
  const [heading, ...rows] = cut.rows;
  const { places, faults } = readHeading(heading?.cells ?? [], registry, chosen);
  if (faults.length > 0) throw new FieldFailure(faults.map(({ code, params }) => ({ path: ['csv'], code, params })));
  if (rows.length === 0) refuse('csv_empty');
  return rows.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(
      places.flatMap((column, at): [string, string][] => (typeof column === 'string' ? [[column, csvOriginal(cells[at] ?? '')]] : [])),
    ),
    tooLong: cells.some((cell, at) => places[at] === undefined && cell.trim() !== ''),
  }));
};
