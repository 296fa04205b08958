import pg from 'pg';
import type { Bench } from './suite.js';

/** Runs statements as the owner of the tables, without their triggers for the change feed, and lets the planner know what is there. */
export const fill = async (
  { report }: Bench,
  { databaseUrl, tables, label }: { databaseUrl: string; tables: readonly string[]; label: string },
  statements: readonly (readonly [sql: string, parameters: readonly unknown[]])[],
): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const work = async () => {
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const [sql, parameters] of statements) await client.query(sql, [...parameters]);
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    for (const table of tables) await client.query(`VACUUM (ANALYZE) ${table}`);
    await client.query('CHECKPOINT').catch(() => undefined); // who may not leaves it to the database
  };
  try {
    await report.during(label, work());
  } finally {
    await client.end();
  }
};
