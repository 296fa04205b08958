import type { Sql } from '../support/sql.js';

/** Tables without a customer of their own, and why. A new table is in here or has its tenant columns. */
export const tablesOfNoCustomer: Readonly<Record<string, string>> = {
  _prisma_migrations: 'which migrations were applied',
  channel: 'a tenant itself, with its own rule',
  customer: 'a tenant itself, with its own rule',
  product: 'catalogue, the same for everybody',
  plan: 'catalogue',
  product_word: 'the words of the catalogue',
  offer: 'catalogue',
  cancellation_policy: 'catalogue',
  term_policy: 'catalogue',
  session: 'read by the session store alone, before it is known who asks; seen by the platform only',
  second_factor: 'secrets of sign-ins, for every kind of user; seen by the platform only',
  recovery_code: 'the same',
  sign_in_challenge: 'read before it is known who signs in; seen by the platform only',
  factor_reset: 'about operators, who belong to no tenant; seen by the platform only',
  outbox: 'read by the dispatcher alone; seen by the platform only',
  webhook_notice: 'ids of outside notices, known before whose they are; seen by the platform only',
  idempotency_key: 'keyed by the user who asks',
  row_count: 'counts for each channel, with the rule of a channel',
  row_count_delta: 'changes of those counts, with the same rule',
  reconcile_pass: 'how far the comparison with the outside is, of all tenants at once; seen by the platform only',
  usual_time: 'how long kinds of processes take, of all tenants together and without a name',
  rate_limit: 'counts attempts before it is known who makes them; seen by the platform only',
};

/** Tenant tables that no query reads by customer, and what they are read by instead. */
export const tablesReadOtherwise: Readonly<Record<string, string>> = { change_feed: 'by position, for all tenants at once' };

/** Tenant tables whose rows outlive what they tell of, so no key ties them to it. */
export const tablesOfHistory = ['audit_entry', 'change_feed'];

const column = async (sql: Sql, statement: string, parameters: unknown[] = []): Promise<string[]> =>
  (await sql(statement, parameters)).map((row) => String(Object.values(row)[0]));

export const allTables = (sql: Sql): Promise<string[]> =>
  column(sql, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1");

export const tenantTables = (sql: Sql): Promise<string[]> =>
  column(sql, "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_id' ORDER BY 1");

export const columnsOf = (sql: Sql, table: string): Promise<string[]> =>
  column(sql, 'SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped', [table]);

/** The first column of each index of a table. */
export const leadingColumns = (sql: Sql, table: string): Promise<string[]> =>
  column(
    sql,
    'SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = $1::regclass',
    [table],
  );

/** The words that a CHECK lets a column hold. */
export const wordsOf = async (sql: Sql, constraint: string): Promise<string[]> => {
  const [definition = ''] = await column(sql, 'SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1', [constraint]);
  return [...definition.matchAll(/'([a-z_]+)'::text/g)].map((match) => match[1]!).sort();
};
