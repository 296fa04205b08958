import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { throwawayDatabase } from '../../../sandbox/database/copy-database.js';
import { withClient } from '../../../sandbox/database/external-database.js';
import { freePort } from '../../../sandbox/ports.js';
import { run } from '../../../sandbox/processes/run.js';
import { createApi, type Api } from '../../support/client.js';
import type { Outside } from '../../support/outside.js';
import { openSql, type Sql } from '../../support/sql.js';
import type { TemporalCluster } from './temporal-cluster.js';

/** An installation made as docs/running.md says: settings of production, migrations, the first people. */
export interface Installation {
  readonly variables: NodeJS.ProcessEnv;
  readonly sql: Sql;
  readonly engine: Client;
  /** Values that must not be in any log. */
  readonly secrets: readonly string[];
  /** Signs somebody of it in at a server; what the session's cookie holds is a secret from then on. */
  signIn(url: string, who: 'operator' | 'reseller'): Promise<{ api: Api; cookie: string }>;
  remove(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const random = (bytes = 32): string => randomBytes(bytes).toString('base64url');
const PEOPLE = { operator: 'ada@platform.example', reseller: 'rita@cielo.example' } as const;

const settingsOf = (databaseUrl: string, port: number, cluster: TemporalCluster, outside: Outside): Record<string, string | undefined> => ({
  NODE_ENV: 'production',
  LOG_LEVEL: 'debug',
  PORT: String(port),
  PUBLIC_URL: 'https://licenza.test',
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: cluster.address,
  TEMPORAL_NAMESPACE: cluster.namespace,
  SESSION_SECRET: random(),
  TOKEN_SECRET: random(),
  PAYLOAD_KEYS: `2026-11:${randomBytes(32).toString('base64')}`,
  ...outside.variables,
});

const runProgram = async (name: string, args: string[], variables: NodeJS.ProcessEnv): Promise<void> => {
  const env = { PATH: process.env.PATH, ...variables };
  const { code, output } = await run(process.execPath, [`dist/${name}.js`, ...args], { cwd: root, env });
  if (code !== 0) throw new Error(`${name} failed: ${output}`);
};

/** The login of the programs, made as the compose file makes it. */
const createLogin = async (databaseUrl: string): Promise<string> => {
  const password = random();
  const statements = await readFile(join(root, 'production/database-login.sql'), 'utf8');
  await withClient(databaseUrl, async (client) => {
    await client.query("SELECT set_config('licenza.login_password', $1, false)", [password]);
    await client.query(statements);
  });
  const url = new URL(databaseUrl);
  url.username = 'licenza_login';
  url.password = password;
  return url.href;
};

/** Sets up a database and the first people on a cluster, by the programs that production has for it. */
export const install = async (cluster: TemporalCluster, outside: Outside): Promise<Installation> => {
  const database = await throwawayDatabase(inject('databaseServerUrl'));
  const appUrl = await createLogin(database.url);
  const variables = settingsOf(appUrl, await freePort(), cluster, outside);
  const passwords = { operator: `operator ${random(8)}`, reseller: `reseller ${random(8)}` };
  await runProgram('migrate', [], { ...variables, MIGRATION_DATABASE_URL: database.url });
  const person = (email: string) => ['--first-name', 'Ada', '--last-name', 'Neri', '--email', email];
  const withPassword = (NEW_PASSWORD: string) => ({ DATABASE_URL: appUrl, NEW_PASSWORD });
  await runProgram('add-staff', ['--role', 'operator', ...person(PEOPLE.operator)], withPassword(passwords.operator));
  await runProgram('add-channel', ['--name', 'Cielo', ...person(PEOPLE.reseller)], withPassword(passwords.reseller));
  const connection = await Connection.connect({ address: cluster.address });
  const sql = await openSql(database.url);
  const own = Object.entries(variables).flatMap(([name, value]) => (/SECRET|KEY/.test(name) && value ? [value.split(':').at(-1)!] : []));
  const secrets = [...Object.values(passwords), ...own];
  return {
    variables,
    sql,
    engine: new Client({ connection, namespace: cluster.namespace }),
    secrets,
    signIn: async (url, who) => {
      const { api, cookie } = createApi(url, { origin: variables.PUBLIC_URL ?? '' });
      await api.auth.signIn.mutate({ loginName: PEOPLE[who], password: passwords[who] });
      const value = decodeURIComponent(cookie().split('=')[1] ?? '');
      secrets.push(value, encodeURIComponent(value), value.replace(/^s:/, '').split('.')[0] ?? '');
      return { api, cookie: cookie() };
    },
    remove: async () => {
      await connection.close();
      await sql.end();
      await database.drop();
    },
  };
};
