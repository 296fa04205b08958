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

const threadFile = (): URL =>
  new URL(process.env.LICENZA_BUILD === '1' ? './password-thread.js' : './password-thread.mjs', import.meta.url);

const idle: Worker[] = [];
const waiting: Job[] = [];
let threads = 0;

const takeNext = (thread: Worker): void => {
  const job = waiting.shift();
  if (job) give(thread, job);
  else idle.push(thread);
};

/** A thread that isn't hashing doesn't keep the program alive; one that dies fails its job, and the next job gets a new one. */
const give = (thread: Worker, { work, resolve, reject }: Job): void => {
  const answered = (answer: unknown) => {
    thread.off('error', failed).unref();
    resolve(answer);
    takeNext(thread);
  };
  const failed = (error: Error) => {
    thread.off('message', answered);
    threads -= 1;
    reject(error);
    const next = waiting.shift();
    if (next) start(next);
  };
  thread.once('message', answered).once('error', failed).ref();
  thread.postMessage(work);
};

const start = (job: Job): void => {
  threads += 1;
  give(new Worker(threadFile()), job);
};

/** Hashes, or compares with a hash, when it is its turn. */
export const hashInThread = (work: HashingWork): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const job = { work, resolve, reject };
    const thread = idle.pop();
    if (thread) give(thread, job);
    else if (threads < MOST_THREADS) start(job);
    else waiting.push(job);
  });
