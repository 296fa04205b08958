// One thread that cuts a file into cells. It stops at the first row or column too many, so that a hostile file costs what a good one does.
import { parentPort } from 'node:worker_threads';
import Papa from 'papaparse';

/** Excel's own line above the heading: sep=; */
const NAMED_SEPARATOR = /^\uFEFF?"?sep=(.)"?;*\r?\n/i;
const SEPARATORS = [',', ';', '\t'];
/** How much of a file its separator is guessed from; a file without a line's end gives no more. */
const GUESSED_FROM = 20_000;

const isBlank = (/** @type {string[]} */ cells) => cells.every((cell) => cell.trim() === '');

/** @param {string} text the separator that stands most often in the first line that isn't blank, outside of quotation marks */
const guessSeparator = (text) => {
  const heading = text.slice(0, GUESSED_FROM).replace(/^\s+/, '').split(/\r?\n/, 1)[0] ?? '';
  const bare = heading.replaceAll(/"[^"]*"/g, '');
  const counted = SEPARATORS.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
};

/**
 * @param {{ text: string, mostRows: number, mostColumns: number }} work
 * @returns {{ code: string, params?: Record<string, number> } | { rows: { line: number, cells: string[] }[] }} the heading first, blank rows left out
 */
function parse({ text, mostRows, mostColumns }) {
  const named = NAMED_SEPARATOR.exec(text);
  const body = named ? text.slice(named[0].length) : text.replace(/^\uFEFF/, '');
  /** @type {{ line: number, cells: string[] }[]} */
  const rows = [];
  let line = named ? 1 : 0;
  /** @type {{ code: string, params?: Record<string, number> } | undefined} */
  let refused;
  Papa.parse(body, {
    delimiter: named?.[1] ?? guessSeparator(body),
    skipEmptyLines: false,
    step: ({ data, errors }, parser) => {
      const cells = /** @type {string[]} */ (data);
      line += 1;
      if (errors.some(({ type }) => type === 'Quotes')) refused = { code: 'csv_quotes' };
      else if (cells.length > mostColumns) refused = { code: 'csv_too_wide', params: { max: mostColumns } };
      else if (rows.length > mostRows && !isBlank(cells)) refused = { code: 'csv_too_many', params: { max: mostRows } };
      else if (!isBlank(cells)) rows.push({ line, cells });
      if (refused) parser.abort();
    },
  });
  return refused ?? { rows };
}

parentPort?.on('message', (work) => parentPort?.postMessage(parse(work)));
