import type { Tx } from '../../prisma/client.js';
import type { Context } from '../context.js';
import type { UserRow } from '../user/find-user.js';
import { writeUserMessage } from '../user/user-message.js';

/** Writes an invitation whose link is armed when it is sent; older links of the user are dead then. Returns the message's id. */
export const sendStaffInvitation = (tx: Tx, ctx: Pick<Context, 'settings'>, user: UserRow): Promise<string> =>
  writeUserMessage(tx, ctx, { user, template: 'invitation', send: true });
