import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id at OWASP's first recommendation: 46 MiB, one pass, one lane; about 13 ms on a small machine. */
const COST = { algorithm: 2 /* Argon2id */, memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/** Each hash holds 46 MiB and a core while it runs; more at once than there are cores would only starve the other requests. */
const AT_ONCE = Math.max(1, Math.min(4, availableParallelism()));

let running = 0;
const queue: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    queue.shift()?.();
  }
};

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFKC'), COST));

let decoy: Promise<string> | undefined;

/**
 * True when the password is the hash's. Without a hash (unknown name, not activated) the same work is done
 * against a decoy, so that the time tells nothing.
 */
export const verifyPassword = async (storedHash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword('decoy');
  const against = storedHash ?? (await decoy);
  const matches = await inTurn(() => verify(against, password.normalize('NFKC')).catch(() => false));
  return matches && storedHash !== null && storedHash !== undefined;
};
