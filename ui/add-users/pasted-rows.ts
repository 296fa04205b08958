import type { UserDraft } from './draft.js';

const columns = ['firstName', 'lastName', 'email', 'loginName'] as const;
export type PasteColumn = (typeof columns)[number];

/** Cells of one line as a spreadsheet copies them: tabs, and quotes round what holds a quote. A text file's commas or semicolons count where there is no tab. */
const cellsOf = (line: string): string[] => {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : line.includes(',') ? ',' : '\t';
  return line.split(separator).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
};

const isHeading = (cells: readonly string[]): boolean => !cells.some((cell) => cell.includes('@')) && /name|nome/i.test(cells.join(' '));

/**
 * The rows of a pasted text, from the column that it was pasted into; undefined for an ordinary word, which the field takes itself.
 * A heading on top is left out.
 */
export const pastedRows = (text: string, from: PasteColumn): Partial<UserDraft>[] | undefined => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2 && !text.includes('\t')) return undefined;
  const rows = lines.map(cellsOf);
  const found = rows.length > 1 && isHeading(rows[0] ?? []) ? rows.slice(1) : rows;
  const fields = columns.slice(columns.indexOf(from));
  return found.map((cells) => Object.fromEntries(fields.flatMap((field, index) => (cells[index] ? [[field, cells[index]]] : []))));
};
