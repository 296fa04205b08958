import { Failure } from '../../domain/failure/failure-code.js';
import type { Role } from '../../domain/permission/permissions.js';
import { mayManageStaff, staffRoles, type StaffRole } from '../../domain/staff/staff.js';
import type { Tx } from '../../prisma/client.js';
import { writeAudit } from '../audit/write-audit.js';
import { tenantPlace, type UserRow } from '../user/find-user.js';
import type { UserContext } from '../trpc.js';

/** Somebody of the staff or of a reseller in the caller's scope. Throws not_found. */
export const findStaff = async (tx: Tx, id: string): Promise<UserRow> => {
  const user = await tx.appUser.findFirst({ where: { id, deletedAt: null, customerId: null, role: { in: [...staffRoles] } } });
  if (!user) throw new Failure('not_found');
  return user;
};

/**
 * The same, for a change. Staff are changed one after the other, which happens seldom: what is decided here of a role holds until the change
 * is written. Throws forbidden for oneself, and for whom the caller may not change.
 */
export const findManaged = async (tx: Tx, ctx: UserContext, id: string): Promise<UserRow> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('licenza.staff'))`;
  const user = await findStaff(tx, id);
  if (!mayManageStaff({ id: ctx.user.actor?.id ?? ctx.user.id, role: ctx.user.role }, { id, role: user.role as Role }))
    throw new Failure('forbidden');
  return user;
};

/**
 * Refuses to take away the last operator, or the last administrator of a channel. Those of a kind are locked in the order of their ids
 * first: two who remove each other at one moment can't both succeed. Throws last_administrator.
 */
export const keepOneOf = async (tx: Tx, { id, role, channelId }: UserRow): Promise<void> => {
  if (role === 'support') return;
  const peers = await tx.$queryRaw<{ id: string; state: string; has_password: boolean }[]>`
    SELECT id, state, password_hash IS NOT NULL AS has_password FROM app_user
     WHERE role = ${role} AND deleted_at IS NULL AND channel_id IS NOT DISTINCT FROM ${channelId}::uuid AND customer_id IS NULL ORDER BY id FOR UPDATE`;
  const self = peers.find((peer) => peer.id === id);
  const works = ({ state, has_password: hasPassword }: { state: string; has_password: boolean }) =>
    hasPassword && (state === 'ready' || state === 'locked');
  if (self && works(self) && !peers.some((peer) => peer.id !== id && works(peer))) throw new Failure('last_administrator');
};

interface Deed {
  readonly action: string;
  readonly before?: object;
  readonly after?: object;
  readonly reason?: string;
}

/** What was done to somebody of the staff, in the transaction of the deed. */
export const recordStaffDeed = (tx: Tx, ctx: UserContext, user: Pick<UserRow, 'id' | 'tier1Id' | 'channelId' | 'customerId'>, deed: Deed) =>
  writeAudit(tx, ctx, [{ ...deed, subjectType: 'user', subjectId: user.id, tenant: tenantPlace(user) }]);

export type { StaffRole };
