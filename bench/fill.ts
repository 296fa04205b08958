import pg from 'pg';
import type { Bench } from './suite.js';

/** The indexes of tables that no constraint needs, each by its name and the statement that makes it. */
const INDEXES = `
  SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
   WHERE i.indrelid = ANY ($1::regclass[]) AND NOT i.indisunique`;

/**
 * Writes many rows as the owner of the tables: without triggers for the change feed, and with indexes made afterwards, which takes a
 * third of the time. The planner then knows what is there.
 */
const fillTables = async (client: pg.Client, tables: readonly string[], statements: readonly Statement[]): Promise<void> => {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES, [tables]);
  await client.query("SET maintenance_work_mem = '256MB'");
  await client.query('BEGIN');
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  for (const [sql, parameters] of statements) await client.query(sql, [...parameters]);
  for (const { definition } of indexes) await client.query(definition);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await client.query('COMMIT');
  for (const table of tables) await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query('CHECKPOINT').catch(() => undefined); // a login that may not leaves it to the database
};

export type Statement = readonly [sql: string, parameters: readonly unknown[]];

export const fill = async (
  { report }: Bench,
  { databaseUrl, tables, label }: { databaseUrl: string; tables: readonly string[]; label: string },
  statements: readonly Statement[],
): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await report.during(label, fillTables(client, tables, statements));
  } finally {
    await client.end();
  }
};
