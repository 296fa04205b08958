import { randomUUID } from 'node:crypto';
import { platformScope, type Database } from '../../prisma/client.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { COMMAND_MS } from '../engine/call-deadlines.js';
import type { UserContext } from '../trpc.js';
import { auditRows, writeAudit, type AuditFact } from './write-audit.js';

type AuditRow = ReturnType<typeof auditRows>[number];

/** Longer than a process may take to answer: an intent that is still there then has lost its server. */
const LOST_AFTER_MS = COMMAND_MS + 10_000;

/** Keeps, before a command is sent, what its audit entries will be. Returns the intent's id. */
export const intend = async (ctx: UserContext, facts: readonly AuditFact[]): Promise<bigint> => {
  const payload = { at: new Date().toISOString(), entries: auditRows(ctx, facts) };
  const { id } = await ctx.database.write(platformScope, (tx) =>
    tx.outbox.create({
      data: {
        command: 'audit',
        // A name of its own: it holds no other command of the process back.
        workflowId: `audit/${randomUUID()}`,
        payload: JSON.parse(JSON.stringify(payload)) as Prisma.InputJsonObject,
        nextAttemptAt: new Date(Date.now() + LOST_AFTER_MS),
      },
      select: { id: true },
    }),
  );
  return id;
};

/** Turns an intent into the entries of what came of it, or into none; one that was taken for lost has its entries already. */
export const settle = (ctx: UserContext, id: bigint, facts: readonly AuditFact[]): Promise<void> =>
  ctx.database.write(platformScope, async (tx) => {
    const { count } = await tx.outbox.deleteMany({ where: { id, dispatchedAt: null } });
    if (count > 0 && facts.length > 0) await writeAudit(tx, ctx, facts);
  });

/** Writes the entries of a command whose server died: it may have been carried out, and they say that nobody knows. */
export const recoverIntent = (database: Database, id: number, payload: object): Promise<void> =>
  database.write(platformScope, async (tx) => {
    const { at, entries } = payload as { at: string; entries: AuditRow[] };
    const { count } = await tx.outbox.updateMany({ where: { id, dispatchedAt: null }, data: { dispatchedAt: new Date() } });
    if (count === 0) return;
    const rows = entries.map((entry) => ({
      ...entry,
      at: new Date(at),
      after: { ...(entry.after as object | undefined), confirmed: false },
    }));
    await tx.auditEntry.createMany({ data: rows });
  });
