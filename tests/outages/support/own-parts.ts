import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { migrate } from '../../../prisma/migrate.js';
import { seed } from '../../../prisma/seed.js';
import { placeOfData } from '../../../sandbox/database/data-folder.js';
import { startDatabase } from '../../../sandbox/database/start-database.js';
import { startEngine } from '../../../sandbox/engine/start-engine.js';
import { freePort } from '../../../sandbox/ports.js';
import { silentReport } from '../../../sandbox/report.js';

/** A part of the outside world that belongs to one test, which may stop it and start it again with what it held. */
export interface OwnPart {
  /** What a stack needs to use it. */
  readonly variables: NodeJS.ProcessEnv;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and removes its data. */
  remove(): Promise<void>;
}

const ownPart = async (
  launch: () => Promise<{ stop(): Promise<void> }>,
  variables: NodeJS.ProcessEnv,
  removeData: () => Promise<void>,
): Promise<OwnPart> => {
  let running: { stop(): Promise<void> } | undefined = await launch();
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    variables,
    stop,
    start: async () => {
      running ??= await launch();
    },
    remove: async () => {
      await stop();
      await removeData();
    },
  };
};

const ownFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-outage-'));
  await chmod(folder, 0o755); // PostgreSQL's own user must get into it
  return folder;
};

/** A PostgreSQL with the demo data in it, on a port that stays the same. */
export const ownDatabase = async (): Promise<OwnPart> => {
  vi.stubEnv('DATABASE_URL', undefined); // one that runs elsewhere is not ours to stop
  const folder = await ownFolder();
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const launch = () => startDatabase({ report: silentReport, dataDir, port, password: 'outage' });
  const first = await launch();
  await migrate(first.url);
  await seed(first.url, { demo: true });
  await first.stop();
  return ownPart(launch, { DATABASE_URL: first.url }, async () => {
    await rm(await placeOfData(dataDir), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
};

/** A workflow engine that keeps its histories in a file, on a port that stays the same. */
export const ownEngine = async (): Promise<OwnPart> => {
  vi.stubEnv('TEMPORAL_ADDRESS', undefined);
  const folder = await ownFolder();
  const port = await freePort();
  const launch = () => startEngine({ report: silentReport, dbFile: join(folder, 'engine.db'), port });
  return ownPart(launch, { TEMPORAL_ADDRESS: `127.0.0.1:${String(port)}` }, () => rm(folder, { recursive: true, force: true }));
};
