import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { customerUserRoles, isOwnLoginName, loginNameKey, loginNameSchema, userFacts } from '../../domain/user/user-input.js';
import { staffPermissions, statesBefore } from '../../domain/user/user.js';
import type { Tx } from '../../prisma/client.js';
import { tellAdministrators } from '../../records/user/tell-administrators.js';
import { userActivated, userClosed } from '../../workflows/contracts/activate-user.js';
import { enqueue } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { hashPassword } from '../security/password.js';
import { assertMay, dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import { teller } from './check-grants.js';
import { checkPasswordContext, newPassword } from './new-password.js';
import { findCustomerUser, keepAnAdministrator, moveUser, recordUserDeed, runningActivation } from './find-user.js';
import { resendInvitation } from './resend-invitation.js';
import { dropMessages, supersedeMessages } from './supersede-messages.js';
import { writeUserMessage } from './user-message.js';

const CONFIRM_WITHIN_MS = 2_000;
const one = z.strictObject({ id: z.uuid() });
const withReason = z.strictObject({ id: z.uuid(), reason: reasonText() });
type Found = Awaited<ReturnType<typeof findCustomerUser>>;

/** Runs a deed on one user in a transaction; the workflow ids that it returns are sent to the engine at once. */
const onUser = async (ctx: UserContext, id: string, deed: (tx: Tx, found: Found) => Promise<string[] | void>): Promise<{ ok: true }> => {
  const workflowIds = await ctx.database.write(ctx.scope, async (tx) => (await deed(tx, await findCustomerUser(tx, id))) ?? []);
  if (workflowIds.length > 0) await ctx.outbox.dispatchNow(workflowIds, CONFIRM_WITHIN_MS);
  return { ok: true };
};

const tellActivation = async (tx: Tx, userId: string, signal: string): Promise<string[]> => {
  await supersedeMessages(tx, userId);
  const running = await runningActivation(tx, userId);
  if (!running) return [];
  await enqueue(tx, [{ command: 'signal', workflowId: running.workflowId, signal, args: [] }]);
  return [running.workflowId];
};

/** Changes a user's information (B17). The sign-in e-mail changes by a confirmed link only, see changeEmail. Errors: not_found, changed_meanwhile. */
export const updateUser = procedureFor('user.write')
  .input(z.strictObject({ id: z.uuid(), version: z.int32(), facts: userFacts.omit({ email: true }) }))
  .mutation(({ ctx, input: { id, version, facts } }) =>
    onUser(ctx, id, async (tx, found) => {
      const after = {
        firstName: facts.firstName,
        lastName: facts.lastName,
        notificationEmail: facts.notificationEmail ?? null,
        language: facts.language,
        timeZone: facts.timeZone,
      };
      const { count } = await tx.appUser.updateMany({
        where: { id, version, deletedAt: null },
        data: { ...after, address: facts.address ?? undefined, version: { increment: 1 }, updatedAt: new Date() },
      });
      if (count === 0) throw new Failure('changed_meanwhile');
      if (after.notificationEmail !== found.user.notificationEmail) assertMay(ctx, 'user.address');
      const { firstName, lastName, notificationEmail, language, timeZone } = found.user;
      await recordUserDeed(tx, ctx, found, {
        action: 'user.update',
        before: { firstName, lastName, notificationEmail, language, timeZone },
        after,
      });
    }),
  );

/** Changes the login name on its own (B13). Errors: login_name_taken at `loginName`. */
export const changeLoginName = procedureFor('user.credentials')
  .input(z.strictObject({ id: z.uuid(), loginName: loginNameSchema }))
  .mutation(async ({ ctx, input: { id, loginName } }) => {
    try {
      return await onUser(ctx, id, async (tx, found) => {
        if (!isOwnLoginName(loginName, found.user.email)) throw new FieldFailure([{ path: ['loginName'], code: 'login_name_email' }]);
        await tx.appUser.update({
          where: { id },
          data: { loginName, loginNameKey: loginNameKey(loginName), version: { increment: 1 }, updatedAt: new Date() },
        });
        await recordUserDeed(tx, ctx, found, {
          action: 'user.change_login',
          before: { loginName: found.user.loginName },
          after: { loginName },
        });
      });
    } catch (error) {
      if (isUniqueViolation(error, 'app_user')) throw new FieldFailure([{ path: ['loginName'], code: 'login_name_taken' }]);
      throw error;
    }
  });

/** Changes role and staff permission (B12); the other administrators are told of a new one. Error: last_administrator. */
export const changeRole = procedureFor('user.grant_admin')
  .input(z.strictObject({ id: z.uuid(), role: z.enum(customerUserRoles), staffPermission: z.enum(staffPermissions) }))
  .mutation(({ ctx, input: { id, role, staffPermission } }) =>
    onUser(ctx, id, async (tx, found) => {
      if (role !== 'customer_admin') await keepAnAdministrator(tx, found.user);
      await tx.appUser.update({ where: { id }, data: { role, staffPermission, version: { increment: 1 }, updatedAt: new Date() } });
      const { role: roleBefore, staffPermission: staffBefore } = found.user;
      await recordUserDeed(tx, ctx, found, {
        action: 'user.change_role',
        before: { role: roleBefore, staffPermission: staffBefore },
        after: { role, staffPermission },
      });
      if (role !== 'customer_admin' || roleBefore === 'customer_admin') return;
      return tellAdministrators(tx, found.tenant, [{ id, name: found.name }], teller(ctx));
    }),
  );

/** Disables a user: no sign-in, no services, open sessions end at once (B21). Errors: last_administrator, state_conflict. */
export const disableUser = procedureFor('user.write')
  .input(withReason)
  .mutation(({ ctx, input: { id, reason } }) => {
    return onUser(ctx, id, async (tx, found) => {
      await keepAnAdministrator(tx, found.user);
      await moveUser(tx, found.user, statesBefore('disabled'), 'disabled');
      await recordUserDeed(tx, ctx, found, {
        action: 'user.disable',
        before: { state: found.user.state },
        after: { state: 'disabled' },
        reason,
      });
      return tellActivation(tx, id, userClosed.name);
    });
  });

/** Enables a disabled user: Ready when it has a password, else Not activated until an invitation is followed (B21). */
export const enableUser = procedureFor('user.write')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onUser(ctx, id, async (tx, found) => {
      const to = found.user.passwordHash ? 'ready' : 'not_activated';
      await moveUser(tx, found.user, ['disabled'], to);
      await recordUserDeed(tx, ctx, found, { action: 'user.enable', before: { state: 'disabled' }, after: { state: to } });
    }),
  );

