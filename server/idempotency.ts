import { createHash } from 'node:crypto';
import { Failure } from '../domain/failure/failure-code.js';
import type { Tx } from '../prisma/client.js';

const hashOf = (request: unknown): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(JSON.stringify(request)).digest());

/**
 * Does `work` once for a key: a repetition, also a simultaneous one, gets the first answer. The same key with another
 * request is idempotency_mismatch. The key is written first, so a second transaction waits for the first.
 */
export const once = async <T extends object>(
  tx: Tx,
  { userId, procedure, key, request }: { userId: string; procedure: string; key: string; request: unknown },
  work: () => Promise<T>,
): Promise<{ response: T; repeated: boolean }> => {
  const requestHash = hashOf(request);
  const { count } = await tx.idempotencyKey.createMany({
    data: [{ userId, procedure, key, requestHash, response: {} }],
    skipDuplicates: true,
  });
  if (count === 0) {
    const earlier = await tx.idempotencyKey.findUniqueOrThrow({ where: { userId_procedure_key: { userId, procedure, key } } });
    if (Buffer.compare(earlier.requestHash, requestHash) !== 0) throw new Failure('idempotency_mismatch');
    return { response: earlier.response as T, repeated: true };
  }
  const response = await work();
  await tx.idempotencyKey.update({ where: { userId_procedure_key: { userId, procedure, key } }, data: { response } });
  return { response, repeated: false };
};
