import { createHash, randomBytes } from 'node:crypto';
import { isAppCode, recoveryBytes, recoveryCodeCount, recoveryCodeOf, plainCode } from '../../domain/user/second-factor.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { seal, unseal } from '../../runtime/sealed-secret.js';
import type { Settings } from '../../runtime/settings.js';
import { stepOfCode } from './app-codes.js';

/** What the secrets of apps are sealed for. */
export const FACTOR_PURPOSE = 'second factor';

/** What the database keeps of a recovery code: eighty random bits need no slow hash. */
export const hashRecoveryCode = (userId: string, code: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    createHash('sha256')
      .update(`${userId}:${plainCode(code)}`)
      .digest(),
  );

interface FactorRow {
  readonly key_id: string;
  readonly secret: Uint8Array<ArrayBuffer>;
}

const ACTIVE = "SELECT key_id, secret FROM second_factor WHERE user_id = $1 AND state = 'active'";
// Compare-and-set: of two who come with one code the second finds it taken, whichever server they ask.
const TAKE_STEP = `
  UPDATE second_factor SET last_step = $2::bigint, key_id = $3, secret = $4
   WHERE user_id = $1::uuid AND state = 'active' AND last_step < $2::bigint RETURNING 1`;
const TAKE_RECOVERY =
  'UPDATE recovery_code SET used_at = now() WHERE user_id = $1::uuid AND code_hash = $2 AND used_at IS NULL RETURNING 1';

type Keys = Pick<Settings, 'PAYLOAD_KEYS'>;

const takeAppCode = async (database: Database, { PAYLOAD_KEYS: keys }: Keys, userId: string, code: string): Promise<boolean> => {
  const [row] = await database.read<FactorRow>(platformScope, ACTIVE, [userId]);
  if (!row) return false;
  const secret = unseal(keys, FACTOR_PURPOSE, userId, { keyId: row.key_id, sealed: row.secret });
  const step = stepOfCode(secret, code, Date.now());
  if (step === undefined) return false;
  // What an older key sealed is sealed anew when it is used, so that the older key can go.
  const { keyId, sealed } =
    row.key_id === keys[0]?.id ? { keyId: row.key_id, sealed: row.secret } : seal(keys, FACTOR_PURPOSE, userId, secret);
  return (await database.run(platformScope, TAKE_STEP, [userId, step, keyId, Buffer.from(sealed)])).length > 0;
};

export type CodeKind = 'app' | 'recovery';

/** Uses a code up, once in all. Undefined for a wrong one, and for one that was used before. */
export const takeCode = async (database: Database, settings: Keys, userId: string, code: string): Promise<CodeKind | undefined> => {
  if (isAppCode(code)) return (await takeAppCode(database, settings, userId, code)) ? 'app' : undefined;
  const taken = await database.run(platformScope, TAKE_RECOVERY, [userId, Buffer.from(hashRecoveryCode(userId, code))]);
  return taken.length > 0 ? 'recovery' : undefined;
};

/** Gives a user new recovery codes; the older ones are void. They are told this once. */
export const giveRecoveryCodes = async (tx: Tx, userId: string): Promise<string[]> => {
  const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCodeOf(randomBytes(recoveryBytes)));
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: hashRecoveryCode(userId, code) })) });
  return codes;
};