/** Deletes a user: its seats and its login name are free again (B21). Error: last_administrator. */
export const deleteUser = procedureFor('user.delete')
  .input(withReason)
  .mutation(({ ctx, input: { id, reason } }) => {
    return onUser(ctx, id, async (tx, found) => {
      await keepAnAdministrator(tx, found.user);
      const { count } = await tx.appUser.updateMany({
        where: { id, deletedAt: null },
        data: {
          state: 'disabled',
          deletedAt: new Date(),
          passwordHash: null,
          loginNameKey: `deleted:${id}`,
          version: { increment: 1 },
          updatedAt: new Date(),
        },
      });
      if (count === 0) throw new Failure('not_found');
      // Nobody gives it another one meanwhile: the row of its user is locked, and is a deleted one's afterwards.
      const freed = await tx.entitlement.findMany({ where: { userId: id }, select: { subscriptionId: true } });
      await tx.entitlement.deleteMany({ where: { userId: id } });
      await recordUserDeed(tx, ctx, found, {
        action: 'user.delete',
        before: { loginName: found.user.loginName, state: found.user.state },
        after: { freedSeats: freed.length, subscriptions: freed.map(({ subscriptionId }) => subscriptionId) },
        reason,
      });
      await dropMessages(tx, id);
      return tellActivation(tx, id, userClosed.name);
    });
  });

/** Takes a lock off (B23). Error: state_conflict. */
export const unlockUser = procedureFor('user.write')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onUser(ctx, id, async (tx, found) => {
      await ctx.guesses.forget(found.user.loginNameKey);
      await moveUser(tx, found.user, ['locked'], 'ready');
      await recordUserDeed(tx, ctx, found, { action: 'user.unlock', before: { state: 'locked' }, after: { state: 'ready' } });
    }),
  );

/** Sends a new invitation; every older link of the user is dead (B16, B22). Error: state_conflict unless the user is Not activated. */
export const resendActivation = dearProcedureFor('user.write', 'mail')
  .input(one)
  .mutation(({ ctx, input: { id } }) =>
    onUser(ctx, id, async (tx, found) => {
      const { user } = found;
      if (user.state !== 'not_activated') throw new Failure('state_conflict', { state: user.state });
      await ctx.dear.mail([user.email]);
      await recordUserDeed(tx, ctx, found, { action: 'user.resend_activation', after: { to: user.email } });
      return [await resendInvitation(tx, ctx, found, ctx.user.id)];
    }),
  );

/** Activates a user by hand, with a password that the administrator gives them (B22). Error: state_conflict. */
export const activateByHand = dearProcedureFor('user.password', 'hash')
  .input(z.strictObject({ id: z.uuid(), password: newPassword }))
  .mutation(async ({ ctx, input: { id, password } }) => {
    const passwordHash = await hashPassword(password);
    return onUser(ctx, id, async (tx, found) => {
      const { loginName, email, firstName, lastName } = found.user;
      checkPasswordContext(password, { loginName, email, firstName, lastName });
      await moveUser(tx, found.user, ['not_activated'], 'ready');
      await tx.appUser.update({ where: { id }, data: { passwordHash } });
      await recordUserDeed(tx, ctx, found, {
        action: 'user.activate_by_hand',
        before: { state: 'not_activated' },
        after: { state: 'ready' },
      });
      return tellActivation(tx, id, userActivated.name);
    });
  });

/** Sets a colleague's password; all its sessions end, and it is told by mail (B18). Errors: forbidden for oneself, state_conflict. */
export const setPassword = dearProcedureFor('user.password', 'hash')
  .input(z.strictObject({ id: z.uuid(), password: newPassword }))
  .mutation(async ({ ctx, input: { id, password } }) => {
    if (id === ctx.user.id) throw new Failure('forbidden'); // one's own needs the old one
    const passwordHash = await hashPassword(password);
    return onUser(ctx, id, async (tx, found) => {
      const { loginName, email, firstName, lastName } = found.user;
      checkPasswordContext(password, { loginName, email, firstName, lastName });
      const { count } = await tx.appUser.updateMany({
        where: { id, state: { in: ['ready', 'locked'] }, deletedAt: null },
        data: { passwordHash, version: { increment: 1 }, updatedAt: new Date() },
      });
      if (count === 0) throw new Failure('state_conflict', { state: found.user.state });
      await recordUserDeed(tx, ctx, found, { action: 'user.set_password' });
      await writeUserMessage(tx, ctx, { user: found.user, template: 'password_changed', send: true });
    });
  });
