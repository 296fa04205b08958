import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../domain/failure/failure-code.js';

export interface HashingWork {
  readonly password: string;
  /** The hash to compare with; without one, the password is hashed. */
  readonly against?: string;
  readonly cost?: object;
}

/** Who is kept waiting: whoever signs in, or whoever chooses a password. */
type Queue = 'sign_in' | 'new_password';

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

/** So many wait at most: at the least speed that there is about ten seconds' work. Who comes beyond it is told to come again. */
const MOST_WAITING: Readonly<Record<Queue, number>> = { sign_in: 400, new_password: 100 };
/** Of as many turns one is given to new passwords while somebody waits to sign in. */
const TURNS_OF_SIGN_INS = 4;
const COME_AGAIN_SECONDS = 10;

const idle: Worker[] = [];
const queues: Readonly<Record<Queue, Job[]>> = { sign_in: [], new_password: [] };
let turn = 0;
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
    if (somebodyReads() && queues.sign_in.length + queues.new_password.length > 0) setTimeout(over, performance.now() - begunAt);
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

/** Sign-ins first, but not for ever. */
const nextJob = (): Job | undefined => {
  turn = (turn + 1) % TURNS_OF_SIGN_INS;
  const { sign_in: signIns, new_password: newPasswords } = queues;
  return turn === 0 ? (newPasswords.shift() ?? signIns.shift()) : (signIns.shift() ?? newPasswords.shift());
};

/** Whoever waits has somebody hashing before them, at whose end this is asked again. */
const takeNext = (): void => {
  while (hashing < mayHash()) {
    const job = nextJob();
    if (!job) return;
    give(job);
  }
};

/** Hashes, or compares with a hash, when it is its turn. Rejects with rate_limited when too many wait. */
export const hashInThread = (work: HashingWork): Promise<unknown> => {
  const queue: Queue = work.against === undefined ? 'new_password' : 'sign_in';
  if (queues[queue].length >= MOST_WAITING[queue]) return Promise.reject(new Failure('rate_limited', { seconds: COME_AGAIN_SECONDS }));
  return new Promise((resolve, reject) => {
    queues[queue].push({ work, resolve, reject });
    takeNext();
  });
};
