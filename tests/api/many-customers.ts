import { seedId } from '../../prisma/seed.js';
import type { Sql } from '../support/sql.js';

/**
 * Writes many customers of the demo tier-1 reseller at once; gives their companies. Ten at a time are made in the same
 * millisecond, and every second has a company that another one has too, so that an order by either needs the id.
 */
export const manyCustomers = async (sql: Sql, count: number, word: string): Promise<string[]> => {
  const rows = await sql(
    `INSERT INTO customer (id, tier1_id, channel_id, account_name, account_name_key, company, city, state_or_province, contact_first_name, contact_last_name, contact_email, created_at)
     SELECT gen_random_uuid(), $1, $1, $2 || ' ' || n, lower($2) || ' ' || n, $2 || ' ' || (n / 2), 'Torino', 'TO', 'Ada', 'Neri', 'ada@prova.example',
            timestamptz '2026-01-01' + interval '1 minute' * (n / 10)
       FROM generate_series(1, $3::int) n RETURNING company`,
    [seedId('nordica'), word, count],
  );
  return rows.map(({ company }) => String(company));
};
