import type { Writable } from 'node:stream';
import pg from 'pg';
import { closeSilent, READ_LIMITS } from './database-limits.js';
import { openPool } from './open-pool.js';
import { tenantOf, type Scope } from './scope.js';
import { statementName } from './statement-name.js';

/** `2026-03-03 11:39:54.1+00`, as a connection in UTC says it, in the form of ISO 8601; by cutting, because a page of rows has a hundred of them. */
const isoInstant = (text: string): string => {
  if (text.length < 22 || !text.endsWith('+00')) return new Date(text).toISOString();
  const fraction = text.length > 23 ? text.slice(20, -3) : '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
};

// int8 as number: ids and minor units stay far below 2^53, and JSON has no bigint. Timestamps as ISO text.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: string): unknown => {
    if (oid === 20) return Number;
    if (oid === 1184) return isoInstant;
    if (oid === 1082) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

export interface ReadOptions {
  /**
   * `generic`: plan once for every parameter, where planning takes as long as the query and the best plan doesn't depend on
   * the values. Not for a statement whose parameters switch conditions off.
   */
  readonly plan?: 'generic';
}

export interface Readers {
  query<Row extends object>(scope: Scope, sql: string, parameters?: readonly unknown[], options?: ReadOptions): Promise<Row[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const SET_SCOPE =
  "SELECT set_config('licenza.scope', $1, false), set_config('licenza.tenant', $2, false), set_config('plan_cache_mode', $3, false)";

/** Queries that are sent in one go arrive as one packet: pg corks the stream for each by itself, and corks nest. */
const inOnePacket = <T>(client: pg.PoolClient, send: () => T): T => {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
};

/**
 * A statement that was refused leaves the connection whole. After anything else (the database ends the connection, which is `FATAL`)
 * it is gone, or it isn't known what it holds.
 */
const leavesWhole = (error: unknown): boolean => error instanceof pg.DatabaseError && error.severity === 'ERROR';

/** Connections for single statements. */
export const openReaders = (config: pg.PoolConfig, poolSize: number): Readers => {
  const open = (more: pg.PoolConfig) =>
    closeSilent(openPool({ ...config, max: poolSize, types, allowExitOnIdle: true, ...more }), READ_LIMITS);
  // The platform's own reads are in every request (its session): their connections are born with that scope and never get another.
  const platform = open({ options: `${config.options ?? ''} -c licenza.scope=platform` });
  // A tenant's scope goes out together with the query: one round trip. A connection keeps it for its session, so that the next query in
  // the same scope needs none; what a connection has is known only after both were answered, and forgotten before anything else is sent.
  const tenants = open({ pipeline: true });
  const scopes = new WeakMap<pg.PoolClient, string>();
  // One at a time: a database that doesn't answer is asked again and again, and must not have all connections wait for it.
  let pinging: Promise<unknown> | undefined;

  return {
    query: async <Row extends object>(scope: Scope, sql: string, parameters: readonly unknown[] = [], { plan }: ReadOptions = {}) => {
      const tenant = tenantOf(scope);
      const query = { name: statementName(sql), text: sql, values: [...parameters] };
      if (scope.kind === 'platform' && !plan) return (await platform.query<Row>(query)).rows;
      const values = [scope.kind, tenant, plan === 'generic' ? 'force_generic_plan' : 'auto'];
      const wanted = values.join(' ');
      const client = await tenants.connect();
      const has = scopes.get(client);
      scopes.delete(client);
      const [scoped, result] = await Promise.allSettled(
        inOnePacket(client, () => {
          const setScope =
            has === wanted ? Promise.resolve() : client.query({ name: 'scope', text: SET_SCOPE, values }).then(() => undefined);
          return [setScope, client.query<Row>(query)] as const;
        }),
      );
      if (scoped.status === 'fulfilled' && result.status === 'fulfilled') {
        scopes.set(client, wanted);
        client.release();
        return result.value.rows;
      }
      client.release(scoped.status === 'rejected' || !(result.status === 'rejected' && leavesWhole(result.reason)));
      throw (scoped.status === 'rejected' ? scoped.reason : (result as PromiseRejectedResult).reason) as Error;
    },
    ping: async () => {
      pinging ??= platform.query('SELECT 1').finally(() => {
        pinging = undefined;
      });
      await pinging;
    },
    close: async () => {
      await Promise.all([platform.end(), tenants.end()]);
    },
  };
};
