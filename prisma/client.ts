import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { closeSilent, limitOptions, READ_LIMITS, WRITE_LIMITS } from './database-limits.js';
import { PrismaClient } from './generated/client.js';
import { openPool } from './open-pool.js';
import { openReaders, type ReadOptions } from './readers.js';
import { tenantOf, type Scope } from './scope.js';
import { statementName } from './statement-name.js';

export { platformScope, type Scope } from './scope.js';

/** A transaction bound to a scope; the same methods as PrismaClient. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface Database {
  /** Runs `work` in one transaction that sees only the scope's rows. */
  write<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs one read-only SQL statement for a read model; parameters are $1, $2, … */
  read<Row extends object>(scope: Scope, sql: string, parameters?: readonly unknown[], options?: ReadOptions): Promise<Row[]>;
  /** Runs one SQL statement that writes, which is a transaction of its own: one round trip, for the few that run all the time. */
  run<Row extends object>(scope: Scope, sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own that listens on a channel; `stop` releases it. */
  listen(channel: string, onNotice: (payload: string) => void, onLost: () => void): Promise<{ stop(): Promise<void> }>;
  /** Throws when the database doesn't answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const CONNECTING_MS = 5_000;

/**
 * Opens the database as the role `licenza_app`, which row-level security binds. No pool is exported:
 * a query without a scope can't be written. What a connection may take is limited (./database-limits.ts).
 */
export const openDatabase = (url: string, { poolSize = 10 }: { poolSize?: number } = {}): Database => {
  const asApp = (options: string) => ({
    connectionString: url,
    options: `-c role=licenza_app -c timezone=UTC ${options}`,
    connectionTimeoutMillis: CONNECTING_MS,
  });
  const readers = openReaders(asApp(limitOptions(READ_LIMITS)), poolSize);
  const statementNameGenerator = ({ sql }: { sql: string }) => statementName(sql) ?? '';
  const writers = closeSilent(openPool({ ...asApp(limitOptions(WRITE_LIMITS)), max: poolSize }), WRITE_LIMITS);
  const prisma = new PrismaClient({ adapter: new PrismaPg(writers, { statementNameGenerator }) });

  return {
    write: (scope, work) => {
      const tenant = tenantOf(scope);
      return prisma.$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT set_config('licenza.scope', ${scope.kind}, true), set_config('licenza.tenant', ${tenant}, true)`;
          return work(tx);
        },
        { maxWait: 10_000, timeout: 20_000 },
      );
    },
    read: (scope, sql, parameters, options) => readers.query(scope, sql, parameters, options),
    run: (scope, sql, parameters) => readers.query(scope, sql, parameters),
    listen: async (channel, onNotice, onLost) => {
      const client = new pg.Client({ ...asApp(limitOptions(READ_LIMITS)), query_timeout: CONNECTING_MS, keepAlive: true });
      let listening = false;
      client.on('notification', ({ payload }) => onNotice(payload ?? ''));
      client.on('error', () => undefined);
      // Also fires when connecting fails, which the caller learns by the rejection: told twice, it would connect twice as often each time.
      client.on('end', () => {
        if (listening) onLost();
      });
      try {
        await client.connect();
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      } catch (error) {
        void client.end().catch(() => undefined);
        throw error;
      }
      listening = true;
      return {
        stop: async () => {
          listening = false;
          await client.end();
        },
      };
    },
    ping: async () => {
      await readers.ping();
    },
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([writers.end(), readers.close()]);
    },
  };
};
