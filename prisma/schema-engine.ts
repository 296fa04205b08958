import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type * as EngineModule from '@prisma/schema-engine-wasm';
import { openPool } from './open-pool.js';

const require = createRequire(import.meta.url);

interface EngineGlue {
  SchemaEngine: typeof EngineModule.SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/**
 * Prisma's own schema engine as WebAssembly. The native binary that `prisma migrate` downloads
 * can't be fetched where only package registries are reached; this one comes with its package and
 * keeps the same `_prisma_migrations` table.
 *
 * Node has no stable import of `.wasm` modules, so the glue that a bundler would generate is here.
 */
const loadEngine = async (): Promise<EngineGlue> => {
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineGlue;
  const wasmPath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
};

/**
 * The adapter cuts a script at every semicolon, also inside a function's body, and runs the pieces one
 * by one. Sent whole, PostgreSQL parses it itself and runs it as one transaction: all or nothing.
 */
class WholeScriptAdapter extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await this.pool.query(script);
    };
    return adapter;
  }
}

let loaded: Promise<EngineGlue> | undefined;

/** Runs `work` with an engine on the database at `url`; the engine is released afterwards. */
export const withSchemaEngine = async <T>(
  url: string,
  datamodels: [string, string][] | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> => {
  loaded ??= loadEngine();
  const { SchemaEngine } = await loaded;
  const pool = openPool({ connectionString: url });
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool));
  const create = SchemaEngine as unknown as {
    new: (options: object, log: (line: string) => void, factory: unknown) => Promise<SchemaEngine>;
  };
  const engine = await create.new({ datamodels }, () => undefined, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end(); // the engine closes none of its connections, and they would keep the process alive
  }
};
