import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { activationTtlHours } from '../../domain/user/user.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import { requiredEmail, requiredLine } from '../../domain/text/safe-text.js';
import { platformScope, type Tx } from '../../prisma/client.js';
import { hashToken } from '../../runtime/link-token.js';
import { writeAudit } from '../audit/write-audit.js';
import type { Context } from '../context.js';
import { isOpen } from '../customer/hold-open.js';
import { FieldFailure } from '../errors/issues-of.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { hashPassword } from '../security/password.js';
import { dearProcedureFor, publicProcedure, type UserContext } from '../trpc.js';
import { armLink, tenantOf } from './arm-link.js';
import { checkPasswordContext, newPassword } from './new-password.js';
import { findCustomerUser, recordOwnDeed, recordUserDeed, tenantPlace, type UserRow } from './find-user.js';
import { resendInvitation } from './resend-invitation.js';
import { checkToken, useToken } from './use-token.js';
import { sendPasswordLink } from './send-password-link.js';
import { writeUserMessage } from './user-message.js';
import { sendStaffInvitation } from '../staff/send-staff-invitation.js';

/** Every answer to a stranger takes this long, whether there was something to do or not. */
const SAME_TIME_MS = 600;

const inTheSameTime = async (ctx: Context, work: () => Promise<unknown>): Promise<{ ok: true }> => {
  const wait = new Promise((resolve) => setTimeout(resolve, SAME_TIME_MS));
  await Promise.all([
    work().catch((error: unknown) => {
      ctx.log.error({ err: error, requestId: ctx.requestId }, 'link request failed');
    }),
    wait,
  ]);
  return { ok: true };
};

const sendReset = async (ctx: Context, loginName: string): Promise<void> => {
  await ctx.database.write(platformScope, async (tx) => {
    // Who has no password never followed a link: that mailbox may be anybody's, and gets nothing because a stranger wants it.
    const user = await tx.appUser.findFirst({
      where: { loginNameKey: loginNameKey(loginName), deletedAt: null, state: { in: ['ready', 'locked'] }, passwordHash: { not: null } },
    });
    if (user && (await isOpen(tx, user.customerId))) await sendPasswordLink(tx, ctx, user);
  });
};

/**
 * Asks for a link to choose a new password. The answer and its time are the same whether the name exists, and whether there were too many
 * requests for it: its mailbox has a living link then. Error: rate_limited, for this address alone.
 */
export const requestReset = publicProcedure.input(z.strictObject({ loginName: requiredLine(254) })).mutation(async ({ ctx, input }) => {
  const mayMail = await ctx.linkLimiter.consume(ctx.address, loginNameKey(input.loginName));
  return inTheSameTime(ctx, () => (mayMail ? sendReset(ctx, input.loginName) : Promise.resolve()));
});

/**
 * Sends a user a link to choose a password (B15): how one who was added without an invitation comes to one, and whoever has forgotten it.
 * Error: state_conflict unless the user is Ready or Locked.
 */
export const sendPasswordLinkTo = dearProcedureFor('user.credentials', 'mail')
  .input(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input: { id } }) =>
    ctx.database.write(ctx.scope, async (tx) => {
      const found = await findCustomerUser(tx, id);
      const { user } = found;
      if (user.state !== 'ready' && user.state !== 'locked') throw new Failure('state_conflict', { state: user.state });
      await ctx.dear.mail([user.email]);
      await recordUserDeed(tx, ctx, found, { action: 'user.send_password_link', after: { to: user.email } });
      await sendPasswordLink(tx, ctx, user);
      return { ok: true };
    }),
  );

/** Follows a reset link: new password, every session ended. Error: token_invalid. */
export const resetPassword = publicProcedure
  .input(z.strictObject({ token: z.string().max(100), password: newPassword }))
  .mutation(async ({ ctx, input }) => {
    checkPasswordContext(input.password, await checkToken(ctx.database, input.token, 'reset'));
    const passwordHash = await hashPassword(input.password);
    await ctx.database.write(platformScope, async (tx) => {
      const link = await useToken(tx, input.token, 'reset');
      const { count } = await tx.appUser.updateMany({
        where: { id: link.userId, state: { in: ['ready', 'locked'] }, deletedAt: null },
        data: {
          passwordHash,
          state: 'ready',
          failedSignIns: 0,
          failedSince: null,
          lockedUntil: null,
          version: { increment: 1 },
          updatedAt: new Date(),
        },
      });
      if (count === 0) throw new Failure('token_invalid');
      const user = await tx.appUser.findUniqueOrThrow({ where: { id: link.userId } });
      const { tenant } = link;
      await ctx.guesses.forget(user.loginNameKey);
      await tx.auditEntry.create({
        data: {
          ...tenantPlace(user),
          actorId: user.id,
          actorName: `${user.firstName} ${user.lastName}`,
          action: 'user.reset_password',
          subjectType: 'user',
          subjectId: user.id,
          address: ctx.address,
          requestId: ctx.requestId,
        },
      });
      if (tenant) await recordOwnDeed(tx, tenant, user, 'user_reset_password');
      await writeUserMessage(tx, ctx, { user, template: 'password_changed', send: true });
    });
    return { ok: true };
  });

