import { Failure } from '../../domain/failure/failure-code.js';
import type { Tx } from '../../prisma/client.js';

/**
 * Whether a customer is open for something new, and stays so until the transaction's end: whoever closes it in the same moment waits, or
 * was waited for. Staff and resellers, who belong to no customer, always are.
 */
export const isOpen = async (tx: Tx, customerId: string | null): Promise<boolean> => (await stateOf(tx, customerId)) === 'active';

const stateOf = async (tx: Tx, customerId: string | null): Promise<string | undefined> => {
  if (customerId === null) return 'active';
  const [customer] = await tx.$queryRaw<{ state: string }[]>`SELECT state FROM customer WHERE id = ${customerId}::uuid FOR KEY SHARE`;
  return customer?.state;
};

/** Refuses to begin something for a customer that is disabled or deleted. Errors: not_found, state_conflict. */
export const holdOpen = async (tx: Tx, customerId: string | null): Promise<void> => {
  const state = await stateOf(tx, customerId);
  if (state === undefined) throw new Failure('not_found');
  if (state !== 'active') throw new Failure('state_conflict', { state });
};
