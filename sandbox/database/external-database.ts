import pg from 'pg';
import { Problem, sentenceOf } from '../problem.js';

const CONNECT_MS = 3_000;

export const hostOf = (url: string): string => new URL(url).host;

export const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
};

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One sentence, without the password, when the database that was asked for doesn't answer. */
export async function assertDatabaseAnswers(url: string): Promise<void> {
  if (!URL.canParse(url)) throw new Problem('DATABASE_URL is not an address of the form postgresql://user:password@host:5432/name.');
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? sentenceOf(error);
    throw new Problem(`No database answers at ${hostOf(url)} (DATABASE_URL, ${why}): start it there, or unset DATABASE_URL.`);
  }
}
