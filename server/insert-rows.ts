import type { Prisma } from '../prisma/generated/client.js';
import type { Tx } from '../prisma/client.js';

interface RowOf {
  readonly customer: Prisma.CustomerCreateManyInput;
  readonly appUser: Prisma.AppUserCreateManyInput;
  readonly subscription: Prisma.SubscriptionCreateManyInput;
  readonly process: Prisma.ProcessCreateManyInput;
  readonly message: Prisma.MessageCreateManyInput;
  readonly timelineEvent: Prisma.TimelineEventCreateManyInput;
  readonly auditEntry: Prisma.AuditEntryCreateManyInput;
  readonly outbox: Prisma.OutboxCreateManyInput;
}

type Table = keyof RowOf;

/** Rows to be written, by table. A column that a row doesn't give gets the database's default. */
export type NewRows = { readonly [Name in Table]?: readonly RowOf[Name][] };

const columnName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const asStored = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]: [string, unknown]) => (value === undefined ? [] : [[columnName(name), value]])),
  );

/** Rows of one table that give the same columns: what one INSERT can take. */
interface Group {
  readonly table: string;
  readonly columns: string;
  readonly rows: object[];
}

const groupsOf = (rows: NewRows): Group[] => {
  const groups = new Map<string, Group>();
  for (const [name, each] of Object.entries(rows) as [Table, readonly object[]][]) {
    for (const row of each.map(asStored)) {
      const table = columnName(name);
      const columns = Object.keys(row).join(', ');
      const group = groups.get(`${table}: ${columns}`);
      if (group) group.rows.push(row);
      else groups.set(`${table}: ${columns}`, { table, columns, rows: [row] });
    }
  }
  return [...groups.values()];
};

/**
 * Inserts rows of several tables in one statement, which is one round trip instead of one for each. Their order is of no
 * matter: references are checked when all are there.
 */
export const insertRows = async (tx: Tx, rows: NewRows): Promise<void> => {
  const groups = groupsOf(rows);
  const inserts = groups.map(
    ({ table, columns }, index) =>
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $${String(index + 1)}::jsonb)`,
  );
  const last = inserts.pop();
  if (last === undefined) return;
  const before = inserts.length > 0 ? `WITH ${inserts.map((insert, index) => `part${String(index)} AS (${insert})`).join(', ')} ` : '';
  await tx.$executeRawUnsafe(`${before}${last}`, ...groups.map((group) => JSON.stringify(group.rows)));
};

/** Puts several lots of rows into one. */
export const together = (...lots: readonly NewRows[]): NewRows => {
  const all: Partial<Record<Table, object[]>> = {};
  for (const lot of lots) for (const [table, rows] of Object.entries(lot)) (all[table as Table] ??= []).push(...rows);
  return all as NewRows;
};
