import { randomUUID } from 'node:crypto';
import type { Sql } from '../support/sql.js';

export interface Tenant {
  readonly tier1_id: string;
  readonly channel_id: string;
  readonly customer_id: string;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** What a type says too little about. */
const HINTS: Readonly<Record<string, unknown>> = {
  'app_user.role': 'customer_admin',
  'subscription.source': 'assigned',
  'subscription.start_date': '2026-01-01',
  'subscription.renewal': 'renew',
  'attention_item.process_id': 'uuid',
  'reconcile_finding.state': 'seen',
};

const valueOf = (type: string): unknown => {
  if (type === 'uuid') return randomUUID();
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z';
  if (type === 'date') return '2026-01-01';
  if (type === 'jsonb') return '{}';
  if (type === 'bytea') return Buffer.from(randomUUID());
  if (type === 'boolean') return true;
  if (/int|numeric/.test(type)) return 1;
  return `text-${randomUUID()}`;
};

/** The first word that a CHECK lets a column hold. */
const wordFor = async (owner: Sql, table: string, column: string): Promise<string | undefined> => {
  const rows = await owner("SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'", [
    table,
  ]);
  const rule = rows
    .map((row) => String(row.rule))
    .find((text) => new RegExp(`\\(\\(?${column} = ANY`).test(text) || text.includes(`(${column} IS NULL)`));
  return rule ? /'([a-z_]+)'::text/.exec(rule)?.[1] : undefined;
};

const neededColumns = async (owner: Sql, table: string): Promise<Column[]> => {
  const rows = await owner(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'`,
    [table],
  );
  return rows as unknown as Column[];
};

/** A statement that puts one row of a tenant into any tenant table, valid but for its references. */
export const rowOf = async (owner: Sql, table: string, tenant: Tenant): Promise<{ statement: string; parameters: unknown[] }> => {
  const row: Record<string, unknown> = {};
  for (const { name, type } of await neededColumns(owner, table)) row[name] = (await wordFor(owner, table, name)) ?? valueOf(type);
  for (const [key, hint] of Object.entries(HINTS)) {
    const [of, name] = key.split('.') as [string, string];
    if (of === table) row[name] = hint === 'uuid' ? randomUUID() : hint;
  }
  Object.assign(row, tenant);
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${String(index + 1)}`);
  return { statement: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`, parameters: Object.values(row) };
};

/** Takes away what ties rows to others, so that any table can be filled by itself. For a throwaway database only. */
export const dropReferences = async (owner: Sql): Promise<void> => {
  const keys = await owner(
    "SELECT conrelid::regclass::text AS on, conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
  );
  for (const key of keys) await owner(`ALTER TABLE ${String(key.on)} DROP CONSTRAINT "${String(key.conname)}"`);
};
