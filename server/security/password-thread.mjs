// One thread that hashes, at a low priority: whoever signs in gets the time that the requests of those who are in leave over.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

/** Of Linux's 20 steps below the usual priority: about a tenth of the time where everybody wants all of it. */
const LOW_PRIORITY = 10;

// On Linux a priority is a thread's own; elsewhere it would be the whole server's.
if (process.platform === 'linux') setPriority(LOW_PRIORITY);

/** @param {{ password: string, against?: string, cost?: object }} work what to hash, or to compare with a hash */
function answer({ password, against, cost }) {
  if (against === undefined) return hashSync(password, cost);
  try {
    return verifySync(against, password);
  } catch {
    return false; // what is stored is no hash
  }
}

parentPort?.on('message', (work) => parentPort?.postMessage(answer(work)));
