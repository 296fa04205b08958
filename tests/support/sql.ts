import pg from 'pg';
import { inject } from 'vitest';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';

type Row = Record<string, unknown>;

/** A connection that says plain SQL, as the owner of the tables or as the application's role. */
export interface Sql {
  (statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** What the database answered instead: its five-character code. */
export const sqlState = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : String(error)),
  );

export const openSql = async (url: string, as: 'owner' | 'app' = 'owner'): Promise<Sql> => {
  const client = new pg.Client({ connectionString: url, ...(as === 'app' ? { options: '-c role=licenza_app' } : {}) });
  client.on('error', () => undefined);
  await client.connect();
  const sql = async (statement: string, parameters: readonly unknown[] = []) => (await client.query<Row>(statement, [...parameters])).rows;
  return Object.assign(sql, { end: () => client.end() });
};

export type ScopeKind = 'platform' | 'tier1' | 'channel' | 'customer';

/** Sets whose rows the connection's next statements may see. */
export const enterScope = async (app: Sql, kind: ScopeKind | '', tenant = ''): Promise<void> => {
  await app("SELECT set_config('licenza.scope', $1, false), set_config('licenza.tenant', $2, false)", [kind, tenant]);
};

/** A migrated and seeded database of the test's own, with a connection in each role. */
export const ownDatabase = async (): Promise<{ url: string; owner: Sql; app: Sql; drop: () => Promise<void> }> => {
  const database = await throwawayDatabase(inject('databaseServerUrl'), inject('templateDatabase'));
  const [owner, app] = await Promise.all([openSql(database.url), openSql(database.url, 'app')]);
  return {
    url: database.url,
    owner,
    app,
    drop: async () => {
      await Promise.all([owner.end(), app.end()]);
      await database.drop();
    },
  };
};
