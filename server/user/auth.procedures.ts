import { z } from 'zod';
import { languages } from '../../domain/customer/customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { permissionsOf } from '../../domain/permission/permissions.js';
import { passwordLength } from '../../domain/user/user.js';
import { isSafeLine } from '../../domain/text/safe-text.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import { platformScope } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { verifyPassword } from '../security/password.js';
import { untilNextStep } from '../security/even-time.js';
import { speakWhileActing } from '../session/acting.js';
import { procedureFor, publicProcedure } from '../trpc.js';
import { renewSession, settle } from './renew-session.js';
import { eventOf, findCandidate, isKnownAddress, recordRefusal, type Candidate, type Look } from './sign-in-attempts.js';

const credentials = z.strictObject({
  loginName: z
    .string({ error: 'required' })
    .min(1, { error: 'required' })
    .max(254, { error: 'too_long' })
    .refine(isSafeLine, { error: 'control_chars' }),
  password: z.string({ error: 'required' }).min(1, { error: 'required' }).max(passwordLength.max, { error: 'too_long' }),
});

/** Looks at the password, unless there were too many looks lately and this one comes from nowhere known. */
const lookAt = async (ctx: Context, key: string, candidate: Candidate | undefined, password: string): Promise<Look> => {
  const admitted = await ctx.guesses.admit(key);
  if (!admitted && !(candidate && (await isKnownAddress(ctx, candidate.id)))) return 'not_taken';
  return (await verifyPassword(candidate?.password_hash, password)) ? 'right' : 'wrong';
};

/** Begins the session of a candidate whose password was right. False when it may not sign in, or has been changed since it was looked at. */
const letIn = async (ctx: Context, candidate: Candidate): Promise<boolean> => {
  const { id: userId, session_epoch: epoch, state } = candidate;
  if ((candidate.customer_state ?? 'active') !== 'active' || (state !== 'ready' && state !== 'locked')) return false;
  const despiteLock = state === 'locked' && (await isKnownAddress(ctx, userId));
  if (state === 'locked' && !despiteLock) return false;
  try {
    await renewSession(ctx.request, { userId, address: ctx.address, epoch, despiteLock, event: eventOf(ctx, candidate, 'signed_in') });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'sign_in_failed') return false;
    throw error;
  }
};

/** Signs in. One error for every cause, after the same work: sign_in_failed; or rate_limited with `seconds`. */
export const signIn = publicProcedure.input(credentials).mutation(async ({ ctx, input }) => {
  const startedAt = performance.now();
  const key = loginNameKey(input.loginName);
  await ctx.signInLimiter.attempt(key, ctx.address);
  const candidate = await findCandidate(ctx, key);
  const look = await lookAt(ctx, key, candidate, input.password);
  if (look !== 'right' || !candidate || !(await letIn(ctx, candidate))) {
    await recordRefusal(ctx, candidate, look);
    await untilNextStep(startedAt);
    throw new Failure('sign_in_failed');
  }
  await Promise.all([ctx.signInLimiter.succeeded(key, ctx.address), ctx.guesses.right(key)]);
  return { ok: true };
});

/** Ends the session here and now; nothing happens without one. */
export const signOut = publicProcedure.mutation(async ({ ctx }) => {
  await settle((done) => ctx.request.session.destroy(done));
  return { ok: true };
});

const NAMES = `
  SELECT (SELECT name FROM channel WHERE id = $1) AS channel, (SELECT company FROM customer WHERE id = $2) AS customer`;

/** Who is signed in, with what they may do; null when nobody is. */
export const me = publicProcedure.query(async ({ ctx: { user, database } }) => {
  if (!user) return null;
  const [names] = await database.read<{ channel: string | null; customer: string | null }>(platformScope, NAMES, [
    user.channelId,
    user.customerId,
  ]);
  const { id, displayName, loginName, role, language, timeZone } = user;
  return {
    user: { id, displayName, loginName, role, language, timeZone },
    permissions: [...permissionsOf(user)] as string[],
    /** Who really sits there, when somebody acts as this user. */
    actor: user.actor ? { name: user.actor.name, until: user.actor.until } : null,
    channel: user.channelId && names?.channel ? { id: user.channelId, name: names.channel } : null,
    customer: user.customerId && names?.customer ? { id: user.customerId, name: names.customer } : null,
  };
});

/** Keeps the language that the signed-in user chose; who acts as somebody else chooses it for the time of that alone. */
export const setLanguage = procedureFor('self')
  .input(z.strictObject({ language: z.enum(languages) }))
  .mutation(async ({ ctx, input }) => {
    if (ctx.user.impersonated) {
      await speakWhileActing(ctx.database, ctx.request.sessionID, input.language);
      return { ok: true };
    }
    await ctx.database.write(platformScope, (tx) =>
      tx.appUser.updateMany({ where: { id: ctx.user.id }, data: { language: input.language } }),
    );
    return { ok: true };
  });
