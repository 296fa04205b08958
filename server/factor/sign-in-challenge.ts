import { randomBytes } from 'node:crypto';
import { challengeMinutes, codesPerChallenge } from '../../domain/user/second-factor.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { hashToken } from '../../runtime/link-token.js';

const BEGIN = `
  INSERT INTO sign_in_challenge (token_hash, user_id, epoch, expires_at)
  VALUES ($1, $2::uuid, $3, now() + make_interval(mins => ${String(challengeMinutes)})) RETURNING expires_at AS "expiresAt"`;
// Counted before the code is looked at: of many at one moment no more are looked at than one after the other.
const TRY = `
  UPDATE sign_in_challenge c SET attempts = attempts + 1 FROM app_user u
   WHERE c.token_hash = $1 AND c.expires_at > now() AND c.attempts < ${String(codesPerChallenge)} AND u.id = c.user_id AND u.session_epoch = c.epoch
  RETURNING c.user_id AS "userId", c.epoch, u.login_name_key AS "loginNameKey"`;
const END = 'DELETE FROM sign_in_challenge WHERE token_hash = $1 RETURNING 1';

const idOf = (token: string): Buffer => Buffer.from(hashToken(token));

export interface Challenged {
  readonly userId: string;
  /** Of the user, when the password was looked at. */
  readonly epoch: number;
  readonly loginNameKey: string;
}

/** Notes that somebody gave the right password and owes the code. The token lets nobody in: only with it may codes be tried. */
export const beginChallenge = async (
  database: Database,
  { id, session_epoch: epoch }: { id: string; session_epoch: number },
): Promise<{ challenge: string; expiresAt: string }> => {
  const challenge = randomBytes(32).toString('base64url');
  const [row] = await database.run<{ expiresAt: string }>(platformScope, BEGIN, [idOf(challenge), id, epoch]);
  return { challenge, expiresAt: row?.expiresAt ?? '' };
};

/** Counts a try. Throws challenge_over when its time or its tries are, or the user was changed meanwhile. */
export const tryChallenge = async (database: Database, challenge: string): Promise<Challenged> => {
  const [row] = await database.run<Challenged>(platformScope, TRY, [idOf(challenge)]);
  if (!row) throw new Failure('challenge_over');
  return row;
};

/** Uses a challenge up. False for whoever comes second. */
export const endChallenge = async (database: Database, challenge: string): Promise<boolean> =>
  (await database.run(platformScope, END, [idOf(challenge)])).length > 0;
