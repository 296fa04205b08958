import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface HashingWork {
  readonly password: string;
  /** The hash to compare with; without one, the password is hashed. */
  readonly against?: string;
  readonly cost?: object;
}

interface Job {
  readonly work: HashingWork;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Each hash holds 46 MiB and a core while it runs; more at once than there are cores would only starve the other requests. */
const MOST_THREADS = Math.max(1, Math.min(4, availableParallelism()));
/** Even at a low priority a hash on every core makes each turn of a request wait; while somebody reads, one core is left to them. */
const MOST_BESIDE_READERS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Who reads asks again within this time, or has what they asked for. */
const READER_MS = 50;

const threadFile = (): URL =>
  new URL(process.env.LICENZA_BUILD === '1' ? './password-thread.js' : './password-thread.mjs', import.meta.url);

const idle: Worker[] = [];
const waiting: Job[] = [];
let hashing = 0;
let lastReadAt = -Infinity;

/** Says that a request other than a sign-in has come. */
export const noteReader = (): void => {
  lastReadAt = performance.now();
};

const somebodyReads = (): boolean => performance.now() - lastReadAt < READER_MS;

const mayHash = (): number => (somebodyReads() ? MOST_BESIDE_READERS : MOST_THREADS);

/** A thread that isn't hashing doesn't keep the program alive; one that dies fails its job, and the next job gets a new one. */
const give = ({ work, resolve, reject }: Job): void => {
  const thread = idle.pop() ?? new Worker(threadFile());
  hashing += 1;
  const begunAt = performance.now();
  const over = () => {
    hashing -= 1;
    takeNext();
  };
  const answered = (answer: unknown) => {
    thread.off('error', failed).unref();
    idle.push(thread);
    resolve(answer);
    // As long a rest as the work was: signing in takes at most half of a core from those who read.
    if (somebodyReads() && waiting.length > 0) setTimeout(over, performance.now() - begunAt);
    else over();
  };
  const failed = (error: Error) => {
    thread.off('message', answered);
    reject(error);
    over();
  };
  thread.once('message', answered).once('error', failed).ref();
  thread.postMessage(work);
};

/** Whoever waits has somebody hashing before them, at whose end this is asked again. */
const takeNext = (): void => {
  while (hashing < mayHash()) {
    const job = waiting.shift();
    if (!job) return;
    give(job);
  }
};

/** Hashes, or compares with a hash, when it is its turn. */
export const hashInThread = (work: HashingWork): Promise<unknown> =>
  new Promise((resolve, reject) => {
    waiting.push({ work, resolve, reject });
    takeNext();
  });
