import { Failure } from '../../domain/failure/failure-code.js';
import type { UserContext } from '../trpc.js';
import { writeAudit, type AuditFact } from './write-audit.js';

/**
 * Sends a command to a running process, with its audit entries. One that the process refused leaves none; one that it hasn't answered in
 * time may still be carried out, so its entries are there too and say so.
 */
export const auditedCommand = async (ctx: UserContext, command: () => Promise<unknown>, facts: readonly AuditFact[]): Promise<void> => {
  const write = (all: readonly AuditFact[]) => ctx.database.write(ctx.scope, (tx) => writeAudit(tx, ctx, all));
  try {
    await command();
  } catch (error) {
    if (error instanceof Failure && error.code === 'engine_unreachable') {
      await write(facts.map((fact) => ({ ...fact, after: { ...fact.after, confirmed: false } })));
    }
    throw error;
  }
  await write(facts);
};
