import { expect } from 'vitest';
import { eventually } from './eventually.js';
import { openSql } from './sql.js';

const GATE = (event: string, table: string) => `
  CREATE SEQUENCE gate_seq;
  CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF nextval('gate_seq') = 1 THEN PERFORM pg_advisory_xact_lock(4711); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER gate BEFORE ${event} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION gate()`;

/**
 * A transaction stands still just before its first write to a table, with all that it has looked at and decided, while others go on;
 * then it goes on too. The outcome of all of them.
 */
export const whileStandingBefore = async (
  databaseUrl: string,
  [event, table]: readonly ['INSERT' | 'UPDATE', string],
  first: () => Promise<unknown>,
  others: () => Promise<Promise<unknown>[]>,
): Promise<PromiseSettledResult<unknown>[]> => {
  const [sql, holding] = await Promise.all([openSql(databaseUrl), openSql(databaseUrl)]);
  try {
    await holding('SELECT pg_advisory_lock(4711)');
    await sql(GATE(event, table));
    const stands = first();
    await eventually(async () => {
      expect(await sql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted")).toHaveLength(1);
    });
    const going = await others();
    // Those that wait for it, as they should, are waited for no longer than this.
    await Promise.race([Promise.allSettled(going), new Promise((resolve) => setTimeout(resolve, 1_500))]);
    await holding('SELECT pg_advisory_unlock(4711)');
    return await Promise.allSettled([stands, ...going]);
  } finally {
    await sql(`DROP TRIGGER gate ON ${table}; DROP FUNCTION gate(); DROP SEQUENCE gate_seq`);
    await Promise.all([sql.end(), holding.end()]);
  }
};
