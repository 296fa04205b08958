import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAlive } from './processes/stop-child.js';
import type { Report } from './report.js';

const BEAT_MS = 5_000;
/** A process id is used again after a restart of the machine; a lock that nobody has touched for this long is nobody's. */
const STALE_MS = 60_000;
const LOOK_MS = 200;

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const [pid, touched] = await Promise.all([
    readFile(file, 'utf8').catch(() => ''),
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    ),
  ]);
  // Empty between being made and being written.
  return Date.now() - touched > STALE_MS || (pid !== '' && !isAlive(Number(pid)));
}

async function takeWhenFree(file: string): Promise<void> {
  while (!(await take(file))) {
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Runs `work` in one process of this machine at a time. Who comes second waits, and can then find what the first has made. */
export async function oneAtATime<T>(file: string, report: Report, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  await report.during('Waiting for another process, which is getting the same', takeWhenFree(file));
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}
