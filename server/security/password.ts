import { hashInThread } from './password-threads.js';

/** Argon2id at OWASP's first recommendation: 46 MiB, one pass, one lane; about 13 ms on a small machine. */
const COST = { algorithm: 2 /* Argon2id */, memoryCost: 47_104, timeCost: 1, parallelism: 1 };

export const hashPassword = async (password: string): Promise<string> =>
  (await hashInThread({ password: password.normalize('NFKC'), cost: COST })) as string;

let decoy: Promise<string> | undefined;

/**
 * True when the password is the hash's. Without a hash (unknown name, not activated) the same work is done
 * against a decoy, so that the time tells nothing.
 */
export const verifyPassword = async (storedHash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword('decoy');
  const against = storedHash ?? (await decoy);
  const matches = await hashInThread({ password: password.normalize('NFKC'), against });
  return matches === true && storedHash !== null && storedHash !== undefined;
};
