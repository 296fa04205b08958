import pg from 'pg';
import type { World } from './world.js';

export type Row = Record<string, unknown>;

/** Plain SQL as the owner of the tables, past the product and its proxies. */
export const look = async (world: Pick<World, 'databaseUrl'>, sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: world.databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** A simulator's or the inbox's own answer. */
export const ask = async (url: string, method = 'GET', body?: unknown): Promise<unknown> => {
  const given = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, { method, ...given, signal: AbortSignal.timeout(20_000) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(answer).slice(0, 300)}`);
  return answer;
};
