import type { Database, Scope, Tx } from '../../prisma/client.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';

const MOST_TRIES = 5;

/**
 * Runs a transaction that chooses login names, again when somebody else took one between looking and writing. From the
 * second try on they go one after the other, so each finds what the one before wrote.
 */
export const withFreeLoginName = async <T>(database: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await database.write(scope, async (tx) => {
        if (tried > 1) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('login names'))`;
        return work(tx);
      });
    } catch (error) {
      if (tried === MOST_TRIES || !isUniqueViolation(error, 'app_user')) throw error;
    }
  }
};
