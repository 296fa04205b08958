// Spreadsheets skip blanks before a formula, and some take the full-width signs of East Asian keyboards too. Excel in
// Italy separates by semicolons, whatever the file says, and begins a cell behind each.
const FORMULA = /(^|;)(?=\s*[=+\-@\t\r\n＝＋－＠])/gu;
const NEUTRALISED = /(^|;)'(?=\s*[=+\-@\t\r\n＝＋－＠])/gu;

/** A cell that a spreadsheet would run as a formula, whole or from a separator on, gets a quote before each such sign (CSV injection). */
export const csvSafe = (value: string): string => value.replace(FORMULA, "$1'");

/** A cell as it was before {@link csvSafe}: what we exported is read again as what it was. */
export const csvOriginal = (value: string): string => value.replace(NEUTRALISED, '$1');

/** One line of any CSV file of ours: every field between quotation marks, no formula, ended as spreadsheets end it. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${csvSafe(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;

/** Says to spreadsheets that the text is UTF-8. */
export const csvMark = '\uFEFF';
