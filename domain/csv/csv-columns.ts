/** What a file of rows may hold: its columns in the template's order, those that must be there, and other names that people give them. */
export interface CsvRegistry {
  readonly columns: readonly string[];
  readonly required: readonly string[];
  /** Usual other headings, each with the column that is likely meant; offered, never taken without being asked. */
  readonly likely: Readonly<Record<string, string>>;
}

/** The column in which a file of refused rows says why; read again, it counts as none. */
export const faultsColumn = 'errors';

/** More headings than any file of ours has; a file with more is none. */
export const csvMaxColumns = 100;

/** A heading as it is compared: "Login name" is login_name. */
export const headingKey = (heading: string): string =>
  heading
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[\s\-.]+/gu, '_')
    .slice(0, 60);

const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_unused, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
};

/** The known column that an unknown heading most likely means; undefined where nothing is near. */
export const nearestColumn = (heading: string, { columns, likely }: CsvRegistry): string | undefined => {
  const key = headingKey(heading);
  if (Object.hasOwn(likely, key)) return likely[key];
  const measured = columns.map((column) => ({ column, far: distance(key, column) })).sort((a, b) => a.far - b.far);
  const best = measured[0];
  return best && best.far <= Math.max(1, Math.floor(best.column.length / 3)) ? best.column : undefined;
};

export interface HeadingFault {
  readonly code: 'csv_heading_unknown' | 'csv_heading_near' | 'csv_heading_duplicate' | 'csv_columns_missing';
  readonly params: Readonly<Record<string, string>>;
}

export interface ReadHeading {
  /** For each place of a row, the column that it fills; undefined for a blank heading, null for one that is left out on purpose. */
  readonly places: readonly (string | null | undefined)[];
  readonly faults: readonly HeadingFault[];
}

/**
 * Which column each heading means. `chosen` says it for headings that aren't known, by their key; an empty choice leaves the heading out.
 * Nothing is guessed: an unknown heading, and one that stands there twice, are faults.
 */
export const readHeading = (
  headings: readonly string[],
  registry: CsvRegistry,
  chosen: Readonly<Record<string, string>> = {},
): ReadHeading => {
  const faults: HeadingFault[] = [];
  const seen = new Set<string>();
  const places = headings.map((heading): string | null | undefined => {
    const key = headingKey(heading);
    if (key === '') return undefined;
    if (key === faultsColumn) return null;
    const choice = Object.hasOwn(chosen, key) ? chosen[key] : undefined;
    if (choice === '') return null;
    const column = [choice, key].find((name) => name !== undefined && registry.columns.includes(name));
    if (column === undefined) {
      const nearest = nearestColumn(key, registry);
      const params = { heading: heading.trim().slice(0, 60) };
      faults.push(nearest ? { code: 'csv_heading_near', params: { ...params, nearest } } : { code: 'csv_heading_unknown', params });
      return null;
    }
    if (seen.has(column)) faults.push({ code: 'csv_heading_duplicate', params: { heading: column } });
    seen.add(column);
    return column;
  });
  const missing = registry.required.filter((column) => !seen.has(column));
  if (missing.length > 0) faults.push({ code: 'csv_columns_missing', params: { columns: missing.join(', ') } });
  return { places, faults };
};
