import { lockout } from '../../domain/user/user.js';
import { platformScope, type Database } from '../../prisma/client.js';

/** Counts looks at a name's password before they are taken, from wherever they come: of many at one moment no more are taken than one after the other. */
export interface GuessCounter {
  /** Counts a look; false when there have been too many lately, and it isn't to be taken. */
  admit(loginNameKey: string): Promise<boolean>;
  /** The look found the right password. */
  right(loginNameKey: string): Promise<void>;
  /** A lock was taken off, or its time is over: its name begins anew. */
  forget(loginNameKey: string): Promise<void>;
}

const WINDOW_MS = lockout.withinMinutes * 60_000;

const COUNT = `
  INSERT INTO rate_limit AS r (key, points, expire) VALUES ($1, 1, $2::bigint + $3::bigint)
  ON CONFLICT (key) DO UPDATE SET points = CASE WHEN r.expire <= $2 THEN 1 ELSE r.points + 1 END,
                                  expire = CASE WHEN r.expire <= $2 THEN excluded.expire ELSE r.expire END
  RETURNING points`;

export const createGuessCounter = (database: Database): GuessCounter => {
  const keyOf = (name: string): string => `guess:${name.slice(0, 200)}`;
  return {
    admit: async (name) => {
      const [row] = await database.run<{ points: number }>(platformScope, COUNT, [keyOf(name), Date.now(), WINDOW_MS]);
      return (row?.points ?? 1) <= lockout.failures;
    },
    right: async (name) => {
      await database.run(platformScope, 'UPDATE rate_limit SET points = points - 1 WHERE key = $1 AND points > 0', [keyOf(name)]);
    },
    forget: async (name) => {
      await database.run(platformScope, 'DELETE FROM rate_limit WHERE key = $1', [keyOf(name)]);
    },
  };
};
