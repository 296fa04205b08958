import { randomUUID } from 'node:crypto';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayHaveRole, staffInvitation, type StaffInvitation } from '../../domain/staff/staff.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import type { Tx } from '../../prisma/client.js';
import { FieldFailure } from '../errors/issues-of.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { dearProcedureFor } from '../trpc.js';
import { recordStaffDeed } from './find-staff.js';
import { sendStaffInvitation } from './send-staff-invitation.js';
import { tellPeers } from './tell-peers.js';

const CONFIRM_WITHIN_MS = 2_000;

/** The channel of a reseller's administrator, in the caller's scope. Fault at `channelId`: channel. */
const placeOf = async (tx: Tx, invitation: StaffInvitation): Promise<{ tier1Id: string; channelId: string } | undefined> => {
  if (invitation.role !== 'reseller_admin') return undefined;
  const channel = await tx.channel.findFirst({ where: { id: invitation.channelId } });
  if (!channel) throw new FieldFailure([{ path: ['channelId'], code: 'channel' }]);
  return { tier1Id: channel.tier1Id, channelId: channel.id };
};

/**
 * Invites somebody to work here or for a reseller (C20): nobody gives them a password, the link in their mailbox does. Those who may do
 * the same are told. Errors: forbidden for a role that isn't the caller's to give; faults: channel, login_name_taken at `email`.
 */
export const inviteStaff = dearProcedureFor('staff.write', 'mail')
  .input(staffInvitation)
  .mutation(async ({ ctx, input }) => {
    if (!mayHaveRole(ctx.user.role, input.role)) throw new Failure('forbidden');
    await ctx.dear.mail([input.email]);
    try {
      const { userId, messages } = await ctx.database.write(ctx.scope, async (tx) => {
        const place = await placeOf(tx, input);
        const { firstName, lastName, email, language, timeZone, role } = input;
        const user = await tx.appUser.create({
          data: {
            id: randomUUID(),
            ...place,
            ...{ firstName, lastName, email, language, timeZone, role },
            loginName: email,
            loginNameKey: loginNameKey(email),
            state: 'not_activated',
          },
        });
        await recordStaffDeed(tx, ctx, user, { action: 'staff.invite', after: { email, role } });
        return { userId: user.id, messages: [await sendStaffInvitation(tx, ctx, user), ...(await tellPeers(tx, ctx, user))] };
      });
      await ctx.outbox.dispatchNow(
        messages.map((id) => `message/${id}`),
        CONFIRM_WITHIN_MS,
      );
      return { userId };
    } catch (error) {
      if (isUniqueViolation(error, 'app_user')) throw new FieldFailure([{ path: ['email'], code: 'login_name_taken' }]);
      throw error;
    }
  });
