import { withClient } from '../sandbox/database/external-database.js';

interface Place {
  readonly from: string;
  readonly where: string;
  readonly key: string;
  readonly direction: 'asc' | 'desc';
  readonly rowsBefore: number;
}

/** The cursor of a page far on, found by counting instead of walking there. Instants are given as the API gives them. */
export const placeOfPage = (databaseUrl: string, { from, where, key, direction, rowsBefore }: Place): Promise<[string, string]> =>
  withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ key: string | Date; id: string }>(
      `SELECT ${key} AS key, id FROM ${from} WHERE ${where} ORDER BY ${key} ${direction}, id ${direction} OFFSET ${String(rowsBefore - 1)} LIMIT 1`,
    );
    const [last] = rows;
    if (!last) throw new Error(`${from} has no ${String(rowsBefore)} rows`);
    return [last.key instanceof Date ? last.key.toISOString() : last.key, last.id];
  });
