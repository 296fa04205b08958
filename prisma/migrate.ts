import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withSchemaEngine } from './schema-engine.js';

const noFilter = { externalTables: [], externalEnums: [] };

/** Reads the migrations folder the way Prisma's engine wants it told. */
export const readMigrations = async (folder: string) => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(folder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(folder, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
};

/** Where the migrations are: beside this file, in a checkout and in a build alike. */
export const migrationsFolder = join(import.meta.dirname, process.env.LICENZA_BUILD === '1' ? '../prisma/migrations' : 'migrations');

/**
 * Brings the database at `databaseUrl` (a login that owns its tables) to the newest migration.
 * Returns the names of those applied now, in order; none when it was up to date.
 */
export const migrate = async (databaseUrl: string): Promise<{ applied: string[] }> => {
  const migrationsList = await readMigrations(migrationsFolder);
  return withSchemaEngine(databaseUrl, undefined, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilter });
    return { applied: appliedMigrationNames };
  });
};

/** The SQL that makes, on an empty database, what schema.prisma says. A test compares it with what the migrations made. */
export const schemaAsSql = async (databaseUrl: string): Promise<string> => {
  const path = join(migrationsFolder, '../schema.prisma');
  const files = [{ path, content: await readFile(path, 'utf8') }];
  return withSchemaEngine(databaseUrl, [[path, files[0]!.content]], async (engine) => {
    const result = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    return result.stdout ?? '';
  });
};
