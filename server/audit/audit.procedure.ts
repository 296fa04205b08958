import { z } from 'zod';
import { procedureFor } from '../trpc.js';

export interface AuditRow {
  id: number;
  at: string;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  address: string | null;
}

const PAGE = 50;

/** The audit log of a customer, newest first. */
export const customerAudit = procedureFor('audit.read')
  .input(z.object({ customerId: z.uuid(), cursor: z.number().int().positive().optional() }))
  .query(async ({ ctx, input }) => {
    const rows = await ctx.database.read<AuditRow>(
      ctx.scope,
      `
      SELECT id, at, actor_name AS "actorName", action, subject_type AS "subjectType", subject_id AS "subjectId", before, after, reason, address
        FROM audit_entry WHERE customer_id = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT ${String(PAGE + 1)}`,
      [input.customerId, input.cursor ?? null],
    );
    return { rows: rows.slice(0, PAGE), nextCursor: rows.length > PAGE ? rows[PAGE - 1]?.id : undefined };
  });
