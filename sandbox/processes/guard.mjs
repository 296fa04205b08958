// Ends what a killed parent left behind. The parent writes "+pid signal" and "-pid"; when its end of the pipe closes,
// whatever is still on the list gets its signal. A clean stop empties the list first.
import { createInterface } from 'node:readline';

/** A program whose engine and database go away with it can't finish its work: it's not waited for long. */
const GRACE_MS = 5_000;

/** @type {Map<number, NodeJS.Signals>} */
const guarded = new Map();
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

/** @returns {boolean} whether there was such a process */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [pid, signal] = line.slice(1).split(' ');
  if (line.startsWith('+')) guarded.set(Number(pid), /** @type {NodeJS.Signals} */ (signal));
  else guarded.delete(Number(pid));
});
lines.on('close', () => {
  const reached = [...guarded].filter(([pid, signal]) => send(pid, signal));
  // PostgreSQL (SIGINT, SIGQUIT) is left to end by itself, whatever it takes: that's its data.
  const impatient = reached.filter(([, signal]) => signal === 'SIGTERM');
  if (impatient.length === 0) process.exit(0);
  setTimeout(() => {
    for (const [pid] of impatient) send(pid, 'SIGKILL');
    process.exit(0);
  }, GRACE_MS);
});
