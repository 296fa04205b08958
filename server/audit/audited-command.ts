import { Failure } from '../../domain/failure/failure-code.js';
import type { UserContext } from '../trpc.js';
import { intend, settle } from './audit-intent.js';
import type { AuditFact } from './write-audit.js';

/**
 * Sends a command to a running process, with its audit entries, which are kept before it is sent: they outlive this server. One that the
 * process refused leaves none; one that it hasn't answered in time may still be carried out, so its entries are there too and say so.
 */
export const auditedCommand = async (ctx: UserContext, command: () => Promise<unknown>, facts: readonly AuditFact[]): Promise<void> => {
  const intent = await intend(ctx, facts);
  try {
    await command();
  } catch (error) {
    const unknown = error instanceof Failure && error.code === 'engine_unreachable';
    await settle(ctx, intent, unknown ? facts.map((fact) => ({ ...fact, after: { ...fact.after, confirmed: false } })) : []);
    throw error;
  }
  await settle(ctx, intent, facts);
};
