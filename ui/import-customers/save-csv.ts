import { faultsColumn, type CsvRegistry } from '../../domain/csv/csv-columns.js';
import { csvLine, csvMark } from '../../domain/csv/write-csv.js';

/** Gives the person a file. */
export const saveCsv = (name: string, lines: readonly (readonly string[])[]): void => {
  const url = URL.createObjectURL(new Blob([csvMark, ...lines.map(csvLine)], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
};

export interface RefusedRow {
  readonly cells: Readonly<Record<string, string>>;
  /** In words, for who mends it. */
  readonly faults: readonly string[];
}

/** The refused rows as a file to mend and send again: the columns of the template, and one more that says why. */
export const saveRefused = (name: string, { columns }: CsvRegistry, rows: readonly RefusedRow[]): void =>
  saveCsv(name, [
    [...columns, faultsColumn],
    ...rows.map(({ cells, faults }) => [...columns.map((column) => cells[column] ?? ''), faults.join(' · ')]),
  ]);
