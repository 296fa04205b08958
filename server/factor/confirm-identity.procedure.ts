import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { factorCode } from '../../domain/user/second-factor.js';
import { passwordLength } from '../../domain/user/user.js';
import { FieldFailure } from '../errors/issues-of.js';
import { confirmSession } from '../session/session-store.js';
import { procedureFor } from '../trpc.js';
import { checkOwnPassword } from '../user/check-own-password.js';
import { checkOwnCode } from './check-own-code.js';

/** What proves who sits there: a code where there is a second factor, else the password. */
const proof = z.strictObject({
  password: z.string().min(1, { error: 'required' }).max(passwordLength.max, { error: 'too_long' }).optional(),
  code: factorCode.optional(),
});

/**
 * Asks whoever really sits there who they are, the actor of one who acts as another; for ten minutes it isn't asked again
 * (requirement C18). Faults at `password` or `code`: required, password_wrong, code_wrong; rate_limited.
 */
export const confirmIdentity = procedureFor('self')
  .input(proof)
  .mutation(async ({ ctx, input: { password, code } }) => {
    const { identity } = ctx.user;
    if (!identity) throw new Failure('not_signed_in');
    const given = identity.hasFactor ? code : password;
    if (given === undefined) throw new FieldFailure([{ path: [identity.hasFactor ? 'code' : 'password'], code: 'required' }]);
    await (identity.hasFactor ? checkOwnCode(ctx, given, 'code') : checkOwnPassword(ctx, given, 'password'));
    if (!(await confirmSession(ctx.database, ctx.request.sessionID, identity.id))) throw new Failure('not_signed_in');
    return { ok: true };
  });
