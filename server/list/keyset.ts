import type { Database, Scope } from '../../prisma/client.js';

/** Gives a value its place among a statement's parameters, and says which. */
export type Bind = (value: unknown) => string;

/** The parameters of a statement that is put together from conditions. */
export const binder = (): { readonly values: unknown[]; readonly bind: Bind } => {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${String(values.push(value))}` };
};

/** The value by which a list is ordered and the id of the last row shown. */
export type Cursor = readonly [string, string];

interface Keyset {
  /** The expression that the rows are ordered by, then by id. */
  readonly key: string;
  /** Its type in PostgreSQL. */
  readonly type: 'timestamptz' | 'text';
  readonly id: string;
  readonly direction: 'asc' | 'desc';
}

/** The condition for what comes after a place; nothing for the first page. */
export const afterCursor = ({ key, type, id, direction }: Keyset, cursor: Cursor | undefined, bind: Bind): string[] => {
  if (!cursor) return [];
  const [value, last] = cursor;
  return [`(${key}, ${id}) ${direction === 'asc' ? '>' : '<'} (${bind(value)}::${type}, ${bind(last)}::uuid)`];
};

interface Page<Row> {
  readonly rows: Row[];
  /** Absent on the last page. */
  readonly nextCursor: [string, string] | undefined;
}

/** A page from the rows that were read: one more than asked for tells that another follows. */
export const cutPage = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
): Page<Row> => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? [keyOf(last), last.id] : undefined };
};

/** As {@link cutPage}, for rows that bring what they are ordered by as `sortKey`, which isn't shown. */
export const cutSorted = <Row extends { readonly id: string }>(
  rows: readonly (Row & { readonly sortKey: string })[],
  limit: number,
): Page<Omit<Row, 'sortKey'>> => {
  const page = cutPage(rows, limit, ({ sortKey }) => sortKey);
  return { rows: page.rows.map(({ sortKey: _sortKey, ...row }) => row), nextCursor: page.nextCursor };
};

/** How many rows match, counted up to a most; beyond that it says so. */
export const countUpTo = async (database: Database, scope: Scope, matching: string, values: readonly unknown[], most: number) => {
  const [row] = await database.read<{ count: number }>(
    scope,
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${matching} LIMIT ${String(most + 1)}) t`,
    values,
  );
  const count = row?.count ?? 0;
  return { value: Math.min(count, most), capped: count > most };
};
