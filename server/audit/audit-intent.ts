import { platformScope, type Database } from '../../prisma/client.js';
import type { Prisma } from '../../prisma/generated/client.js';

/**
 * Writes the entries of a command that a server from before commands were rows was about to send when it died: it may have been
 * carried out, and they say that nobody knows. Goes when no such server runs any more.
 */
export const recoverIntent = (database: Database, id: number, payload: object): Promise<void> =>
  database.write(platformScope, async (tx) => {
    const { at, entries } = payload as { at: string; entries: Prisma.AuditEntryCreateManyInput[] };
    const { count } = await tx.outbox.updateMany({ where: { id, dispatchedAt: null }, data: { dispatchedAt: new Date() } });
    if (count === 0) return;
    const rows = entries.map((entry) => ({
      ...entry,
      at: new Date(at),
      after: { ...(entry.after as object | undefined), confirmed: false },
    }));
    await tx.auditEntry.createMany({ data: rows });
  });
