import { tenantTables } from '../schema/catalogue-queries.js';
import type { Sql } from '../support/sql.js';

/**
 * One text of all rows of some customers, in every table: two are equal when nothing was changed. How long a process usually takes
 * is the platform's own measure, taken anew by its leader at any moment, so it is left out.
 */
export const rowsOf = async (sql: Sql, customerIds: readonly string[]): Promise<string> => {
  const tables = (await tenantTables(sql)).filter((table) => table !== 'change_feed');
  const parts = tables.map(
    (table) => `SELECT '${table} ' || (to_jsonb(t) - 'usual_seconds')::text AS line FROM ${table} t WHERE customer_id = ANY ($1)`,
  );
  const all = [`SELECT 'customer ' || t::text FROM customer t WHERE id = ANY ($1)`, ...parts].join(' UNION ALL ');
  const rows = await sql(`SELECT string_agg(line, E'\\n' ORDER BY line) AS text FROM (${all}) lines (line)`, [customerIds]);
  return String(rows[0]?.text);
};

interface ZodLike {
  readonly _zod?: {
    readonly def: {
      readonly type: string;
      readonly format?: string;
      readonly shape?: Record<string, ZodLike>;
      readonly innerType?: ZodLike;
      readonly element?: ZodLike;
      readonly options?: readonly ZodLike[];
      readonly items?: readonly ZodLike[];
      readonly in?: ZodLike;
    };
  };
}

/** Ids of the catalogue, which is the same for every tenant. */
const SHARED = ['planId', 'offerId', 'productId'];

/** Ids beside an ordering value; they only say where a page goes on. */
const POSITIONS = ['cursor'];

const walk = (schema: ZodLike | undefined, name: string): string[] => {
  const def = schema?._zod?.def;
  if (!def) return [];
  if (def.type === 'string' && def.format === 'uuid') return [name];
  const inside = Object.entries(def.shape ?? {}).flatMap(([key, child]) => walk(child, key));
  const wrapped = [def.innerType, def.element, def.in, ...(def.options ?? []), ...(def.items ?? [])].flatMap((child) => walk(child, name));
  return [...inside, ...wrapped];
};

/** Names of the fields of an input that take the id of something a tenant has. */
export const idFieldsOf = (inputs: readonly unknown[]): string[] =>
  [...new Set(inputs.flatMap((input) => walk(input as ZodLike, '')))].filter(
    (field) => !SHARED.includes(field) && !POSITIONS.includes(field),
  );