const sendInvitation = async (ctx: Context, token: string): Promise<void> => {
  await ctx.database.write(platformScope, async (tx) => {
    const link = await tx.userToken.findUnique({ where: { tokenHash: hashToken(token) } });
    if (link?.purpose !== 'activation') return;
    const user = await tx.appUser.findFirst({ where: { id: link.userId, state: 'not_activated', deletedAt: null } });
    if (!user || !(await isOpen(tx, user.customerId))) return;
    const tenant = tenantOf(user);
    if (!tenant) {
      await sendStaffInvitation(tx, ctx, user);
      return;
    }
    await resendInvitation(tx, ctx, { user, tenant, name: `${user.firstName} ${user.lastName}` }, null);
  });
};

/** From the page of an expired link: asks for a new one, sent to the address that the old one went to. Same answer for any token. */
export const requestActivation = publicProcedure.input(z.strictObject({ token: z.string().max(100) })).mutation(async ({ ctx, input }) => {
  const mayMail = await ctx.linkLimiter.consume(ctx.address, Buffer.from(hashToken(input.token)).toString('hex'));
  return inTheSameTime(ctx, () => (mayMail ? sendInvitation(ctx, input.token) : Promise.resolve()));
});

/** Nobody has signed in by an address that nobody has proven: where it was the login name too, the name goes along to the new one. */
const nameAt = ({ loginName, email: before }: UserRow, email: string) =>
  loginNameKey(loginName) === loginNameKey(before) ? { loginName: email, loginNameKey: loginNameKey(email) } : {};

const redirectInvitation = async (tx: Tx, ctx: UserContext, found: Awaited<ReturnType<typeof findCustomerUser>>, email: string) => {
  const { id } = found.user;
  const data = { email, ...nameAt(found.user, email), version: { increment: 1 }, updatedAt: new Date() };
  const { count } = await tx.appUser.updateMany({ where: { id, state: 'not_activated' }, data }).catch((error: unknown) => {
    throw isUniqueViolation(error, 'app_user') ? new FieldFailure([{ path: ['email'], code: 'login_name_taken' }]) : error;
  });
  if (count === 0) throw new Failure('state_conflict', { state: 'ready' }); // activated in this moment, by the older link
  const user = await tx.appUser.findUniqueOrThrow({ where: { id } });
  const waiting = await tx.message.updateMany({
    where: { userId: id, template: 'account_created', state: 'queued' },
    data: { toAddress: email, version: { increment: 1 } },
  });
  if (waiting.count === 0) await resendInvitation(tx, ctx, { ...found, user }, ctx.user.id);
};

/**
 * Asks to change a user's e-mail address (B13): a link goes to the new address, a notice to the old one; until the link is followed
 * nothing changes. A user that hasn't been activated gets a new invitation at the new address at once, and the link that went to the
 * old one is dead; an account e-mail that still waits goes to the new address instead. Fault there: login_name_taken at `email`.
 */
export const changeEmail = dearProcedureFor('user.address', 'mail')
  .input(z.strictObject({ id: z.uuid(), email: requiredEmail() }))
  .mutation(({ ctx, input: { id, email } }) => {
    return ctx.database.write(ctx.scope, async (tx) => {
      const found = await findCustomerUser(tx, id);
      await ctx.dear.mail([email]);
      const { user } = found;
      await recordUserDeed(tx, ctx, found, { action: 'user.change_email', before: { email: user.email }, after: { email } });
      if (user.state === 'not_activated') {
        await redirectInvitation(tx, ctx, found, email);
        return { state: 'changed' as const };
      }
      const messageId = await writeUserMessage(tx, ctx, {
        user,
        template: 'address_confirm',
        to: email,
        params: { address: email },
        send: true,
      });
      await armLink(tx, ctx, { messageId, purpose: 'address', user, hours: activationTtlHours, detail: { email } });
      await writeUserMessage(tx, ctx, { user, template: 'address_changed', params: { address: email }, send: true });
      return { state: 'confirm' as const };
    });
  });

/** Follows the link that was sent to a new address. Error: token_invalid. */
export const confirmEmail = publicProcedure.input(z.strictObject({ token: z.string().max(100) })).mutation(({ ctx, input }) =>
  ctx.database.write(platformScope, async (tx) => {
    const link = await useToken(tx, input.token, 'address');
    const { email } = link.detail as { email: string };
    const before = await tx.appUser.findFirst({ where: { id: link.userId, deletedAt: null } });
    if (!before) throw new Failure('token_invalid');
    // Without a password nobody has proven the old address: a login name that is one goes along, as for who isn't activated.
    const name = before.passwordHash === null ? nameAt(before, email) : {};
    await tx.appUser
      .update({ where: { id: link.userId }, data: { email, ...name, version: { increment: 1 }, updatedAt: new Date() } })
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'app_user') ? new Failure('token_invalid') : error;
      });
    const { tenant } = link;
    if (tenant) await recordOwnDeed(tx, tenant, before, 'user_confirm_email');
    const self = { id: before.id, displayName: `${before.firstName} ${before.lastName}` };
    await writeAudit(
      tx,
      {
        ...ctx,
        user: {
          ...self,
          role: 'customer_user',
          loginName: before.loginName,
          language: 'en',
          timeZone: 'UTC',
          tier1Id: null,
          channelId: null,
          customerId: null,
        },
      },
      [
        {
          action: 'user.confirm_email',
          subjectType: 'user',
          subjectId: before.id,
          tenant,
          before: { email: before.email },
          after: { email },
        },
      ],
    );
    return { email };
  }),
);
