import type { FactorChange } from '../../domain/message/message.js';
import type { Tx } from '../../prisma/client.js';
import type { Context } from '../context.js';
import type { UserRow } from '../user/find-user.js';
import { writeUserMessage } from '../user/user-message.js';

/** Tells somebody by mail what became of their second factor, whoever did it. */
export const tellFactorChange = (tx: Tx, ctx: Pick<Context, 'settings'>, user: UserRow, change: FactorChange): Promise<string> =>
  writeUserMessage(tx, ctx, { user, template: 'factor_changed', params: { change, path: '/account' }, send: true });
