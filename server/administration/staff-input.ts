import { z } from 'zod';
import { loginNameSchema, userFacts } from '../../domain/user/user-input.js';
import { requiredLine } from '../../domain/text/safe-text.js';
import { newPassword } from '../user/new-password.js';

/** Somebody who signs in with a password of theirs at once. Without a login name the e-mail address signs in. */
export const staffMember = userFacts.omit({ notificationEmail: true, address: true }).extend({
  loginName: loginNameSchema.optional(),
  password: newPassword,
});
export type StaffMember = z.output<typeof staffMember>;

/** A channel's name or its id; issue code: channel. */
const channelReference = requiredLine(120);

export const staffToAdd = z.discriminatedUnion(
  'role',
  [
    staffMember.extend({ role: z.enum(['operator', 'support']) }),
    staffMember.extend({ role: z.literal('reseller_admin'), channel: channelReference }),
  ],
  { error: 'role' },
);
export type StaffToAdd = z.output<typeof staffToAdd>;

/** A tier-1 channel, or with a parent a tier-2 one, and its first reseller administrator. */
export const channelToAdd = staffMember.extend({ name: requiredLine(120), parent: channelReference.optional() });
export type ChannelToAdd = z.output<typeof channelToAdd>;
