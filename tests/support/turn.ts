import { mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STALE_MS = 10_000;

/** Runs `work` while no other test process runs work of the same name: what the files of a run share is read and written back in turn. */
export const inTurn = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const folder = join(tmpdir(), `licenza-turn-${name.replace(/\W+/g, '-')}`);
  for (;;) {
    try {
      await mkdir(folder);
      break;
    } catch {
      const since = await stat(folder).then(({ mtimeMs }) => mtimeMs, Date.now);
      if (Date.now() - since > STALE_MS) await rm(folder, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
