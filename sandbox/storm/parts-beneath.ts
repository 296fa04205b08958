import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { placeOfData } from '../database/data-folder.js';
import { startDatabase } from '../database/start-database.js';
import { startEngine } from '../engine/start-engine.js';
import { silentReport } from '../report.js';
import { openLog } from '../start/log-file.js';
import { childrenOf, createIce, killAll, type Part } from './part.js';

interface Running {
  stop(): Promise<void>;
}

const TRIES = 20;

/** A part that is no program of ours: the database or the engine, which are restarted with what they held. */
const partBeneath = (name: string, launch: () => Promise<Running>, pids: () => Promise<number[]>): Part => {
  const ice = createIce();
  let running: Running | undefined;
  let starting: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        running = await launch();
        return;
      } catch (error) {
        if (attempt === TRIES) throw error;
        await wait(500); // what was killed hasn't let go of everything yet
      }
    }
  };
  const end = async (): Promise<void> => {
    await starting;
    await running?.stop();
    running = undefined;
    starting = undefined;
  };
  return {
    name,
    start: () => (starting ??= begin()),
    kill: async () => {
      await starting;
      ice.thaw();
      await killAll(await pids());
      await end();
    },
    freeze: async () => {
      await starting;
      ice.freeze(await pids());
    },
    thaw: ice.thaw,
    stop: () => {
      ice.thaw();
      return end();
    },
  };
};

const pidIn = async (file: string): Promise<number> => Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);

export const databasePart = (folder: string, port: number, password: string): Part => {
  const dataDir = join(folder, 'database');
  const log = openLog(join(folder, 'logs', 'database.log'));
  const pids = async () => {
    const postmaster = await pidIn(join(await placeOfData(dataDir), 'postmaster.pid'));
    return postmaster > 0 ? [postmaster, ...(await childrenOf(postmaster))] : [];
  };
  return partBeneath('database', () => startDatabase({ report: silentReport, dataDir, port, password, onLog: log.write }), pids);
};

export const enginePart = (folder: string, port: number): Part => {
  const pidFile = join(folder, 'engine.pid');
  const log = openLog(join(folder, 'logs', 'engine.log'));
  const launch = () => startEngine({ report: silentReport, dbFile: join(folder, 'engine', 'engine.db'), port, pidFile, onLog: log.write });
  return partBeneath('engine', launch, async () => [await pidIn(pidFile)].filter((pid) => pid > 0));
};
