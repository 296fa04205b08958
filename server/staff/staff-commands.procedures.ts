import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { platformRoles } from '../../domain/staff/staff.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { statesBefore } from '../../domain/user/user.js';
import type { Tx } from '../../prisma/client.js';
import { dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import { moveUser, type UserRow } from '../user/find-user.js';
import { sendPasswordLink } from '../user/send-password-link.js';
import { findManaged, keepOneOf, recordStaffDeed } from './find-staff.js';
import { sendStaffInvitation } from './send-staff-invitation.js';
import { tellPeers } from './tell-peers.js';

const CONFIRM_WITHIN_MS = 2_000;
const one = z.strictObject({ id: z.uuid() });
const withReason = z.strictObject({ id: z.uuid(), reason: reasonText() });

/** Runs a deed on one of the staff in a transaction; the messages that it returns are sent at once. */
const onStaff = async (ctx: UserContext, id: string, deed: (tx: Tx, user: UserRow) => Promise<string[] | void>): Promise<{ ok: true }> => {
  const messages = await ctx.database.write(ctx.scope, async (tx) => (await deed(tx, await findManaged(tx, ctx, id))) ?? []);
  const workflowIds = messages.map((messageId) => `message/${messageId}`);
  if (workflowIds.length > 0) await ctx.outbox.dispatchNow(workflowIds, CONFIRM_WITHIN_MS);
  return { ok: true };
};

/** Makes somebody of the platform operator or support (C20); the other operators are told of a new one. Errors: forbidden, last_administrator. */
export const changeStaffRole = procedureFor('staff.write')
  .input(z.strictObject({ id: z.uuid(), role: z.enum(platformRoles) }))
  .mutation(({ ctx, input: { id, role } }) =>
    onStaff(ctx, id, async (tx, user) => {
      if (user.role === 'reseller_admin') throw new Failure('forbidden'); // belongs to its channel
      if (user.role === role) return;
      await keepOneOf(tx, user);
      const changed = await tx.appUser.update({ where: { id }, data: { role, version: { increment: 1 }, updatedAt: new Date() } });
      await recordStaffDeed(tx, ctx, user, { action: 'user.change_role', before: { role: user.role }, after: { role } });
      if (role === 'operator') return tellPeers(tx, ctx, changed);
    }),
  );

/** Disables somebody: no sign-in, open sessions and links end at once. Errors: forbidden for oneself, last_administrator, state_conflict. */
export const disableStaff = procedureFor('staff.write')
  .input(withReason)
  .mutation(({ ctx, input: { id, reason } }) =>
    onStaff(ctx, id, async (tx, user) => {
      await keepOneOf(tx, user);
      await moveUser(tx, user, statesBefore('disabled'), 'disabled');
      await recordStaffDeed(tx, ctx, user, {
        action: 'user.disable',
        before: { state: user.state },
        after: { state: 'disabled' },
        reason,
      });
    }),
  );

/** Enables somebody again: Ready with a password, else Not activated until an invitation is followed. */
export const enableStaff = procedureFor('staff.write')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onStaff(ctx, id, async (tx, user) => {
      const to = user.passwordHash ? 'ready' : 'not_activated';
      await moveUser(tx, user, ['disabled'], to);
      await recordStaffDeed(tx, ctx, user, { action: 'user.enable', before: { state: 'disabled' }, after: { state: to } });
    }),
  );

/** Deletes somebody: the login name is free again, what they did stays in the audit log. Errors: forbidden for oneself, last_administrator. */
export const deleteStaff = procedureFor('staff.write')
  .input(withReason)
  .mutation(({ ctx, input: { id, reason } }) =>
    onStaff(ctx, id, async (tx, user) => {
      await keepOneOf(tx, user);
      const now = new Date();
      const { count } = await tx.appUser.updateMany({
        where: { id, deletedAt: null },
        data: {
          state: 'disabled',
          deletedAt: now,
          passwordHash: null,
          loginNameKey: `deleted:${id}`,
          version: { increment: 1 },
          updatedAt: now,
        },
      });
      if (count === 0) throw new Failure('not_found');
      await recordStaffDeed(tx, ctx, user, {
        action: 'user.delete',
        before: { loginName: user.loginName, state: user.state },
        reason,
      });
    }),
  );

/** Takes a lock off. Error: state_conflict. */
export const unlockStaff = procedureFor('staff.write')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onStaff(ctx, id, async (tx, user) => {
      await ctx.guesses.forget(user.loginNameKey);
      await moveUser(tx, user, ['locked'], 'ready');
      await recordStaffDeed(tx, ctx, user, { action: 'user.unlock', before: { state: 'locked' }, after: { state: 'ready' } });
    }),
  );

/** Sends a new invitation; older links are dead. Error: state_conflict unless Not activated. */
export const resendStaffInvitation = dearProcedureFor('staff.write', 'mail')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onStaff(ctx, id, async (tx, user) => {
      if (user.state !== 'not_activated') throw new Failure('state_conflict', { state: user.state });
      await ctx.dear.mail([user.email]);
      await recordStaffDeed(tx, ctx, user, { action: 'user.resend_activation', after: { to: user.email } });
      return [await sendStaffInvitation(tx, ctx, user)];
    }),
  );

/** Sends a link to choose a password. Error: state_conflict unless Ready or Locked. */
export const sendStaffPasswordLink = dearProcedureFor('staff.write', 'mail')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onStaff(ctx, id, async (tx, user) => {
      if (user.state !== 'ready' && user.state !== 'locked') throw new Failure('state_conflict', { state: user.state });
      await ctx.dear.mail([user.email]);
      await recordStaffDeed(tx, ctx, user, { action: 'user.send_password_link', after: { to: user.email } });
      return [await sendPasswordLink(tx, ctx, user)];
    }),
  );
