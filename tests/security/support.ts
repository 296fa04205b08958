import proto from '@temporalio/proto';
import { Client, Connection } from '@temporalio/client';
import { readSettings } from '../../runtime/settings.js';
import { textsOfHistory } from '../support/history-texts.js';
import type { Sql } from '../support/sql.js';

const { History } = proto.temporal.api.history.v1;

/** A place where a secret could have got to, and everything that stands there. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** The histories of these workflows as the engine keeps them, with what is encrypted in the clear too. */
export const historiesOf = async (variables: NodeJS.ProcessEnv, workflowIds: readonly string[]): Promise<Place[]> => {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, PAYLOAD_KEYS: keys } = readSettings(variables);
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    return await Promise.all(
      workflowIds.map(async (id) => {
        const history = await client.workflow.getHandle(id).fetchHistory();
        const json = JSON.stringify(History.toObject(History.fromObject(history), { longs: String, bytes: String }));
        return { name: `history of ${id}`, text: await textsOfHistory(json, keys) };
      }),
    );
  } finally {
    await connection.close();
  }
};

/** Every row of every table, as text. */
export const tablesOf = async (sql: Sql): Promise<Place[]> => {
  const tables = await sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1");
  const places: Place[] = [];
  for (const { relname } of tables) {
    const rows = await sql(`SELECT t::text AS row FROM ${String(relname)} t`);
    places.push({ name: `table ${String(relname)}`, text: rows.map(({ row }) => String(row)).join('\n') });
  }
  return places;
};

/** The ways in which a value may be written down. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
];

/** Which secrets stand where they must not, in whatever spelling: "name of the secret in name of the place". */
export const leaks = (secrets: ReadonlyMap<string, string>, places: readonly Place[]): string[] =>
  places.flatMap((place) =>
    [...secrets]
      .filter(([, secret]) => spellings(secret).some((spelt) => place.text.includes(spelt)))
      .map(([name]) => `${name} in ${place.name}`),
  );
