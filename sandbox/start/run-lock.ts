import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearLeftovers, placeOfData } from '../database/data-folder.js';
import { Problem } from '../problem.js';
import { commandOf, endLeftover, isAlive } from '../processes/stop-child.js';

const LEFTOVER_MS = 10_000;

const lockFile = (dataFolder: string): string => join(dataFolder, 'start.pid');
export const enginePidFile = (dataFolder: string): string => join(dataFolder, 'engine', 'engine.pid');

async function pidIn(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

/** One start at a time in a checkout: the second would take the first one's engine and database for leftovers. */
export async function assertNotRunning(dataFolder: string): Promise<void> {
  const pid = await pidIn(lockFile(dataFolder));
  if (pid && /sandbox[/\\]start/.test(await commandOf(pid))) {
    throw new Problem(`Licenza is already running from this folder (process ${pid}): stop that one first with Ctrl-C.`);
  }
}

/** What the parts keep there, each in a folder of its own; the database's belongs to the account that it runs as. */
const PARTS = ['logs', 'engine', 'inbox', 'vendor', 'partner-center', 'cards'];

/** Secrets and people's data are their owner's alone to read. Root's are passed through, too, by the account that the database runs as. */
async function closeFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await chmod(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
  for (const part of PARTS) {
    await mkdir(join(dataFolder, part), { recursive: true });
    await chmod(join(dataFolder, part), 0o700);
  }
}

/** Takes the folder, and ends what a killed run has left in it. */
export async function takeFolder(dataFolder: string): Promise<void> {
  await closeFolder(dataFolder);
  await writeFile(lockFile(dataFolder), String(process.pid));
  const engine = await pidIn(enginePidFile(dataFolder));
  if (engine && (await commandOf(engine)).includes(join(dataFolder, 'engine'))) await endLeftover(engine, 'SIGTERM', LEFTOVER_MS);
  await rm(enginePidFile(dataFolder), { force: true });
  await clearLeftovers(await placeOfData(join(dataFolder, 'database')));
}

export const releaseFolder = (dataFolder: string): Promise<void> => rm(lockFile(dataFolder), { force: true });
