import { createHash } from 'node:crypto';

/** Statements whose plan each connection keeps. More than this is a program that builds its SQL without end; the rest is planned each time. */
const MOST = 300;
const names = new Map<string, string>();

/**
 * The name under which PostgreSQL keeps a statement parsed and planned for a connection: most of a short statement's time is planning.
 * Undefined for a statement that isn't worth one.
 */
export const statementName = (sql: string): string | undefined => {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST) return known;
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
};
