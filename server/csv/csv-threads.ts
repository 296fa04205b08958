import { Worker } from 'node:worker_threads';

export interface CutFile {
  /** Row of the file as a spreadsheet numbers it. */
  readonly line: number;
  readonly cells: readonly string[];
}
export type Cut = { readonly rows: readonly CutFile[] } | { readonly code: string; readonly params?: Record<string, number> };

interface Work {
  readonly text: string;
  readonly mostRows: number;
  readonly mostColumns: number;
}

/** The biggest file that is taken is cut in a tenth of a second; what isn't done by then, on however busy a machine, never will be. */
const AT_MOST_MS = 20_000;
/** Files are read one after the other: somebody who sends many waits for themselves. */
const MOST_WAITING = 50;

const threadFile = (): URL => new URL(process.env.LICENZA_BUILD === '1' ? './csv-thread.js' : './csv-thread.mjs', import.meta.url);

let idle: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

const cutNow = (work: Work): Promise<Cut> => {
  const thread = idle ?? new Worker(threadFile(), { resourceLimits: { maxOldGenerationSizeMb: 256 } });
  idle = undefined;
  thread.ref();
  return new Promise<Cut>((resolve, reject) => {
    const gone = (error: Error) => {
      clearTimeout(timer);
      void thread.terminate();
      reject(error);
    };
    const timer = setTimeout(() => gone(new Error('a file took too long to read')), AT_MOST_MS);
    thread.once('error', gone).once('message', (answer: Cut) => {
      clearTimeout(timer);
      thread.off('error', gone).unref();
      idle = thread;
      resolve(answer);
    });
    thread.postMessage(work);
  }).catch((): Cut => ({ code: 'csv_unreadable' }));
};

/** Cuts a file into cells beside the requests, up to so many rows (the heading isn't counted) and columns. */
export const cutInThread = async (work: Work): Promise<Cut> => {
  if (waiting >= MOST_WAITING) return { code: 'csv_busy' };
  waiting += 1;
  const turn = last.then(() => cutNow(work));
  last = turn;
  return turn.finally(() => {
    waiting -= 1;
  });
};
