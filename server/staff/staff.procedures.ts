import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayApproveReset, mayManageStaff, staffRoles } from '../../domain/staff/staff.js';
import { userStates } from '../../domain/user/user.js';
import { searchText } from '../../domain/text/safe-text.js';
import { platformScope } from '../../prisma/client.js';
import type { AuditRow } from '../audit/audit.procedure.js';
import { pageCursor } from '../list/cursor.js';
import { procedureFor } from '../trpc.js';
import { listStaff, readStaff } from './staff.read-model.js';

/** Those who work for the platform or for resellers, as far as the caller's scope goes (C20). */
export const staffList = procedureFor('staff.read')
  .input(
    z.object({
      q: searchText().optional(),
      state: z.array(z.enum(userStates)).max(4).optional(),
      role: z.array(z.enum(staffRoles)).max(3).optional(),
      channelId: z.uuid().optional(),
      cursor: pageCursor.optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
  )
  .query(({ ctx, input }) => listStaff(ctx.database, ctx.scope, input));

const INVITATION = `
  SELECT t.created_at AS "sentAt", t.expires_at AS "expiresAt", t.used_at AS "usedAt", t.revoked_at AS "revokedAt"
    FROM user_token t WHERE t.user_id = $1 AND t.purpose = 'activation' ORDER BY t.created_at DESC LIMIT 1`;

const RESET = `
  SELECT r.id, r.user_id AS "userId", r.reason, r.asked_by AS "askedBy", r.asked_at AS "askedAt", r.expires_at AS "expiresAt",
         u.first_name || ' ' || u.last_name AS "askedByName"
    FROM factor_reset r JOIN app_user u ON u.id = r.asked_by WHERE r.user_id = $1 AND r.state = 'asked' AND r.expires_at > now()`;

const AUDIT = `
  SELECT id, at, actor_name AS "actorName", action, subject_type AS "subjectType", subject_id AS "subjectId", before, after, reason, address
    FROM audit_entry WHERE subject_id = $1 ORDER BY at DESC, id DESC LIMIT 50`;

interface Invitation {
  sentAt: string;
  expiresAt: string;
  usedAt: string | null;
  revokedAt: string | null;
}
interface AskedReset {
  id: string;
  userId: string;
  reason: string;
  askedBy: string;
  askedAt: string;
  expiresAt: string;
  askedByName: string;
}

/** One of them, with the invitation, what was done to them, and a reset of the second factor that waits for a second person. Error: not_found. */
export const getStaff = procedureFor('staff.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx: { database, scope, user: asking }, input: { id } }) => {
    const found = await readStaff(database, scope, id);
    if (!found) throw new Failure('not_found');
    const [[invitation], audit, [reset]] = await Promise.all([
      database.read<Invitation>(scope, INVITATION, [id]),
      database.read<AuditRow>(scope, AUDIT, [id]),
      scope.kind === 'platform' ? database.read<AskedReset>(platformScope, RESET, [id]) : [],
    ]);
    const actor = { id: asking.id, role: asking.role };
    return {
      ...found,
      mayManage: mayManageStaff(actor, { id, role: found.role }),
      invitation: invitation ?? null,
      audit,
      reset: reset ? { ...reset, mayApprove: mayApproveReset(actor, reset), isMine: reset.askedBy === asking.id } : null,
    };
  });
